"""`moderato db` and `moderato audit`: exit codes, rows, and lines that can be given back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from running import Moderato

COMMENTS = [
    {"id": "c1", "thread_id": "trams", "text": "The tram is late again."},
    {"id": "c2", "thread_id": "trams", "text": "It was on time at my stop."},
]


@pytest.fixture
def db(moderato: Moderato, sqlite_template: Path, tmp_path: Path) -> Path:
    lines = "".join(json.dumps(one) + "\n" for one in COMMENTS)
    (tmp_path / "in.jsonl").write_text(lines)
    path = tmp_path / "d.db"
    shutil.copy(sqlite_template, path)
    assert moderato("import", tmp_path / "in.jsonl", "--db", path).code == 0
    return path


def _change(path: Path) -> None:
    """One event's person, past its guard, which is put back."""
    with sqlite3.connect(path) as file:
        (body,) = file.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'audit_event_no_update'"
        ).fetchone()
        file.execute("DROP TRIGGER audit_event_no_update")
        file.execute("UPDATE audit_event SET person = 'nobody' WHERE id = 1")
        file.execute(body)


def test_a_sound_database_ends_with_nought_and_a_line(moderato: Moderato, db: Path) -> None:
    checked = moderato("db", "check", "--db", db)
    assert checked.code == 0
    assert "everything is as written" in checked.out
    line = checked.out.split()[-1]
    assert moderato("audit", "verify", "--db", db, "--line", line).code == 0


def test_a_changed_row_ends_with_one_and_names_it(moderato: Moderato, db: Path) -> None:
    _change(db)
    checked = moderato("db", "check", "--db", db, "--json")
    assert checked.code == 1
    found = json.loads(checked.out)
    [(check, record, fault)] = found["faults"]
    assert (check, record) == ("chain", "audit event 1")
    assert fault.startswith("it is not as written (link ")
    verified = moderato("audit", "verify", "--db", db)
    assert verified.code == 1
    assert "audit event 1" in verified.out


def test_a_signed_checkpoint_holds_and_its_key_is_asked(
    moderato: Moderato, db: Path, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("0123456789abcdef0123456789abcdef\n")
    (tmp_path / "other").write_text("fedcba9876543210fedcba9876543210\n")
    out = tmp_path / "checkpoint.json"
    assert "signed" in moderato("audit", "checkpoint", out, "--key", "key", "--db", db).out
    held = ("audit", "verify", "--db", db, "--checkpoint", out)
    assert moderato(*held, "--key", "key").code == 0
    refused = moderato(*held, "--key", "other")
    assert (refused.code, "signature" in refused.sentence) == (2, True)
    assert moderato("audit", "checkpoint", out, "--db", db).code == 2


def test_no_check_that_was_asked_for_is_left_out_in_silence(
    moderato: Moderato, db: Path, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("0123456789abcdef0123456789abcdef\n")
    for name, key in (("signed", ("--key", tmp_path / "key")), ("plain", ())):
        assert moderato("audit", "checkpoint", tmp_path / name, *key, "--db", db).code == 0
    verify = ("audit", "verify", "--db", db)
    without_key = moderato(*verify, "--checkpoint", tmp_path / "signed")
    assert (without_key.code, "its signature was not checked" in without_key.err) == (0, True)
    for name, *key in (("signed", "--key", tmp_path / "key"), ("plain",)):
        checked = moderato(*verify, "--checkpoint", tmp_path / str(name), *key)
        assert (checked.code, checked.err) == (0, "")
    line = moderato(*verify).out.splitlines()[-1].removeprefix("checkpoint ")
    assert moderato(*verify, "--line", line).code == 0
    for beside in (("--checkpoint", tmp_path / "plain"), ("--key", tmp_path / "key")):
        refused = moderato(*verify, "--line", line, *beside)
        assert (refused.code, "--line is a checkpoint" in refused.sentence) == (2, True)


def test_backup_and_restore(moderato: Moderato, db: Path, tmp_path: Path) -> None:
    made = moderato("db", "backup", tmp_path / "copy.db", "--db", db)
    assert made.code == 0
    assert "2 texts" in made.out
    assert moderato("db", "restore", tmp_path / "copy.db", "--db", db).code == 2
    restored = moderato("db", "restore", tmp_path / "copy.db", "--db", db, "--force")
    assert (restored.code, "replaced-" in restored.err) == (0, True)
    assert moderato("db", "check", "--db", db).code == 0


def test_the_doctor_says_when_a_backup_was_made_and_the_chain_verified(
    moderato: Moderato, db: Path, tmp_path: Path
) -> None:
    def checks() -> dict[str, dict[str, str]]:
        told = json.loads(moderato("doctor", "--db", db, "--json").out)
        return {one["name"]: one for one in told}

    before = checks()
    assert (before["backup"]["state"], before["hash chain"]["state"]) == ("missing", "missing")
    assert "2 unscored" in before["queue"]["found"]
    moderato("db", "backup", tmp_path / "copy.db", "--db", db)
    moderato("audit", "verify", "--db", db)
    after = checks()
    assert (after["backup"]["state"], after["hash chain"]["state"]) == ("ok", "ok")
    _change(db)
    moderato("audit", "verify", "--db", db)
    assert checks()["hash chain"]["state"] == "problem"


@pytest.mark.parametrize("name", ["who?.db", "50%20.db", "a#b.db", "plain.db"])
def test_a_path_is_taken_as_it_is(moderato: Moderato, tmp_path: Path, name: str) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(COMMENTS[0]))
    (tmp_path / "d").mkdir()
    db = tmp_path / "d" / name
    assert moderato("import", tmp_path / "in.jsonl", "--db", db).code == 0
    assert moderato("db", "check", "--db", db).code == 0
    assert {
        path.name.removesuffix("-wal").removesuffix("-shm") for path in db.parent.iterdir()
    } == {name}


@pytest.mark.parametrize(
    "command",
    [
        ("batches", "list"),
        ("batches", "show", 1),
        ("batches", "undo", 1),
        ("quarantine", "list"),
        ("quarantine", "retry", 1),
        ("quarantine", "export", "--out", "out.csv"),
        ("keys", "list"),
        ("keys", "revoke", "site"),
        ("webhooks", "list"),
        ("webhooks", "disable", "site"),
        ("webhooks", "replay", "site"),
        ("webhooks", "send"),
        ("accounts", "list"),
        ("export", "--out", "out.jsonl"),
    ],
)
def test_what_looks_into_a_database_makes_none(
    moderato: Moderato, tmp_path: Path, command: tuple[object, ...]
) -> None:
    outcome = moderato(*command, "--db", tmp_path / "mistyped.db")
    assert (outcome.code, "There is no database at" in outcome.sentence) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ("keys", "add", "site"),
        ("webhooks", "add", "site", "https://site.example/hook"),
        ("migrate",),
    ],
)
def test_what_begins_with_a_database_makes_one(
    moderato: Moderato, tmp_path: Path, command: tuple[object, ...]
) -> None:
    assert moderato(*command, "--db", tmp_path / "new.db").code == 0
    assert moderato("db", "check", "--db", tmp_path / "new.db").code == 0
