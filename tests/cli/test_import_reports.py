"""`moderato import-reports` from the outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from running import Moderato

from analysis.resources import seeds_dir

DEMO = seeds_dir() / "demo"


@pytest.fixture
def demo(moderato: Moderato, sqlite_template: Path, tmp_path: Path) -> Path:
    db = tmp_path / "m.db"
    shutil.copy(sqlite_template, db)
    assert moderato("import", *sorted(DEMO.iterdir()), "--db", db).code == 0
    return db


def test_the_demos_reports_all_find_their_comments(moderato: Moderato, demo: Path) -> None:
    first = moderato("import-reports", seeds_dir() / "demo_reports.csv", "--db", demo)
    assert (first.code, first.err) == (0, "")
    assert "11 reports read (csv), 11 new about 7 comments, 0 known" in first.out
    again = moderato("import-reports", seeds_dir() / "demo_reports.csv", "--db", demo)
    assert "0 new about 0 comments, 11 known" in again.out


def test_unknown_comments_are_told_with_their_line(
    moderato: Moderato, demo: Path, tmp_path: Path
) -> None:
    rows = [{"post_id": "c14", "reason": "rude", "user": "a"}, {"post_id": "c99", "user": "b"}]
    file = tmp_path / "r.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    told = moderato("import-reports", file, "--db", demo, "--label", "rude=possible_hostility")
    assert told.code == 0
    assert "line 2: is about a comment that is not in this database" in told.err
    alone = tmp_path / "alone.jsonl"
    alone.write_text(json.dumps(rows[1]), encoding="utf-8")
    refused = moderato("import-reports", alone, "--db", demo)
    assert refused.code == 2
    assert "no report of a comment that is in this database" in refused.sentence


def test_a_file_that_brings_nothing_does_not_keep_the_others_out(
    moderato: Moderato, demo: Path, tmp_path: Path
) -> None:
    gone, good = tmp_path / "gone.csv", seeds_dir() / "demo_reports.csv"
    both = moderato("import-reports", gone, good, "--db", demo)
    assert both.code == 2
    assert "gone.csv" in both.err
    assert "1 of 2 files brought nothing; the others are stored" in both.sentence
    assert "11 new about 7 comments" in both.out


@pytest.mark.parametrize(
    ("label", "sentence"),
    [("rude", "expected REASON=LABEL"), ("rude=hostile", "unknown label 'hostile'")],
)
def test_a_label_that_is_none_is_refused(
    moderato: Moderato, demo: Path, label: str, sentence: str
) -> None:
    file = seeds_dir() / "demo_reports.csv"
    refused = moderato("import-reports", file, "--db", demo, "--label", label)
    assert refused.code == 2
    assert sentence in refused.sentence
