"""Headers of two rows, and header lines that stand again inside a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary, read

Read = Callable[..., tuple[list[Comment], ReadSummary]]

ROWS = "1,The ferry was late.,Ada,north\n2,On time on Sunday.,Ben,south\n"


@pytest.mark.parametrize(
    "header",
    [
        "Comment,,Author,\nid,text,name,town\n",
        "comment,comment,author,author\nid,text,name,town\n",
        ",Comment,Author,\nid,text,name,town\n",
        "ID,Comment,Author,\n,text,name,town\n",
        "A list of comments,,,\n,,,\nComment,,Author,\nid,text,name,town\n",
        "Kommentar,,Person,\nNr,Text,Name,Ort\n",
        "Comment,,,\n,,,\nid,text,name,town\n",
        "id,text,name,town\nNr,Kommentar,Autor,Ort\n".replace("town", "title").replace(
            "Ort", "Titel"
        ),
    ],
)
def test_the_row_that_names_each_column_is_the_header(read_file: Read, header: str) -> None:
    comments, summary = read_file(header + ROWS, "t.csv")
    assert [(c.id, c.text, c.author) for c in comments] == [
        ("1", "The ferry was late.", "Ada"), ("2", "On time on Sunday.", "Ben"),
    ]  # fmt: skip
    assert any("header has two lines" in sentence for sentence in summary.assumed)


def test_merged_cells_above_the_header_name_groups(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Comment", None, "Author", None])
    sheet.append([None, "Text", "Posted", "Name", "Town"])
    sheet.append([7, "The ferry was late.", "2024-03-04", "Ada", "north"])
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    reading = read(tmp_path / "t.xlsx")
    comments = [c for piece in reading for c in piece.comments]
    assert [(c.id, c.text, c.author) for c in comments] == [("7", "The ferry was late.", "Ada")]
    assert any("header has two rows, 1 and 2" in note for note in reading.summary.assumed)


def test_two_rows_of_which_neither_is_surely_the_header_are_refused(read_file: Read) -> None:
    table = "Comment,,Author,,\nref,words,who,town,mood\n1,Late again.,Ada,north,sad\n"
    with pytest.raises(BadInput, match="both look like a header; leave one line"):
        read_file(table, "t.csv")


@pytest.mark.parametrize(
    ("table", "texts"),
    [
        ("text,author\nComment,Ada\nPost,Ben\n", ["Comment", "Post"]),
        ("text,author,,\nNice,Ada,x,y\nGood,Ben,x,z\n", ["Nice", "Good"]),
        (",text,author\n0,text,name\n1,So.,Ben\n", ["text", "So."]),
        ("text,mood\nreview,title\nSo it was.,sad\n", ["review", "So it was."]),
        ("id,text,date\n1,comment,2024-01-01\n2,Late.,2024-01-02\n", ["comment", "Late."]),
    ],
)
def test_near_miss_a_first_comment_of_words_that_name_columns(
    read_file: Read, table: str, texts: list[str]
) -> None:
    comments, _ = read_file(table, "t.csv")
    assert [c.text for c in comments] == texts


@pytest.mark.parametrize(
    "again", ["author,text", "Author, Text", '\ufeffauthor,text', '\ufeff"author","text"']
)  # fmt: skip
def test_a_header_inside_a_file_is_nobodys_comment(read_file: Read, again: str) -> None:
    table = f"author,text\nAda,The ferry was late.\n{again}\nCem,Nobody told us.\n"
    comments, summary = read_file(table, "t.csv")
    assert [(c.author, c.text) for c in comments] == [
        ("Ada", "The ferry was late."), ("Cem", "Nobody told us."),
    ]  # fmt: skip
    assert summary.skipped == (("a header line repeated inside the file", 1),)


def test_a_header_inside_a_file_spoils_no_column(read_file: Read) -> None:
    header = "id,text,likes,created_at\n"
    table = header + "1,Late.,3,2024-01-01\n" + header + "2,So.,4,2024-01-02\n"
    comments, _ = read_file(table, "t.csv")
    assert [c.votes.up for c in comments if c.votes] == [3, 4]
    assert all(c.created_at for c in comments)


@pytest.mark.parametrize(
    "second",
    ["text,author\nNobody told us.,Cem\n", "text,author,id\nNobody told us.,Cem,9\n"],
    ids=["other order", "another column"],
)
def test_below_another_header_its_columns_count(read_file: Read, second: str) -> None:
    comments, summary = read_file("author,text\nAda,Late again.\n" + second, "t.csv")
    assert [(c.author, c.text) for c in comments] == [
        ("Ada", "Late again."), ("Cem", "Nobody told us."),
    ]  # fmt: skip
    assert any("Line 3 is another header" in sentence for sentence in summary.assumed)


def test_a_header_again_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["author", "text"], ["Ada", "Late."], ["author", "text"], ["text", "author"],
                ["Nobody told us.", "Cem"]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    comments = [c for piece in read(tmp_path / "t.xlsx") for c in piece.comments]
    assert [(c.author, c.text) for c in comments] == [("Ada", "Late."), ("Cem", "Nobody told us.")]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("author,text\nAda,text\n", "text"),
        ("author,text\nauthor,I am the author.\n", "I am the author."),
        ("id,author,text\n1,author,text\n", "text"),
        ("id,author,text\nid,author,\nx,Ada,comment\n", "comment"),
        ("text\nText!\n", "Text!"),
    ],
)
def test_near_miss_a_comment_that_says_the_name_of_its_column(
    read_file: Read, table: str, text: str
) -> None:
    comments, _ = read_file(table, "t.csv")
    assert [c.text for c in comments] == [text]
