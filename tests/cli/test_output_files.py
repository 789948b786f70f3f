"""Every command that writes a file: what it refuses to replace, and in which words."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from running import Moderato

from analysis.resources import models_dir, seeds_dir
from analysis.services.data.imports import import_file
from analysis.storage.database import open_store

Make = Callable[[Path], object]


ROWS = "id,text,flag\n1,The bridge is old.,0\n2,The mayor is new.,1\n"


@pytest.fixture(scope="module")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    (folder / "in.csv").write_text(ROWS)
    store = open_store(f"sqlite:///{folder / 'm.db'}", migrate=True)
    import_file(store, folder / "in.csv")
    store.flush_log()
    store.close()
    return folder / "m.db"


@pytest.fixture
def db(moderato: Moderato, tmp_path: Path, filled_database: Path) -> Path:
    (tmp_path / "in.csv").write_text(ROWS)
    shutil.copy(filled_database, tmp_path / "m.db")
    return tmp_path / "m.db"


def _command(name: str, out: Path, db: Path) -> list[object]:
    file = db.with_name("in.csv")
    read = ["--data", file, "--text", "text", "--model", "none"]
    return {
        "export": ["export", "--out", out, "--db", db],
        "export csv": ["export", "--out", out, "--format", "csv", "--db", db],
        "export parquet": ["export", "--out", out, "--format", "parquet", "--db", db],
        "quarantine": ["quarantine", "export", "--out", out, "--db", db],
        "analyze": ["analyze", file, "--out", out],
        "score-file": ["score-file", *read[:4], "--out", out],
        "fairness": ["fairness", "--out", out],
    }[name]


STORED = ("export", "export csv", "export parquet", "quarantine", "analyze")
# These load a model where the output is accepted; a refusal comes before.
ALL = (*STORED, "score-file", "fairness")


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's path is short
        made.bind(path.name)
        os.chdir(here)


def _link(path: Path) -> None:
    target = path.with_name("target.txt")
    target.write_text("kept")
    path.symlink_to(target)


NO_PLAIN_FILE: list[tuple[str, Make, str]] = [
    ("folder.csv", lambda p: p.mkdir(), "is a folder; expected the name of a file to write"),
    ("link.csv", _link, "is a symbolic link; name the file itself"),
    ("loose.csv", lambda p: p.symlink_to("nowhere"), "is a symbolic link; name the file itself"),
    ("pipe.csv", os.mkfifo, "is a pipe; expected the name of a plain file"),
    ("s.csv", _socket, "is a socket; expected the name of a plain file"),
    ("there.csv", lambda p: p.write_text("x"), "there is a file of this name; --force replaces it"),
]


@pytest.mark.parametrize("command", ALL)
@pytest.mark.parametrize(("name", "make", "sentence"), NO_PLAIN_FILE)
def test_what_is_no_plain_file_is_refused_and_stays(
    moderato: Moderato, db: Path, command: str, name: str, make: Make, sentence: str
) -> None:
    out = db.with_name(name)
    make(out)
    before = out.lstat()
    force = [] if name == "there.csv" else ["--force"]
    done = moderato(*_command(command, out, db), *force)
    assert (done.code, done.sentence) == (2, f"moderato: {out}: {sentence}")
    after = out.lstat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino,
        before.st_mode,
        before.st_mtime_ns,
    )


@pytest.mark.parametrize("command", ALL)
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("m.db", "is a database; choose another name"),
        ("m.db-wal", "belongs to the database m.db; choose another"),
        ("m.db-shm", "belongs to the database m.db; choose another"),
        ("m.db-journal", "belongs to the database m.db; choose another"),
        ("other.db", "is a database; choose another name"),
    ],
)
def test_a_database_is_never_replaced(
    moderato: Moderato, db: Path, command: str, name: str, sentence: str
) -> None:
    with sqlite3.connect(db.with_name("other.db")) as other:
        other.execute("CREATE TABLE mine (x)")
    out = db.with_name(name)
    if command == "score-file":
        out = out.rename(out.with_name("x.csv")) if name == "other.db" else out
        if name != "other.db":
            pytest.skip("a table's name ends in .csv, .tsv, .jsonl or .parquet")
    done = moderato(*_command(command, out, db), "--force")
    assert (done.code, done.sentence) == (2, f"moderato: {out}: {sentence}")
    with sqlite3.connect(db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM comment").fetchall() == [(2,)]


def test_a_hard_link_or_a_linked_folder_does_not_lead_to_the_database(
    moderato: Moderato, db: Path
) -> None:
    os.link(db, db.with_name("copy.jsonl"))
    db.with_name("folder").symlink_to(db.parent)
    for name in ("copy.jsonl", "folder/m.db", "folder/m.db-wal"):
        done = moderato("export", "--out", db.parent / name, "--db", db, "--force")
        assert done.code == 2, name
        assert "database" in done.sentence


@pytest.mark.parametrize("command", STORED)
@pytest.mark.parametrize("folder", [models_dir(), seeds_dir() / "demo"])
def test_what_ships_is_never_replaced(
    moderato: Moderato, db: Path, command: str, folder: Path
) -> None:
    done = moderato(*_command(command, folder / "new.jsonl", db), "--force")
    assert done.code == 2
    assert done.sentence.endswith("lies among the models and seeds that ship; choose another")
    assert not (folder / "new.jsonl").exists()


@pytest.mark.parametrize("command", ["analyze", "score-file"])
def test_the_file_that_is_read_is_never_replaced(
    moderato: Moderato, db: Path, command: str
) -> None:
    file = db.with_name("in.csv")
    before = file.read_bytes()
    done = moderato(*_command(command, file, db), "--force")
    assert done.sentence == f"moderato: {file}: is the file that is read; choose another name"
    assert file.read_bytes() == before


def test_the_place_of_the_database_is_kept_free(
    moderato: Moderato, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = db.with_name("later.db")
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"sqlite:///{place}")
    for name in ("later.db", "later.db-wal"):
        assert "database" in moderato(*_command("analyze", db.with_name(name), db)).sentence
    assert not place.exists()


@pytest.mark.parametrize("command", STORED)
def test_a_new_file_is_for_its_owner_and_a_replaced_one_keeps_its_mode(
    moderato: Moderato, db: Path, command: str
) -> None:
    out = db.with_name("out.x")
    before = os.umask(0o022)
    try:
        assert moderato(*_command(command, out, db)).code == 0
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        content = out.read_bytes()
        out.write_bytes(b"old")
        out.chmod(0o640)
        assert moderato(*_command(command, out, db), "--force").code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
    assert len(out.read_bytes()) == pytest.approx(len(content), abs=40)
    assert not list(db.parent.glob(".moderato-*"))


@pytest.mark.parametrize("out", ["no/where/x.csv", "in.csv/x.csv", "a\x00b.csv", "n" * 300])
def test_a_place_that_cannot_be_written_gets_one_sentence(
    moderato: Moderato, db: Path, out: str
) -> None:
    done = moderato(*_command("export", db.parent / out, db))
    assert done.code == 2
    assert "unexpected" not in done.err


def test_a_report_is_not_replaced_unasked_and_readable_as_the_user_wants(
    moderato: Moderato, db: Path
) -> None:
    folder = db.with_name("report")
    folder.mkdir()
    (folder / "report.json").write_text("mine")
    evaluate = [
        "evaluate", "--data", db.with_name("in.csv"), "--text", "text", "--report", folder,
        "--label", "possible_hostility=flag",
    ]  # fmt: skip
    done = moderato(*evaluate)
    expected = f"{folder / 'report.json'}: there is a file of this name; --force replaces it"
    assert (done.code, done.sentence) == (2, f"moderato: {expected}")
    assert sorted(path.name for path in folder.iterdir()) == ["report.json"]


def test_a_strange_folder_of_parts_is_left_alone(moderato: Moderato, db: Path) -> None:
    parts = db.with_name("out.csv.parts")
    parts.mkdir()
    (parts / "letter.txt").write_text("mine")
    done = moderato(*_command("score-file", db.with_name("out.csv"), db))
    assert done.code == 2
    assert "is in the way" in done.sentence
    assert (parts / "letter.txt").read_text() == "mine"
