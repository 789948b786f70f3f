"""The options of commands that read files: looking first, mapping, refusing to assume."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from running import Moderato

from analysis.ingest.formats import KNOWN

ROWS = "id,author,text,date\n1,ann,The pier is shut.,03/04/2024\n2,ben,It is open.,05/06/2024\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    return path


def test_a_dry_run_prints_the_table_alone_and_stores_nothing(
    moderato: Moderato, file: Path, tmp_path: Path
) -> None:
    db = tmp_path / "m.db"
    done = moderato("import", file, "--dry-run", "--db", db)
    assert done.code == 0
    assert not db.exists()
    assert "text" in done.out
    assert "->  author" in done.out
    assert "2 records = 2 comments + 0 conflicting + 0 set aside + 0 skipped" in done.out
    assert "may be day-first or month-first" in done.out


def test_strict_refuses_to_assume_and_an_order_settles_it(moderato: Moderato, file: Path) -> None:
    refused = moderato("import", file, "--dry-run", "--strict")
    assert refused.code == 2
    assert "--dates" in refused.sentence
    settled = moderato("import", file, "--dry-run", "--dates", "month-first")
    assert "2024-03-04 00:00 to 2024-05-06 00:00" in settled.out


def test_times_of_any_zone_are_told_in_one(moderato: Moderato, tmp_path: Path) -> None:
    path = tmp_path / "zones.csv"
    path.write_text(
        "id,text,date\n1,The pier is shut.,2024-05-04T23:30:00-05:00\n"
        "2,It is open.,2024-05-05T03:00:00+00:00\n"
    )
    done = moderato("import", path, "--dry-run")
    assert "times: 2 of 2, 2024-05-05 03:00 to 2024-05-05 04:30 (UTC)" in done.out


def test_a_field_is_unmapped_by_an_empty_column(moderato: Moderato, file: Path) -> None:
    done = moderato("import", file, "--dry-run", "--strict", "--map", "created_at=")
    assert done.code == 0
    assert "times: none" in done.out


def test_a_table_without_a_header_is_mapped_by_number(moderato: Moderato, tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text(ROWS.split("\n", 1)[1])
    done = moderato(
        "import", path, "--no-header", "--map", "text=3", "--format", "CSV", "--dry-run"
    )
    assert "2 comments" in done.out
    assert "by number" in moderato("import", path, "--no-header", "--format", "csv").sentence


def test_standard_input_is_read(
    moderato: Moderato, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ROWS.encode())))
    done = moderato("import", "-", "--db", tmp_path / "m.db")
    assert "2 comments read (csv), 2 new" in done.out


def test_formats_and_batches_are_listed(moderato: Moderato, file: Path, tmp_path: Path) -> None:
    listed = moderato("formats").out
    assert all(f"{name}\n" in listed for name in KNOWN)
    db = tmp_path / "m.db"
    moderato("import", file, "--db", db)
    assert "finished  a.csv (csv), 2 comments" in moderato("batches", "list", "--db", db).out
    assert "text -> text" in moderato("batches", "show", "1", "--db", db).out
    assert "2 comments withdrawn" in moderato("batches", "undo", "1", "--db", db).out
    assert moderato("quarantine", "list", "--db", db).code == 0
