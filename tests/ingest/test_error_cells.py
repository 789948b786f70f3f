"""Cells whose formula failed: nobody's words, nobody's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary, read

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.mark.parametrize(
    "word",
    ["#N/A", "#NAME?", "#VALUE!", "#REF!", "#DIV/0!", "#NULL!", "#NUM!", "#WERT!", "#BEZUG!", "#NV",
     "#VALEUR!", "#NOM?", "#¿NOMBRE?", "#ERROR!", "Err:508", "#ЗНАЧ!"],
)  # fmt: skip
def test_an_error_of_a_spreadsheet_is_no_text(read_file: Read, word: str) -> None:
    comments, summary = read_file(f"id,text\n1,Late.\n2,{word}\n3, {word} \n", "t.csv")
    assert [c.text for c in comments] == ["Late."]
    assert [q.reason for q in summary.quarantined] == ["its text is empty"] * 2
    assert any(repr(word) in note for note in summary.notes)


@pytest.mark.parametrize(
    "text",
    ["#NAME? again, who is it?", "#name?", "The cell says #REF!", "#NAMES", "#VALUES matter"],
)
def test_near_miss_such_a_word_among_others(read_file: Read, text: str) -> None:
    comments, _ = read_file(f'id,text\n1,Late.\n2,"{text}"\n', "t.csv")
    assert [c.text for c in comments] == ["Late.", text]


def test_an_error_is_nobodys_name_and_no_thread(read_file: Read) -> None:
    table = "id,parent_id,thread,author,text\n1,#REF!,#N/A,#N/A,Late.\n2,1,#N/A,#NAME?,So.\n"
    comments, summary = read_file(table, "t.csv")
    assert [(c.author, c.parent_id, c.thread_id) for c in comments] == [
        (None, None, "t"), (None, "1", "t"),
    ]  # fmt: skip
    assert any("#NAME? in 'author' is a spreadsheet's error" in note for note in summary.notes)


def test_an_answered_comment_that_a_spreadsheet_spoiled_keeps_its_place(read_file: Read) -> None:
    comments, _ = read_file("id,parent_id,text\n1,,#NAME?\n2,1,So.\n", "t.csv")
    assert [(c.id, c.text) for c in comments] == [("1", ""), ("2", "So.")]


def test_error_cells_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["id", "text"], [1, "Late."], [2, "#NAME?"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert [c.text for piece in read(tmp_path / "t.xlsx") for c in piece.comments] == ["Late."]
