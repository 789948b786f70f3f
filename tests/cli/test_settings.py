"""Settings from the environment and a `.env` file: what is empty, what can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Moderato

from analysis.domain.account import Role
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import create_account
from analysis.services.access.sessions import session_account, sign_in
from analysis.services.overview.workload import late_since
from analysis.settings import LONGEST_HOURS, load_settings
from analysis.storage.audit import now
from analysis.storage.database import Store


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "path"),
    [("", None), ("  ", None), (".", Path()), ("weights.ckpt", Path("weights.ckpt"))],
)
@pytest.mark.parametrize("name", ["detoxify_checkpoint", "texts_folder"])
def test_a_path_that_is_set_to_nothing_is_none(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str, given: str, path: Path | None
) -> None:
    monkeypatch.setenv(f"MODERATO_{name.upper()}", given)
    assert getattr(load_settings(), name) == path


@pytest.mark.parametrize("name", ["session_hours", "idle_minutes", "queue_age_hours"])
@pytest.mark.parametrize("given", ["inf", "nan", "-1", "1e12"])
def test_a_time_that_no_calendar_can_count_is_refused_by_name(
    here: Path, monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.setenv(f"MODERATO_{name.upper()}", given)
    with pytest.raises(BadInput, match=rf"^setting MODERATO_{name.upper()}: .* got '{given}'$"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("session_hours", LONGEST_HOURS),
        ("idle_minutes", LONGEST_HOURS * 60),
        ("queue_age_hours", LONGEST_HOURS),
        ("session_hours", 0.01),
    ],
)
def test_the_longest_times_can_be_counted(
    here: Path, store: Store, monkeypatch: pytest.MonkeyPatch, name: str, given: float
) -> None:
    monkeypatch.setenv(f"MODERATO_{name.upper()}", str(given))
    settings = load_settings()
    create_account(store, "ada", "correct horse battery staple", Role.ADMIN)
    hours, minutes = settings.session_hours, settings.idle_minutes
    token = sign_in(store, "ada", "correct horse battery staple", hours=hours).token
    assert session_account(store, token, idle_minutes=minutes)
    assert late_since(now(), settings.queue_age_hours, now()) is None


def test_a_negative_number_of_threads_is_refused(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere it often means all of them; here it was one."""
    monkeypatch.setenv("MODERATO_THREADS", "-1")
    with pytest.raises(BadInput, match="MODERATO_THREADS"):
        load_settings()


@pytest.mark.parametrize(
    ("content", "model"),
    [
        (b"MODERATO_MODEL=none\n", "none"),
        ("# Gärtner\nMODERATO_MODEL=none\n".encode(), "none"),
    ],
)
def test_a_file_of_settings_is_read(here: Path, content: bytes, model: str) -> None:
    (here / ".env").write_bytes(content)
    assert load_settings().model == model


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_of_settings_in_another_encoding_is_named(here: Path, encoding: str) -> None:
    (here / ".env").write_text("# Gärtner\nMODERATO_MODEL=none\n", encoding=encoding)
    with pytest.raises(BadInput, match="not UTF-8"):
        load_settings()


@pytest.mark.parametrize("kind", ["sqlite", "sqlite+pysqlite"])
@pytest.mark.parametrize("there", [False, True])
def test_doctor_knows_a_databases_file_however_the_address_names_sqlite(
    moderato: Moderato, here: Path, monkeypatch: pytest.MonkeyPatch, kind: str, there: bool
) -> None:
    file = here / "pier.db"
    if there:
        assert moderato("migrate", "--db", file).code == 0
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"{kind}:///{file}")
    checks = {check["name"]: check for check in json.loads(moderato("doctor", "--json").out)}
    assert checks["database"]["state"] == ("ok" if there else "missing")
    assert f"free at {here}" in checks["disk"]["found"]
