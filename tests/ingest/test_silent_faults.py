"""What used to come in wrong without a word: columns, ids, times, threads, placeholders."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.comment import Comment, Votes
from analysis.domain.errors import BadInput
from analysis.ingest import ReadOptions, ReadSummary, read
from analysis.ingest.dates import looks_like_time, parse_time
from analysis.ingest.formats.chains import Chains
from analysis.ingest.number_times import OutOfRange
from analysis.ingest.time_readings import TimeReading
from analysis.ingest.values import count_of, plain_id


@pytest.fixture
def read_file(tmp_path: Path) -> Any:
    def reading(
        content: str | bytes, name: str, **options: Any
    ) -> tuple[list[Comment], ReadSummary]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        result = read(path, options=ReadOptions(**options))
        comments = [comment for piece in result for comment in piece.comments]
        return comments, result.summary

    return reading


def columns_of(report: ReadSummary) -> dict[str, str]:
    return {use.field: use.column for use in report.columns if use.field}


def test_a_nameless_index_column_is_nobodys_field(read_file: Any) -> None:
    comments, report = read_file(",comment,author\n0,Shut.,ann\n250000,Open.,ben\n", "a.csv")
    assert [c.created_at for c in comments] == [None, None]
    assert set(columns_of(report)) == {"text", "author"}
    assert not any("time" in note for note in report.notes)


@pytest.mark.parametrize("small", ["0", "17", "2024", "45000", "99999999"])
def test_a_small_number_is_no_time(small: str) -> None:
    assert parse_time(small) is None
    assert not looks_like_time(small)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("comment_author_name", "author"), ("userDisplayName", "author"),
        ("authorDisplayName", "author"), ("CreationDate", "created_at"),
        ("comment_posted_time", "created_at"), ("in_reply_to_id", "parent_id"),
        ("Comment Parent", "parent_id"), ("recommendations", "up"), ("TotalVotes", "score"),
        ("snippet.likeCount", "up"), ("Video ID", "thread_id"), ("PostId", "thread_id"),
    ],
)  # fmt: skip
def test_columns_are_found_by_the_names_that_exports_use(
    read_file: Any, header: str, field: str
) -> None:
    value = {"created_at": "2024-01-01", "up": "3", "score": "3", "parent_id": "1"}.get(field, "b")
    _, report = read_file(f"Id,Text,{header}\n1,One two.,{value}\n2,Three.,{value}\n", "a.csv")
    assert columns_of(report)[field] == header


@pytest.mark.parametrize(
    ("header", "values"),
    [("date", ["12", "15"]), ("likes", ["many", "few"]), ("created", ["yes", "no"])],
)
def test_a_name_alone_makes_no_field(read_file: Any, header: str, values: list[str]) -> None:
    rows = "".join(f"{n},Words {n}.,{v}\n" for n, v in enumerate(values))
    _, report = read_file(f"id,text,{header}\n" + rows, "a.csv")
    assert header in [use.column for use in report.columns if use.field is None]


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("t1_abc", "abc"), ("abc", "abc"), ("22022598.0", "22022598"), (22022598.0, "22022598"),
        (" 7 ", "7"), ("", None), ("nan", None), ("\\N", None), (None, None), ("t3_abc", "t3_abc"),
        ("1.5", "1.5"), ("a.0", "a.0"),
    ],
)  # fmt: skip
def test_ids_have_one_form(given: Any, plain: str | None) -> None:
    assert plain_id(given) == plain


@pytest.mark.parametrize("root", ["", "0", "0.0", "-1", "root", "null", "t3_p", "T"])
def test_what_stands_for_no_parent(read_file: Any, root: str) -> None:
    comments, report = read_file(f"id,parent_id,thread,text\n5,{root},T,One.\n", "a.csv")
    assert comments[0].parent_id is None
    assert report.answers == 0


@pytest.mark.parametrize(
    "form", ["{}", "t1_{}", "{}.0", "https://x.example/comments/{}", "comment-{}", "#comment-{}"]
)
def test_parents_in_other_forms_than_ids_are_found(read_file: Any, form: str) -> None:
    rows = "".join(f"{n},{form.format(n - 1) if n > 101 else ''},Words.\n" for n in range(101, 105))
    comments, report = read_file("id,parent_id,text\n" + rows, "a.csv")
    assert [c.parent_id for c in comments] == [None, "101", "102", "103"]
    assert (report.answers, report.resolved) == (3, 3)


def test_an_index_from_zero_keeps_its_first_comment(read_file: Any) -> None:
    comments, _ = read_file("id,parent_id,text\n0,,One.\n1,0,Two.\n2,,Three.\n", "a.csv")
    assert [c.parent_id for c in comments] == [None, "0", None]


def test_the_share_of_parents_that_are_there_is_told(read_file: Any) -> None:
    _, report = read_file("id,parent_id,text\n1,,One.\n2,1,Two.\n3,gone,Three.\n", "a.csv")
    assert (report.answers, report.resolved) == (2, 1)


def test_rings_are_told_and_hang_nothing(read_file: Any) -> None:
    rows = "a,b\nb,a\nc,c\nd,a\n".replace("\n", ",Words.\n")
    comments, report = read_file("id,parent_id,text\n" + rows, "a.csv")
    assert [c.parent_id for c in comments] == [None, None, None, "a"]
    assert any(note.startswith("3 comments answer themselves") for note in report.notes)


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefgh"), max_size=6))
def test_every_chain_of_parents_ends(parents: dict[str, str]) -> None:
    chains = Chains(dict(parents))
    for start in "abcdefgh":
        assert chains.top(start) == chains.top(chains.top(start))


def test_an_id_that_occurs_twice_answers_not_itself(read_file: Any) -> None:
    table = "id,author,text,parent_id\n1,Kim,One.,1\n1,Kim,Two.,9\n2,Lou,Three.,1\n"
    comments, _ = read_file(table, "a.csv")
    assert next(c.parent_id for c in comments if c.id == "1") is None


def test_two_authors_under_one_id_are_no_edit(read_file: Any) -> None:
    rows = "g,ann,First.\ng,ben,Second.\ng,ann,First and more.\n"
    comments, report = read_file("id,author,text\n" + rows, "a.csv")
    assert [c.text for c in comments] == ["First.", "First and more."]
    assert report.conflicting == 1
    assert report.records == 3


def test_an_empty_text_that_somebody_answers_keeps_its_place(read_file: Any) -> None:
    comments, report = read_file("id,parent_id,text\n1,,\n2,1,Why?\n3,,\n", "a.csv")
    assert [(c.id, c.text) for c in comments] == [("1", ""), ("2", "Why?")]
    assert (report.placeholders, report.quarantined_count) == (1, 1)


MOMENT = datetime(2024, 3, 4, 17, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-04T17:06:00Z", "2024-03-04 17:06:00+00", "20240304T170600Z",
        "2024-03-04 17:06 UTC",
        "Mon, 04 Mar 2024 17:06:00 +0000", "2024-03-04T12:06:00 -05:00", "2024-03-04 12:06:00 EST",
        "Mon Mar 04 17:06:00 +0000 2024", "1709571960", "1709571960000", "1709571960000000",
        "1709571960000000000", "2024-03-04 18:06 Europe/Berlin", "2024-03-04T17:06:00.0000000Z",
    ],
)  # fmt: skip
def test_one_moment_in_many_forms(written: str) -> None:
    assert parse_time(written) == MOMENT


@pytest.mark.parametrize(
    "written",
    [
        "March 4, 2024 5:06 PM", "4 March 2024 17:06", "Mar 4, 2024 at 5:06 pm",
        "March 4th, 2024, 5:06 p.m.", "Monday, March 4, 2024 5:06 PM",
    ],
)  # fmt: skip
def test_months_by_name(written: str) -> None:
    assert parse_time(written) == MOMENT.replace(tzinfo=None)


@pytest.mark.parametrize("written", ["0000-01-01", "12024-01-01T00:00:00", "9" * 22])
def test_years_that_no_calendar_here_has(written: str) -> None:
    with pytest.raises(OutOfRange):
        parse_time(written)


def test_the_order_of_day_and_month_is_the_columns(read_file: Any) -> None:
    rows = "1,One.,03/04/2024\n2,Two.,25/12/2024\n"
    comments, report = read_file("id,text,date\n" + rows, "a.csv")
    assert [c.created_at.date().isoformat() for c in comments] == ["2024-04-03", "2024-12-25"]
    assert "day-first" in " ".join(report.assumed)
    american = "1,One.,03/04/2024\n2,Two.,12/25/2024\n"
    comments, _ = read_file("id,text,date\n" + american, "b.csv")
    assert comments[0].created_at.date().isoformat() == "2024-03-04"


def test_a_tie_is_asked_and_not_guessed(read_file: Any) -> None:
    rows = "id,text,date\n1,One.,03/04/2024\n"
    comments, report = read_file(rows, "a.csv")
    assert comments[0].created_at is None
    assert "--dates" in " ".join(report.assumed)
    with pytest.raises(BadInput, match="without assuming"):
        read_file(rows, "a.csv", strict=True)
    comments, _ = read_file(rows, "a.csv", dates="day-first")
    assert comments[0].created_at.date().isoformat() == "2024-04-03"


@given(st.datetimes(min_value=datetime(1980, 1, 1), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001
def test_times_come_back_from_their_common_forms(moment: datetime) -> None:
    exact = moment.replace(microsecond=0)
    for order, form in (("day-first", "%d/%m/%Y %H:%M:%S"), ("month-first", "%m/%d/%Y %H:%M:%S")):
        assert parse_time(exact.strftime(form), TimeReading(order)) == exact
    assert parse_time(exact.isoformat()) == exact
    assert parse_time(str(int(exact.replace(tzinfo=UTC).timestamp()))) == exact.replace(tzinfo=UTC)


@given(st.text(max_size=40))
def test_any_cell_is_read_or_left(cell: str) -> None:
    count_of(cell)
    plain_id(cell)
    with contextlib.suppress(OutOfRange):
        parse_time(cell, TimeReading("day-first", excel=True))


@pytest.mark.parametrize(
    ("cell", "count"),
    [("1.2K", 1200), ("3M", 3_000_000), ("1,204", 1204), ("−4", -4), ("12.0", 12), ("-3", -3),
     ("1.5", None), ("many", None), ("5 likes", None), (True, None), (2.0, 2)],
)  # fmt: skip
def test_counts_in_their_variants(cell: Any, count: int | None) -> None:
    assert count_of(cell) == count


def test_nested_replies_are_comments_with_their_parent(read_file: Any) -> None:
    value = [{"id": 1, "text": "One.", "replies": [
        {"id": 2, "text": "Two.", "replies": [{"id": 3, "text": "Three."}]}]},
        {"id": 4, "text": "Four."}]  # fmt: skip
    expected = [("1", None), ("2", "1"), ("3", "2"), ("4", None)]
    comments, report = read_file(json.dumps(value), "a.json")
    assert report.format == "json"
    assert [(c.id, c.parent_id) for c in comments] == expected
    comments, _ = read_file("".join(json.dumps(v) + "\n" for v in value), "a.jsonl")
    assert [(c.id, c.parent_id) for c in comments] == expected


def test_a_document_with_several_lists_names_them(read_file: Any) -> None:
    value = {"a": [{"text": "One."}], "b": [{"text": "Two."}]}
    with pytest.raises(BadInput, match=r"2 lists of objects \('a', 'b'\)"):
        read_file(json.dumps(value), "a.json")


def test_cells_that_hold_json_are_refused_by_name(read_file: Any) -> None:
    with pytest.raises(BadInput, match=r"cells of 'comment'.*hold JSON"):
        read_file('id,comment\n1,"{""body"": ""One.""}"\n', "a.csv")


def test_votes_in_short_form_and_a_platforms_status_are_kept(read_file: Any) -> None:
    comments, _ = read_file("id,text,likes,status\n1,One.,1.2K,approved\n", "a.csv")
    assert comments[0].votes == Votes(up=1200)
    assert comments[0].platform_status == "approved"


def test_addresses_are_dropped_and_told(read_file: Any) -> None:
    comments, report = read_file("id,text,author_email,ip\n1,One.,a@x.example,192.0.2.9\n", "a.csv")
    assert set(comments[0].raw) == {"id"}
    assert [u.column for u in report.columns if u.field == "dropped"] == ["author_email", "ip"]


def test_times_of_1970_and_of_the_future_are_told(read_file: Any) -> None:
    table = "id,text,date\n1,Cold.,1970-01-02\n2,Hot.,2399-04-25\n3,Dry.,2024-01-01\n"
    _, summary = read_file(table, "a.csv")
    assert "1 comment: the time of writing lies in 1970 or before." in summary.notes
    assert "1 comment: the time of writing lies in the future." in summary.notes


@pytest.mark.parametrize(
    "nothing",
    ["0000-00-00 00:00:00", "0000-00-00", "-0001-11-30T00:00:00+00:00", "12024-01-01T00:00:00",
     "0001-01-01T00:00:00", "1753-01-01 00:00:00.000", "1900-01-01", "1970-01-01T01:00:00+01:00",
     "1970-01-01T00:00:00.000Z", "9999-12-31 23:59:59", "9999-12-31T23:59:59.9999999"],
)  # fmt: skip
def test_a_time_that_stands_for_none_costs_no_comment(read_file: Any, nothing: str) -> None:
    table = f"id,text,date\n1,Cold.,{nothing}\n2,Hot.,2024-01-01\n"
    comments, summary = read_file(table, "a.csv")
    assert [c.id for c in comments] == ["1", "2"]
    assert [c.created_at is None for c in comments] == [True, False]
    assert any(note.startswith("1 comment: the time ") for note in summary.notes)


@pytest.mark.parametrize(
    "old", ["1900-01-02", "1753-01-01 10:00", "1970-01-01 00:00:01", "1969-12-31", "9999-12-30"]
)
def test_near_miss_other_old_and_late_times_are_kept_and_told(read_file: Any, old: str) -> None:
    comments, summary = read_file(f"id,text,date\n1,Cold.,{old}\n2,Hot.,2024-01-01\n", "a.csv")
    assert all(c.created_at is not None for c in comments)
    assert any("the time of writing lies in" in note for note in summary.notes)
