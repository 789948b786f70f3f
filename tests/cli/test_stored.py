"""The commands that work on a database: import, score, export, migrate, profiles, erase."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from running import Moderato

from analysis.cli.app import _system_user
from analysis.domain.audit import AuditFilter
from analysis.resources import seeds_dir
from analysis.storage.audit import newest
from analysis.storage.database import open_store

DEMO = seeds_dir() / "demo"


@pytest.fixture
def stocked(moderato: Moderato, sqlite_template: Path, tmp_path: Path) -> Path:
    """A database with three labelled comments."""
    file = tmp_path / "three.jsonl"
    rows = [
        {"id": "1", "text": "The bridge is old.", "author": "=Ann", "thread_id": "t"},
        {"id": "2", "text": "=1+1 is what you idiots call a budget.", "thread_id": "t"},
        {"id": "3", "text": "Die Brücke ist seit Jahren kaputt und niemand kümmert sich darum."},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    db = tmp_path / "m.db"
    shutil.copy(sqlite_template, db)
    assert moderato("import", file, "--db", db).code == 0
    assert moderato("score", "--db", db).code == 0
    return db


def test_importing_makes_the_database_and_importing_again_adds_nothing(
    moderato: Moderato, tmp_path: Path
) -> None:
    db = tmp_path / "m.db"
    first = moderato("import", DEMO / "tram-line-4.jsonl", DEMO / "library-fees.csv", "--db", db)
    assert first.code == 0
    assert first.out.count(" new, 0 known") == 2
    again = moderato("import", DEMO / "tram-line-4.jsonl", "--db", db)
    assert "0 new, 15 known" in again.out


def test_scoring_again_finds_nothing_to_do(moderato: Moderato, stocked: Path) -> None:
    assert moderato("score", "--db", stocked).out.startswith("0 comments labelled")
    assert moderato("score", "--again", "--db", stocked).out.startswith("3 comments labelled")


def test_one_file_that_cannot_be_read_does_not_cost_the_others(
    moderato: Moderato, tmp_path: Path
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    db = tmp_path / "m.db"
    done = moderato("import", tmp_path / "empty.csv", DEMO / "library-fees.csv", "--db", db)
    assert done.code == 2
    assert "empty.csv is empty" in done.err
    assert "1 of 2 files could not be read; the others are stored" in done.sentence
    assert "14 new" in done.out


def test_an_interrupted_scoring_goes_on_where_it_stopped(
    moderato: Moderato, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analysis.services.data import scoring

    monkeypatch.setattr(scoring, "BATCH", 10)
    db = tmp_path / "m.db"
    moderato("import", *sorted(DEMO.iterdir()), "--db", db)
    real = scoring._keep
    batches = []

    def stopped(*args: Any) -> None:
        batches.append(args)
        if len(batches) == 3:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(scoring, "_keep", stopped)
    done = moderato("score", "--db", db)
    assert done.code == 130
    assert "it goes on" in done.sentence
    monkeypatch.setattr(scoring, "_keep", real)
    assert int(moderato("score", "--db", db).out.split()[0]) == 44 - 20


def test_an_exported_line_is_an_analysis_with_decisions(
    moderato: Moderato, stocked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all.jsonl"
    done = moderato("export", "--out", out, "--db", stocked)
    assert done.code == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {line["comment"]["id"] for line in lines} == {"1", "2", "3"}
    assert all(line["schema"] == "moderato.analysis/1" for line in lines)
    assert all(line["decisions"] == [] for line in lines)
    german = next(line for line in lines if line["comment"]["id"] == "3")
    assert german["labels"]["possible_hostility"]["recommendation"] == "unsupported"


def test_a_spreadsheet_cannot_be_made_to_calculate(
    moderato: Moderato, stocked: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all.csv"
    assert moderato("export", "--out", out, "--format", "csv", "--db", stocked).code == 0
    with out.open(newline="", encoding="utf-8-sig") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]


def test_the_profiles_are_listed_with_the_active_one_marked(
    moderato: Moderato, stocked: Path
) -> None:
    out = moderato("profiles", "--db", stocked).out
    assert "* default 1" in out
    assert "possible_hostility" in out


def test_what_the_shell_does_in_somebody_s_name_is_marked_with_the_system_s_user(
    moderato: Moderato, stocked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "somebody else")
    asked = ("--reason", "asked by its author", "--yes", "--db", stocked)
    assert moderato("erase", 1, *asked, "--person", "ada").code == 0
    assert moderato("erase", 2, *asked).code == 0
    store = open_store(f"sqlite:///{stocked}")
    with store.read() as session:
        events = newest(session, AuditFilter(), offset=0, limit=99)
    marked = [event for event in events if "shell_user" in event.detail]
    assert {(event.person, event.detail["shell_user"]) for event in marked} == {
        ("ada", _system_user())
    }


def test_the_status_is_told_in_lines_json_and_metrics(moderato: Moderato, stocked: Path) -> None:
    lines = moderato("status", "--db", stocked).out
    assert "backup                 never" in lines
    told = json.loads(moderato("status", "--json", "--db", stocked).out)
    assert told["chain_length"] > 0
    assert {one["label"] for one in told["drift"]} >= {"possible_hostility"}
    metrics = moderato("status", "--metrics", "--db", stocked).out
    assert f"moderato_chain_length {told['chain_length']}" in metrics.splitlines()


def test_an_erased_text_is_gone_and_its_hash_stays(
    moderato: Moderato, stocked: Path, tmp_path: Path
) -> None:
    done = moderato("erase", 1, "--reason", "asked by its author", "--yes", "--db", stocked)
    assert done.code == 0
    out = tmp_path / "all.jsonl"
    moderato("export", "--out", out, "--db", stocked)
    assert "The bridge is old" not in out.read_text(encoding="utf-8")
    assert moderato("erase", 999, "--reason", "x", "--yes", "--db", stocked).code == 2


@pytest.mark.parametrize("read_meanwhile", [True, False])
def test_a_retention_rule_says_what_it_could_not_finish(
    moderato: Moderato, stocked: Path, monkeypatch: pytest.MonkeyPatch, read_meanwhile: bool
) -> None:
    later = datetime.now(UTC) + timedelta(days=3)
    monkeypatch.setattr("analysis.services.data.erasure.now", lambda: later)
    with closing(sqlite3.connect(stocked, isolation_level=None)) as reader:
        if read_meanwhile:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM comment_text").fetchone()
        rule = ("erase", "--older-than", 2, "--reason", "policy", "--yes")
        lines = moderato(*rule, "--db", stocked).out.splitlines()
    assert lines[0] == "3 comments erased"
    assert [line.split(":")[0] for line in lines[1:]] == (
        ["  3 erasures not finished"] if read_meanwhile else []
    )


def test_a_database_of_a_newer_version_is_left_alone(
    moderato: Moderato, stocked: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(stocked) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz_from_the_future'")
    for command in (["score"], ["profiles"], ["migrate"], ["dashboard", "--headless"]):
        done = moderato(*command, "--db", stocked)
        assert done.code == 2
        assert "newer" in done.sentence


def test_a_file_that_is_no_database_is_refused(moderato: Moderato, tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are my notes, not a database\n" * 50)
    done = moderato("score", "--db", file)
    assert done.code == 2
    assert "not a database" in done.sentence
    assert file.read_text().startswith("these are my notes")


def test_a_folder_that_is_not_there_is_named(moderato: Moderato, tmp_path: Path) -> None:
    done = moderato("migrate", "--db", tmp_path / "no" / "where" / "m.db")
    assert done.code == 2
    assert "does not exist" in done.sentence
