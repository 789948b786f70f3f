"""Long ids that a spreadsheet or floating-point numbers have rounded: never taken for ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary, read
from analysis.ingest.rounded_numbers import ends_in_zeros, in_digits, is_rounded
from analysis.ingest.values import plain_id

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("1.764600000000000257e+18", "1764600000000000257"),
        ("1,764600000000000257E+18", "1764600000000000257"),
        ("1764600000000000257.0", "1764600000000000257"), ("1.01586E+5", "101586"),
        ("22022598.0", "22022598"), ("-1.0", "-1"),
        ("1.7646e+18", None), ("1,01586E+16", None), ("1.7646E18", None), ("2.2E+15", None),
        ("1.2345E+2", None), ("abc", None), ("1e5", None), ("5e10", None), ("3.5", None),
    ],
)  # fmt: skip
def test_a_number_with_all_its_digits_is_read_in_full(written: str, digits: str | None) -> None:
    assert in_digits(written) == digits


@pytest.mark.parametrize("written", ["1.7646e+18", "1,01586E+16", "1.7646E18", "2E+15"])
def test_a_number_without_its_last_digits_is_rounded(written: str) -> None:
    assert is_rounded(written)


@pytest.mark.parametrize("written", ["1e5", "5E10", "e+10", "1764600000000000257", "1.5", "a1E+5"])
def test_near_miss_ids_of_letters_and_digits_are_not_rounded(written: str) -> None:
    assert not is_rounded(written)
    assert plain_id(written) == written


def test_a_float_beyond_what_floats_hold_is_no_exact_id() -> None:
    assert plain_id(22022598.0) == "22022598"
    assert is_rounded(plain_id(1764600000000000257.0) or "")


def test_parents_that_were_rounded_are_told_and_whole_ones_read(read_file: Read) -> None:
    table = (
        "id,in_reply_to_status_id,full_text\n1764600000000000001,,One.\n"
        "1764600000000000257,1.7646e+18,Two.\n1764600000000000513,1.764600000000000257e+18,Three.\n"
        "1764600000000000769,1764600000000000257.0,Four.\n"
    )
    comments, summary = read_file(table, "t.csv")
    assert [c.parent_id for c in comments] == [None, None, *["1764600000000000257"] * 2]
    assert any("1 comment: what it answers is a rounded number" in n for n in summary.notes)


def test_posts_that_were_rounded_alike_are_no_discussion(read_file: Read) -> None:
    table = (
        "comment_id,post_id,message\nc1,1.01586E+16,The ferry was late.\n"
        "c2,1.01587E+16,What a match.\nc3,77,On time.\n"
    )
    comments, summary = read_file(table, "posts.csv")
    assert [c.thread_id for c in comments] == ["posts", "posts", "77"]
    assert any("2 comments: its thread is a rounded number" in n for n in summary.notes)


def test_people_whose_numbers_were_rounded_alike_are_not_one_person(read_file: Read) -> None:
    table = "id,user_id,text\n1,1.00002E+14,The ferry was late.\n2,1.00002E+14,On time.\n3,88,So.\n"
    comments, summary = read_file(table, "t.csv")
    assert [c.author for c in comments] == [None, None, "88"]
    assert any("its author is a rounded number" in n for n in summary.notes)


def test_the_column_that_kept_its_digits_is_taken(read_file: Read) -> None:
    table = (
        "id,id_str,in_reply_to_status_id,in_reply_to_status_id_str,text\n"
        "1.7646E+18,1764600000000000001,,,One.\n"
        "1.7646E+18,1764600000000000257,1.7646E+18,1764600000000000001,Two.\n"
    )
    comments, _ = read_file(table, "t.csv")
    assert [(c.id, c.parent_id) for c in comments] == [
        ("1764600000000000001", None), ("1764600000000000257", "1764600000000000001"),
    ]  # fmt: skip


def test_numbers_that_end_in_zeros_after_fifteen_digits_were_rounded(read_file: Read) -> None:
    table = (
        "id,post_id,text\n1764600000000010000,10158600000000100,One.\n"
        "1764600000000020000,10158600000000200,Two.\n1764600000000020000,7,Three.\n"
    )
    comments, summary = read_file(table, "t.csv")
    assert all(c.id.startswith("c-") for c in comments)
    assert [c.thread_id for c in comments] == ["t", "t", "7"]
    assert any(note.startswith("3 comments: the id is a rounded") for note in summary.notes)


@pytest.mark.parametrize(
    "cells",
    [
        ["1764600000000010001", "1764600000000020000"], ["1764600000000020000"],
        ["100000000000000", "200000000000000"], ["1000000000000010", "1000000000000020"], [],
    ],
)  # fmt: skip
def test_near_miss_zeros_that_may_be_chance(cells: list[str]) -> None:
    assert not ends_in_zeros(cells)


def test_floats_of_other_files_are_no_exact_parents_either(read_file: Read, tmp_path: Path) -> None:
    lines = [{"id": "1764600000000000256", "text": "One."},
             {"id": "2", "parent_id": 1764600000000000256.0, "text": "Two."}]  # fmt: skip
    comments, summary = read_file("\n".join(map(json.dumps, lines)), "a.jsonl")
    assert comments[1].parent_id is None
    assert any("what it answers is a rounded" in note for note in summary.notes)
    rows = {"id": [7, 1764600000000000257], "parent_id": [None, 7.0], "text": ["One.", "Two."]}
    pq.write_table(pa.table(rows), tmp_path / "a.parquet")
    comments = [c for piece in read(tmp_path / "a.parquet") for c in piece.comments]
    assert comments[1].parent_id == "7"


def test_a_workbooks_long_numbers_are_rounded_ones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["id", "text"], [1.7646e18, "One."], [1.7646e18, "Two."], [5, "Three."]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    comments = [c for piece in read(tmp_path / "a.xlsx") for c in piece.comments]
    assert [c.id.startswith("c-") for c in comments] == [True, True, False]
