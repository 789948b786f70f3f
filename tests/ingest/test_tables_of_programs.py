"""What programs leave in tables: words for nothing, depths, double headers, escaped quotes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]


def _table(*rows: str) -> str:
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("word", ["nan", "NaN", "NULL", "\\N", "<NA>"])
def test_what_only_programs_write_for_an_empty_text_is_empty(read_file: Read, word: str) -> None:
    table = _table("id,parent_id,text", "1,,The clay is wet.", f"2,,{word}", f"3,1,{word}",
                   "4,3,What did it say?")  # fmt: skip
    comments, summary = read_file(table, "t.csv")
    assert [(c.id, c.text) for c in comments] == [
        ("1", "The clay is wet."), ("3", ""), ("4", "What did it say?")
    ]  # fmt: skip
    assert [aside.reason for aside in summary.quarantined] == ["its text is empty"]
    assert any(repr(word) in note for note in summary.notes)


def test_what_people_say_too_is_empty_where_another_column_has_it(read_file: Read) -> None:
    table = _table("id,author,text", "1,ada,Cold clay.", "2,None,Wet clay.", "3,ben,None")
    comments, _ = read_file(table, "t.csv")
    assert [comment.text for comment in comments] == ["Cold clay.", "Wet clay."]


def test_near_miss_a_word_that_somebody_said(read_file: Read) -> None:
    table = _table("id,author,text", "1,ada,How many kilns?", "2,ben,None", "3,cai,null and void")
    comments, summary = read_file(table, "t.csv")
    assert [comment.text for comment in comments] == ["How many kilns?", "None", "null and void"]
    assert any("'None'" in note for note in summary.notes)


DEEP = _table("id,depth,text", "1,0,Cold clay.", "2,1,Wet clay.", "3,2,Dry clay.",
              "4,1,Old clay.", "5,0,New clay.", "6,1,My clay.")  # fmt: skip


def test_depths_in_the_order_of_the_discussion_give_the_parents(read_file: Read) -> None:
    comments, summary = read_file(DEEP, "t.csv")
    assert [c.parent_id for c in comments] == [None, "1", "2", "1", None, "5"]
    assert any("'depth'" in sentence for sentence in summary.assumed)


def test_depths_count_from_one_too(read_file: Read) -> None:
    table = DEEP.replace(",2,", ",3,").replace(",1,", ",2,").replace(",0,", ",1,")
    comments, _ = read_file(table, "t.csv")
    assert [c.parent_id for c in comments] == [None, "1", "2", "1", None, "5"]


@pytest.mark.parametrize(
    "rows",
    [
        ("1,0,2024-01-01,Cold clay.", "2,2,2024-01-02,Wet clay.", "3,1,2024-01-03,Dry clay."),
        ("1,0,2024-01-01,Cold clay.", "2,0,2024-01-02,Wet clay.", "3,1,2024-01-03,Dry clay."),
        ("1,0,2024-01-03,Cold clay.", "2,1,2024-01-02,Wet clay.", "3,0,2024-01-01,Dry clay."),
    ],
    ids=["a level is skipped", "ordered by time", "newest first"],
)
def test_near_miss_depths_in_another_order_are_not_used_which_is_told(
    read_file: Read, rows: tuple[str, ...]
) -> None:
    comments, summary = read_file(_table("id,depth,date,text", *rows), "t.csv")
    assert [comment.parent_id for comment in comments] == [None] * 3
    assert any("'depth' was not read" in note for note in summary.notes)


def test_the_first_comment_above_is_told_with_the_way_to_take_it(read_file: Read) -> None:
    table = _table("id,root_comment_id,text", "1,,Cold clay.", "2,1,Wet clay.")
    comments, summary = read_file(table, "t.csv")
    assert [comment.parent_id for comment in comments] == [None, None]
    assert any("--map parent_id=root_comment_id" in note for note in summary.notes)
    comments, _ = read_file(table, "t.csv", mapping={"parent_id": "root_comment_id"})
    assert [comment.parent_id for comment in comments] == [None, "1"]


def test_ids_that_go_on_with_a_dash_name_what_they_answer(read_file: Read) -> None:
    table = _table("#,Name,Comment", "1,Ada,Cold clay.", "1-1,Ben,Wet clay.", "2,Cai,Dry clay.")
    comments, _ = read_file(table, "t.csv")
    assert [c.parent_id for c in comments] == [None, "1", None]


def test_near_miss_ids_with_a_dash_that_go_on_from_nothing(read_file: Read) -> None:
    table = _table("id,text", "a-1,Cold clay.", "a-2,Wet clay.", "b-1,Dry clay.")
    comments, _ = read_file(table, "t.csv")
    assert [c.parent_id for c in comments] == [None] * 3


def test_a_table_without_a_header_is_refused_with_the_way_out(read_file: Read) -> None:
    table = _table("k1,t3_p,uma,Cold clay here,1538889971", "k2,t3_p,vic,Wet clay here,1538889972")
    with pytest.raises(BadInput, match="--no-header"):
        read_file(table, "t.csv")


def test_of_two_columns_of_one_name_the_first_is_read_and_the_other_told(read_file: Read) -> None:
    table = _table("id,text,author,author", "1,Cold clay.,ada,town", "2,Wet clay.,ben,hill")
    comments, summary = read_file(table, "t.csv")
    assert [comment.author for comment in comments] == ["ada", "ben"]
    assert any("'author'" in sentence for sentence in summary.assumed)
    assert "author.2" in [use.column for use in summary.columns]


def test_quotation_marks_behind_backslashes_end_no_cell(read_file: Read) -> None:
    table = _table("id,text,author", '1,"She said \\"cold\\", really",ada', '2,"Wet, too",ben')
    comments, summary = read_file(table, "t.csv")
    assert [c.text for c in comments] == ['She said "cold", really', "Wet, too"]
    assert any("backslash" in note for note in summary.notes)


def test_near_miss_a_backslash_at_the_end_of_a_cell(read_file: Read) -> None:
    table = _table("id,text,author", '1,"C:\\",ada', '2,"He said ""wet"", too",ben')
    comments, _ = read_file(table, "t.csv")
    assert [c.text for c in comments] == ["C:\\", 'He said "wet", too']


def test_long_dotted_names_are_shown_and_the_typed_text_is_taken(read_file: Read) -> None:
    at = "snippet.topLevelComment.snippet"
    table = _table(f"id,{at}.textDisplay,{at}.textOriginal", "1,It&#39;s wet clay,It's wet clay",
                   "2,Dry clay here,Dry clay here")  # fmt: skip
    comments, summary = read_file(table, "t.csv")
    assert comments[0].text == "It's wet clay"
    assert any(f"{at}.textOriginal" == use.column for use in summary.columns)
