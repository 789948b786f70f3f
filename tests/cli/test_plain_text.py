"""Text without a page around it: one line is a comment, more is parted as a person says."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from running import Moderato

from analysis.services.data.analysis_schema import SCHEMA

LINE = "Only an idiot like you would close the Brook Street bridge."
PARAGRAPHS = f"{LINE}\nAnd on a Monday!\n\nThe council counted 4,200 cyclists in 2019.\n"

Pipe = Callable[[str], None]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Pipe:
    def put(words: str) -> None:
        stdin = io.TextIOWrapper(io.BytesIO(words.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)

    return put


@pytest.mark.parametrize(
    "words",
    [
        LINE,
        f"\n  {LINE}\n",
        "Well, comment",  # would be the header of a table with no rows
        "2 + 3",
        "<3 this bridge",
    ],
)
def test_a_piped_line_is_analysed_as_one_comment_and_told(
    moderato: Moderato, pipe: Pipe, words: str
) -> None:
    pipe(words)
    done = moderato("analyze", "-")
    assert done.code == 0
    [record] = done.records
    jsonschema.validate(record, SCHEMA)
    assert record["comment"]["text"].strip() == words.strip()
    assert "assumed: The only line was read as one comment." in done.err
    assert words.strip() not in done.err


def test_the_same_words_get_the_same_answer_from_try(moderato: Moderato, pipe: Pipe) -> None:
    pipe(LINE)
    [analysed] = moderato("analyze", "-").records
    pipe(LINE)
    [tried] = moderato("try", "-", "--json").records
    assert analysed["labels"] == tried["labels"]


def test_strict_refuses_the_assumption_and_a_named_format_is_none(
    moderato: Moderato, pipe: Pipe
) -> None:
    pipe(LINE)
    refused = moderato("analyze", "-", "--strict")
    assert (refused.code, refused.out) == (2, "")
    assert "--format" in refused.sentence
    pipe(LINE)
    assert moderato("analyze", "-", "--strict", "--format", "text").code == 0


@pytest.mark.parametrize(("choice", "count"), [("text", 1), ("paragraphs", 2), ("lines", 3)])
def test_several_lines_are_refused_with_the_choices_and_each_choice_does_what_it_says(
    moderato: Moderato, pipe: Pipe, choice: str, count: int
) -> None:
    pipe(PARAGRAPHS)
    refused = moderato("analyze", "-")
    assert (refused.code, refused.out) == (2, "")
    assert f"--format {choice}" in refused.sentence
    pipe(PARAGRAPHS)
    assert len(moderato("analyze", "-", "--format", choice).records) == count


def test_try_takes_all_that_is_piped_in_for_one_comment(moderato: Moderato, pipe: Pipe) -> None:
    pipe(PARAGRAPHS)
    [record] = moderato("try", "-", "--json").records
    assert record["comment"]["text"] == PARAGRAPHS


def test_an_import_stores_no_lone_line_unless_it_is_named(
    moderato: Moderato, pipe: Pipe, tmp_path: Path
) -> None:
    database = tmp_path / "m.sqlite3"
    pipe("404 Not Found")
    refused = moderato("import", "-", "--db", database)
    assert refused.code == 2
    assert "--format text" in refused.sentence
    pipe(LINE)
    done = moderato("import", "-", "--db", database, "--format", "text")
    assert "1 comments read (text), 1 new" in done.out
