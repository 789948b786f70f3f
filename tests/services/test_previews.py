"""A preview reads the whole file, stores nothing, and answers a refusal with a choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest import ReadOptions
from analysis.services.data.previews import SHOWN, as_file, preview_file

WORDS = ("The ferry left early.", "It did not.", "Thank you for the timetable.")
FORUM = "\n".join(f"Nora\n{n} May 2024\n{text}\nQuote" for n, text in enumerate(WORDS, start=1))


def test_the_summary_is_of_the_whole_file_and_the_comments_are_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("comment\n" + "\n".join(f"It left {n} times" for n in range(50)))
    preview = preview_file(path, ReadOptions())
    assert preview.summary is not None
    assert preview.summary.read == 50
    assert len(preview.comments) == SHOWN


def test_two_possible_texts_are_a_problem_with_the_columns_to_choose_from(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("comment,body\n" + "The ferry left.,It did not leave.\n" * 4)
    preview = preview_file(path, ReadOptions())
    assert "both" in preview.problem
    assert preview.columns == ("comment", "body")


def test_a_copied_page_comes_with_its_lines_and_follows_corrections(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(FORUM)
    preview = preview_file(path, ReadOptions())
    assert preview.lines[:4] == (
        ("name", "Nora"), ("time", "1 May 2024"), ("text", WORDS[0]),
        ("own", "Quote"),
    )  # fmt: skip
    corrected = preview_file(path, ReadOptions(lines={4: "text"}))
    assert corrected.comments[0][1].text.endswith("Quote")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b.csv", "", "...", "x" * 400 + ".csv", "a\0b"]
)
def test_a_name_from_a_browser_never_leaves_its_folder(name: str) -> None:
    with as_file(name, b"comment\n") as path:
        assert path.read_bytes() == b"comment\n"
        assert path.parent.name.startswith("moderato-import-")
    assert not path.exists()
