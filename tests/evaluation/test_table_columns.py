"""What a table had comes out as it was, whatever shape its rows have, and bad ones are refused."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_score_table import NAMES, Counts, rows_scorer, table

from analysis.domain.errors import BadInput
from analysis.evaluation.row_scores import NOTE
from analysis.evaluation.score_table import Columns, Scored, score_table
from analysis.evaluation.table_files import column_names, read_rows
from analysis.output_file import OutputFile

SCORES = (*NAMES, NOTE)


def score(data: Path, out: Path, counts: Counts | None = None, **changed: Any) -> Scored:
    given = {"columns": Columns("text"), "part_rows": 2, **changed}
    pipeline = rows_scorer(counts or Counts())
    return score_table(
        data, OutputFile(out, overwrite=True), pipeline=pipeline, names=NAMES, **given
    )


def own(out: Path) -> list[dict[str, Any]]:
    """The rows without the added columns."""
    return [{k: v for k, v in row.items() if k not in SCORES} for row in read_rows(out)]


RAGGED = [
    {"id": 1, "text": "a"},
    {"text": "b", "id": 2},
    {"text": "c", "more": "x"},
    {"id": 4, "text": "d", "more": None},
]


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("csv", [("1", "a", ""), ("2", "b", ""), ("", "c", "x"), ("4", "d", "")]),
        ("tsv", [("1", "a", ""), ("2", "b", ""), ("", "c", "x"), ("4", "d", "")]),
        ("parquet", [(1, "a", None), (2, "b", None), (None, "c", "x"), (4, "d", None)]),
    ],
)
def test_lines_with_other_keys_keep_each_value_in_its_column(
    tmp_path: Path, ending: str, expected: list[tuple[Any, ...]]
) -> None:
    out = tmp_path / f"out.{ending}"
    score(table(tmp_path, RAGGED, "in.jsonl"), out)
    assert [(r["id"], r["text"], r["more"]) for r in read_rows(out)] == expected
    assert column_names(out) == ["id", "text", "more", *SCORES]
    assert [round(float(row["possible_hostility"]), 1) for row in read_rows(out)] == [0.0] * 4


def test_lines_with_other_keys_stay_as_they_are_in_json(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    score(table(tmp_path, RAGGED, "in.jsonl"), out)
    assert own(out) == RAGGED


def test_a_column_that_only_a_later_line_has_may_be_named(tmp_path: Path) -> None:
    rows = [{"id": 1}, {"text": "a"}]
    assert score(table(tmp_path, rows, "in.jsonl"), tmp_path / "out.csv").rows == 2
    with pytest.raises(BadInput, match="no column 'txt'; did you mean 'text'"):
        score(tmp_path / "in.jsonl", tmp_path / "out.csv", columns=Columns("txt"))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (1e-9, "1e-09"),
        (1764554445.1234567, "1764554445.1234567"),
        (0.5, "0.5"),
        (7, "7"),
        (True, "true"),
        (date(2024, 1, 2), "2024-01-02"),
        (["a", "b"], '["a", "b"]'),
        ({"a": 1}, '{"a": 1}'),
        ("0.1234567", "0.1234567"),
        (None, ""),
    ],
)
def test_a_cell_of_csv_is_what_the_table_had(tmp_path: Path, value: Any, cell: str) -> None:
    data, out = tmp_path / "in.parquet", tmp_path / "out.csv"
    pq.write_table(pa.table({"text": ["well!"], "x": [value]}), data)
    score(data, out)
    (row,) = read_rows(out)
    assert (row["x"], row["possible_hostility"]) == (cell, "0.100000")


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, None], pa.int32()),
        pa.array([2**63 + 1, 0], pa.uint64()),
        pa.array([1704164645123456789, None], pa.timestamp("ns")),
        pa.array(["a", None], pa.dictionary(pa.int32(), pa.string())),
        pa.array([None, None], pa.string()),
        pa.array([[1], []], pa.list_(pa.int16())),
    ],
    ids=lambda column: str(column.type),
)
def test_a_column_of_parquet_keeps_its_type_and_values(tmp_path: Path, column: Any) -> None:
    data, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"text": ["a", "b"], "x": column}), data)
    score(data, out, part_rows=1)
    written = pq.read_table(out)["x"].combine_chunks()
    assert written.type == pq.read_table(data)["x"].type
    assert written.to_pylist() == column.to_pylist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 0.5], [1.0, 2.0, 0.5]),
        ([None, None, "x"], [None, None, "x"]),
        ([[], [], ["a"]],) * 2,
    ],
)
def test_values_that_fit_together_become_one_column(
    tmp_path: Path, values: list[Any], expected: list[Any]
) -> None:
    data = table(tmp_path, [{"text": "a", "x": value} for value in values], "in.jsonl")
    score(data, tmp_path / "out.parquet")
    assert [row["x"] for row in read_rows(tmp_path / "out.parquet")] == expected


@pytest.mark.parametrize("values", [[1, "x", 2], [1, 2, "x"], [2**70, 1, 2], [{"a": 1}, 3, 3]])
def test_values_that_do_not_are_told_before_anything_is_scored(
    tmp_path: Path, values: list[Any]
) -> None:
    data, counts = tmp_path / "in.jsonl", Counts()
    table(tmp_path, [{"text": "a", "x": value} for value in values], "in.jsonl")
    with pytest.raises(BadInput, match=r"column 'x' has values that Parquet can't hold"):
        score(data, tmp_path / "out.parquet", counts)
    assert counts.rows == 0
    assert score(data, tmp_path / "out.jsonl").rows == 3


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("id,text,note,note", ["id", "text", "note", "note (2)"]),
        ("id,text,,", ["id", "text", "", " (2)"]),
        ("text,a,a (2),a", ["text", "a", "a (2)", "a (3)"]),
        ("a,text,b,c", ["a", "text", "b", "c"]),
    ],
)
def test_no_column_is_lost_to_another_of_its_name(
    tmp_path: Path, header: str, names: list[str]
) -> None:
    data, out = tmp_path / "in.csv", tmp_path / "out.csv"
    data.write_text(f"{header}\n1,well,x,y\n", encoding="utf-8")
    score(data, out)
    with out.open(encoding="utf-8", newline="") as file:
        first, second = csv.reader(file)
    assert first == [*names, *SCORES]
    assert second[:4] == ["1", "well", "x", "y"]
    pq.write_table(
        pa.Table.from_arrays([pa.array(["a"])] * 4, header.split(",")),
        out := tmp_path / "p.parquet",
    )
    assert column_names(out) == list(next(read_rows(out))) == names


def test_scored_again_and_again_nothing_is_overwritten(tmp_path: Path) -> None:
    data = table(tmp_path, [{"text": "well!"}])
    for number in range(3):
        score(data, tmp_path / f"{number}.csv")
        data = tmp_path / f"{number}.csv"
    names = column_names(data)
    assert len(set(names)) == len(names) == 1 + 3 * len(SCORES)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"text": "\xff"}\n', "in.jsonl: not UTF-8"),
        (b'{"text": "a"}\n[1]\n', "line 2: not JSON; expected an object"),
        (b'{"text": "a"}\n' + b"[" * 100_000, "line 2: not JSON"),
        (b'{"text": ' + b"1" * 5_000 + b"}\n", "line 1: not JSON"),
        (b"", "no rows"),
    ],
    ids=["latin", "list", "brackets", "digits", "empty"],
)
def test_lines_that_are_none_get_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "in.jsonl").write_bytes(content)
    with pytest.raises(BadInput, match=sentence):
        score(tmp_path / "in.jsonl", tmp_path / "out.csv")


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
def test_a_mark_before_the_first_line_is_no_part_of_it(tmp_path: Path, ending: str) -> None:
    data = tmp_path / "in.jsonl"
    data.write_text("\ufeff" + json.dumps({"text": "a"}) + "\n", encoding="utf-8")
    score(data, tmp_path / f"out.{ending}")
    assert own(tmp_path / f"out.{ending}") == [{"text": "a"}]


@pytest.mark.parametrize(
    ("ending", "kept"),
    [("jsonl", "cut \ud83d"), ("csv", "cut \ufffd"), ("parquet", "cut \ufffd")],
)
def test_half_of_a_character_keeps_no_table_from_being_scored(
    tmp_path: Path, ending: str, kept: str
) -> None:
    data = table(tmp_path, [{"text": "cut \ud83d"}, {"text": "whole 😀"}], "in.jsonl")
    out = tmp_path / f"out.{ending}"
    score(data, out)
    assert [row["text"] for row in read_rows(out)] == [kept, "whole 😀"]


def _stopped(data: Path, out: Path, **changed: Any) -> None:
    class Stops(Counts):
        def score(self, batch: Any) -> Any:
            if self.rows >= 2:
                raise KeyboardInterrupt
            return super().score(batch)

    with pytest.raises(KeyboardInterrupt):
        score(data, out, Stops(), **changed)


@pytest.mark.parametrize(
    ("then", "earlier"),
    [
        (Columns("text", parent="other"), 2),
        (Columns("text", article="other"), 0),
        (Columns("text"), 0),
        (Columns("text", parent="other", article="other"), 0),
    ],
)
def test_parts_that_read_a_column_as_something_else_are_not_used(
    tmp_path: Path, then: Columns, earlier: int
) -> None:
    data = table(tmp_path, [{"text": f"a{n}", "other": "b"} for n in range(4)])
    _stopped(data, tmp_path / "out.csv", columns=Columns("text", parent="other"))
    assert score(data, tmp_path / "out.csv", columns=then).earlier == earlier


def test_rows_without_an_answer_are_counted_in_finished_parts_too(tmp_path: Path) -> None:
    texts = ("das nicht", "well", "das nicht", "das nicht", "well", "well")
    data = table(tmp_path, [{"text": text} for text in texts])
    out = tmp_path / "out.csv"

    def stop(done: int, _total: int | None) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(data, out, progress=stop)
    assert score(data, out) == Scored(6, 4, 3)
