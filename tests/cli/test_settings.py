"""Settings from the environment and a `.env` file: what is empty, what can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Moderato

from analysis.domain.errors import BadInput
from analysis.settings import load_settings


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
