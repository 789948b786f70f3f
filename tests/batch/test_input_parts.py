"""What a batch job reads: files by name or pattern, rows by thread, and lines that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_jobs import COLUMNS, ROWS, lines, quarantined, run, write_lines

from analysis.batch.input_parts import RowColumns, input_files, plan_parts, read_part
from analysis.domain.errors import BadInput

THREADED = RowColumns("body", id="id", thread="page", parent_id="to")


def _row(page: str | None, number: str, to: str | None = None) -> dict[str, Any]:
    return {"id": number, "page": page, "to": to, "body": "The ferry left early."}


A1, A2, B1, C1 = _row("a", "1"), _row("a", "2", "1"), _row("b", "3"), _row("c", "4")
ALONE, EMPTY = _row(None, "5"), _row("", "6")
BROKEN = "{"


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ([A1, BROKEN, B1, BROKEN, C1], [(0, 2), (2, 2), (4, 1)]),
        ([A1, BROKEN, A2, B1], [(0, 3), (3, 1)]),
        ([BROKEN, BROKEN, BROKEN], [(0, 2), (2, 1)]),
        ([A1, ALONE, B1, ALONE, EMPTY, C1, EMPTY], [(0, 2), (2, 2), (4, 2), (6, 1)]),
        ([ALONE, ALONE, ALONE], [(0, 2), (2, 1)]),
        ([_row("None", "1"), A1, ALONE, _row("line", "2"), BROKEN], [(0, 2), (2, 3)]),
    ],
    ids=["broken between", "broken inside", "only broken", "no thread", "never one", "such names"],
)
def test_lines_without_a_thread_part_none_and_are_none(
    given: Path, rows: list[Any], parts: list[tuple[int, int]]
) -> None:
    file = write_lines(given / "in" / "a.jsonl", rows)
    planned = plan_parts([file], THREADED, rows=2)
    assert [(part.first, part.rows) for part in planned] == parts


@pytest.mark.parametrize("rows", [[A1, B1, A2], [A1, ALONE, A2], [A1, B1, BROKEN, A2]])
def test_a_thread_in_two_places_is_refused_as_before(given: Path, rows: list[Any]) -> None:
    file = write_lines(given / "in" / "a.jsonl", rows)
    with pytest.raises(BadInput, match="sort them"):
        plan_parts([file], THREADED, rows=2)


def test_a_broken_line_in_a_thread_goes_to_the_quarantine_alone(given: Path) -> None:
    insult = "You are a complete idiot and a liar and everybody here knows it."
    answer = {**A2, "body": f"{insult} - That was uncalled for, please stay polite."}
    write_lines(given / "in" / "a.jsonl", [{**A1, "body": insult}, BROKEN, answer])
    assert run(given, columns=THREADED).rejected == 1
    first, second = lines(given / "out")
    assert first["possible_hostility"] > 0.5 > second["possible_hostility"]
    assert [row["row"] for row in quarantined(given / "out")] == [1]


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


@pytest.mark.parametrize(
    "rows",
    [[_without(A1, "to"), A2], [_without(ALONE, "to", "page"), A1, A2], [BROKEN, A1]],
    ids=["no parent", "neither", "broken first"],
)
def test_the_first_line_need_not_have_every_column(given: Path, rows: list[Any]) -> None:
    file = write_lines(given / "in" / "a.jsonl", rows)
    assert sum(part.rows for part in plan_parts([file], THREADED)) == len(rows)


def test_a_column_that_no_line_has_is_refused(given: Path) -> None:
    file = write_lines(given / "in" / "a.jsonl", [_without(row, "to") for row in (A1, A2, B1)])
    with pytest.raises(BadInput, match="no column 'to'; allowed: body, id, page"):
        plan_parts([file], THREADED)


@pytest.mark.parametrize(
    "line",
    ["[" * 100_000, '{"key": "x", "body": ' + "[" * 100_000, '{"key": ' + "1" * 5_000 + "}"],
    ids=["brackets", "brackets in a row", "digits"],
)
@pytest.mark.parametrize("at", [0, 1])
def test_what_python_gives_up_to_read_goes_to_the_quarantine(
    given: Path, line: str, at: int
) -> None:
    rows: list[Any] = [ROWS[0], ROWS[1]]
    rows.insert(at, line)
    write_lines(given / "in" / "a.jsonl", rows)
    assert (run(given).rejected, len(lines(given / "out"))) == (1, 2)


@pytest.mark.parametrize(
    ("ids", "to", "links"),
    [
        (pa.array([1, 2]), pa.array([None, 1.0]), [("1", None), ("2", "1")]),
        (pa.array([1.0, 2.0]), pa.array([float("nan"), 1.0]), [("1", None), ("2", "1")]),
        (pa.array([1.5, 2.0]), pa.array([None, 1.5]), [("1.5", None), ("2", "1.5")]),
        (pa.array(["1.0", "2"]), pa.array([None, "1.0"]), [("1.0", None), ("2", "1.0")]),
        (pa.array([2.0**60, 2.0]), pa.array([None, 1]), [(str(2.0**60), None), ("2", "1")]),
    ],
    ids=["a gap", "not a number", "fractions", "texts", "too large to be whole"],
)
def test_an_answer_finds_its_parent_where_a_gap_made_ids_fractions(
    given: Path, ids: Any, to: Any, links: list[Any]
) -> None:
    columns = {"id": ids, "page": [7, 7], "to": to, "body": ["An idiot.", "No."]}
    pq.write_table(pa.table(columns), given / "in" / "a.parquet")
    (part,) = plan_parts([given / "in" / "a.parquet"], THREADED)
    rows = read_part(part, THREADED)[0].to_pylist()
    assert [(row["id"], row["parent_id"]) for row in rows] == links
    assert {row["thread"] for row in rows} == {"7"}


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("x [1].jsonl", ["x [1].jsonl"]),
        ("x [[]*.jsonl", ["x [1].jsonl", "x [2].jsonl"]),
        ("x*.jsonl", ["x 1.jsonl", "x [1].jsonl", "x [2].jsonl"]),
        ("x [12].jsonl", ["x 1.jsonl"]),
        ("", ["a.jsonl", "x 1.jsonl", "x [1].jsonl", "x [2].jsonl"]),
    ],
)
def test_a_file_is_found_by_its_name_whatever_that_holds(
    given: Path, pattern: str, names: list[str]
) -> None:
    for name in ("x [1].jsonl", "x [2].jsonl", "x 1.jsonl"):
        (given / "in" / name).write_text(json.dumps(ROWS[0]), encoding="utf-8")
    assert [path.name for path in input_files(str(given / "in" / pattern))] == names


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [("**.jsonl", "stands for whole folders"), ("none.jsonl", "no file that ends in")],
)
def test_a_pattern_that_means_nothing_is_one_sentence(
    given: Path, pattern: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        input_files(str(given / "in" / pattern))


def test_a_mark_before_the_first_line_is_no_part_of_it(given: Path) -> None:
    (given / "in" / "a.jsonl").write_text("\ufeff" + json.dumps(ROWS[0]), encoding="utf-8")
    assert run(given, columns=COLUMNS).rejected == 0
