"""Shapes beside the plain list: several documents, broken ones, sheets, nested cells, paths."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ReadSummary
from analysis.ingest import ReadOptions, read
from analysis.ingest.json_repair import readable_part, several

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_ONE, _TWO = {"id": 1, "text": "One boat."}, {"id": 2, "text": "No boat.", "parent_id": 1}


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("between", ["\n", "", "\n\n", ",\n"])
def test_documents_one_after_the_other_are_read(read_file: Read, name: str, between: str) -> None:
    content = between.join(json.dumps(value, indent=1) for value in (_ONE, _TWO))
    comments, summary = read_file(content, name)
    assert [(c.id, c.parent_id) for c in comments] == [("1", None), ("2", "1")]
    assert summary.quarantined_count == 0


@pytest.mark.parametrize(
    "content",
    [json.dumps([_ONE, _TWO, _ONE])[:-20], json.dumps({"comments": [_ONE, _TWO, _ONE]})[:-20],
     json.dumps({"page": {"comments": [_ONE, _TWO]}}, indent=1)[:-6]],
)  # fmt: skip
def test_a_document_that_breaks_off_keeps_what_is_whole(read_file: Read, content: str) -> None:
    comments, summary = read_file(content, "a.json")
    assert [c.id for c in comments] == ["1", "2"]
    assert summary.quarantined_count == 1
    assert "ends early or is damaged" in summary.quarantined[0].reason
    assert summary.records == 3


def test_near_miss_a_document_without_a_whole_comment_is_refused(read_file: Read) -> None:
    with pytest.raises(BadInput, match="ends early or is damaged"):
        read_file('[{"id": 1, "text": "One bo', "a.json")


def test_near_miss_lines_with_a_broken_first_one_stay_lines(read_file: Read) -> None:
    content = '{"id": 0, "tags": [{"a": 1}, {"te\n' + json.dumps(_ONE) + "\n" + json.dumps(_TWO)
    comments, summary = read_file(content, "a.jsonl")
    assert [c.id for c in comments] == ["1", "2"]
    assert summary.quarantined[0].position == "line 1"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(max_size=4), _VALUES, max_size=3), min_size=1, max_size=5),
       st.integers(min_value=0, max_value=400))  # fmt: skip
def test_what_is_kept_of_a_cut_list_is_its_beginning(values: list[Any], cut: int) -> None:
    text = json.dumps(values)
    kept = readable_part(text[: min(cut, len(text) - 1)])
    assert kept is None or json.dumps(kept)[:-1] == text[: len(json.dumps(kept)) - 1] or (
        len(kept) <= len(values)
    )  # fmt: skip


@given(st.text(alphabet='{}[]",:\\ab1 \n', max_size=60))
def test_any_text_is_several_documents_or_none(text: str) -> None:
    values = several(text)
    assert values is None or all(isinstance(value, dict) for value in values)
    readable_part(text)


@pytest.mark.parametrize(("name", "mark"), [("a", ","), ("a.txt", ";"), ("a.input", "\t")])
def test_a_table_without_header_needs_no_name(read_file: Read, name: str, mark: str) -> None:
    content = f'1{mark}ann{mark}"One boat, late"\n2{mark}bo{mark}No boat\n'
    options: dict[str, Any] = {"header": False, "mapping": {"text": "3", "author": "2"}}
    comments, _ = read_file(content, name, **options)
    assert [(c.author, c.text) for c in comments] == [("ann", "One boat, late"), ("bo", "No boat")]


def test_the_sheet_with_the_comments_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Overview", "2024"])
    book.active.append(["boats", 2])
    sheet = book.create_sheet("Comments")
    for row in (["id", "author", "text"], ["1", "ann", "One boat."]):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    reading = read(path, options=ReadOptions())
    assert [c.text for piece in reading for c in piece.comments] == ["One boat."]
    assert any("'Comments'" in note for note in reading.summary.notes)


def test_replies_in_a_cell_are_comments(read_file: Read) -> None:
    cell = json.dumps([{"id": "2", "text": "No boat."}]).replace('"', '""')
    table = f'id,text,replies\n1,One boat.,"{cell}"\n3,Two boats.,[]\n4,Three boats.,2\n'
    comments, summary = read_file(table, "a.csv")
    assert [(c.id, c.parent_id) for c in comments] == [
        ("1", None), ("2", "1"), ("3", None), ("4", None)]  # fmt: skip
    assert summary.records == 4


def test_structs_and_lists_of_a_parquet_file_are_read(read_file: Read) -> None:
    rows = [{"id": "1", "author": {"name": "ann"}, "text": "One boat.",
             "replies": [{"id": "2", "author": {"name": "bo"}, "text": "No boat."}]}]  # fmt: skip
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    comments, _ = read_file(out.getvalue(), "a.parquet")
    assert [(c.id, c.parent_id, c.author) for c in comments] == [
        ("1", None, "ann"), ("2", "1", "bo")]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "parents"),
    [
        ("cid,text\nUg1,One.\nUg1.a,Two.\nUg2,Three.\n", [None, "Ug1", None]),
        ("path,text\n1,One.\n1.1,Two.\n1.1.1,Three.\n", [None, "1", "1.1"]),
        ("id,path,text\n11,0.11,One.\n12,0.11.12,Two.\n13,0.13,Three.\n", [None, "11", None]),
        ("id,path,text\n11,/11,One.\n12,/11/12,Two.\n13,/13,Three.\n", [None, "11", None]),
        # Near misses: versions, file names, a column for the parents.
        ("id,text\n1.5,One.\n2.5,Two.\n3.5,Three.\n", [None, None, None]),
        ("id,path,text\n1,a/x.png,One.\n2,a/y.png,Two.\n3,b/z.png,Three.\n", [None, None, None]),
        ("id,parent,text\nA,,One.\nA.b,,Two.\nC,A,Three.\n", [None, None, "A"]),
    ],
)  # fmt: skip
def test_parents_are_told_by_ids_and_paths(
    read_file: Read, table: str, parents: list[str | None]
) -> None:
    comments, summary = read_file(table, "a.csv")
    assert [c.parent_id for c in comments] == parents
    assumed = any("from the parts of" in sentence for sentence in summary.assumed)
    assert assumed is ("parent" not in table.split("\n")[0] and any(parents))


@pytest.mark.parametrize(
    ("before", "after"),
    [("window.YTD.tweets.part0 = ", ""), ("window.YTD.tweet.part0 = ", ";\n"),
     ("var comments=", ";"), ("const all_comments = ", "\n")],
)  # fmt: skip
def test_json_behind_a_scripts_assignment_is_read(read_file: Read, before: str, after: str) -> None:
    value = [
        {"tweet": {"id_str": "17", "full_text": "Cold.", "in_reply_to_user_id": "8",
                   "created_at": "Mon Mar 04 17:06:00 +0000 2024"}},
        {"tweet": {"id_str": "18", "full_text": "Hot.", "in_reply_to_status_id_str": "17",
                   "in_reply_to_user_id": "8", "created_at": "Mon Mar 04 17:07:00 +0000 2024"}},
    ]  # fmt: skip
    for indent in (None, 2):
        comments, _ = read_file(before + json.dumps(value, indent=indent) + after, "tweets.js")
        assert [(c.id, c.parent_id) for c in comments] == [("17", None), ("18", "17")]


def test_near_miss_other_scripts_are_no_json(read_file: Read) -> None:
    for content in ("window.open({});\n", "const f = (x) => [x];\nvar y = 2;\n"):
        with pytest.raises(BadInput):
            read_file(content, "tweets.js")


@pytest.mark.parametrize(("hidden", "told"), [((3,), "1 row is"), ((2, 4), "2 rows are"), ((), "")])
def test_hidden_rows_are_read_and_told(read_file: Read, hidden: tuple[int, ...], told: str) -> None:
    book = openpyxl.Workbook()
    for row in (["id", "text"], [1, "Cold."], [2, "Hot."], [3, "Dry."]):
        book.active.append(row)
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    packed = io.BytesIO()
    book.save(packed)
    comments, summary = read_file(packed.getvalue(), "a.xlsx")
    assert len(comments) == 3
    assert [note for note in summary.notes if "hidden" in note] == (
        [f"{told} hidden; read as well."] if told else []
    )


def test_marks_of_files_put_behind_each_other_cost_no_line(read_file: Read) -> None:
    lines = "".join(f"\ufeff{json.dumps(value)}\n" for value in (_ONE, _TWO))
    comments, summary = read_file(lines, "a.jsonl")
    assert [c.id for c in comments] == ["1", "2"]
    assert summary.quarantined_count == 0
