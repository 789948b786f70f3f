"""Votes in the short forms that interfaces print, and those that can't be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment, Votes
from analysis.ingest import ReadSummary
from analysis.ingest.values import count_of

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("1.2K", 1_200), ("1,2 K", 1_200), ("1,2 mil", 1_200), ("12 mil", 12_000),
        ("3,4 Tsd.", 3_400), ("3,4\u00a0Tsd", 3_400), ("1,2 тыс.", 1_200), ("2 tys.", 2_000),
        ("1,5 mila", 1_500), ("1,2 Mio.", 1_200_000), ("1,2 mi", 1_200_000), ("3 mln", 3_000_000),
        ("1.2万", 12_000), ("1.5만", 15_000), ("2.5천", 2_500), ("1,2 rb", 1_200),
    ],
)  # fmt: skip
def test_short_forms_are_counts(cell: str, count: int) -> None:
    assert count_of(cell) == count


@pytest.mark.parametrize(
    "cell",
    ["1.2 mil", "1,2 mil.", "1.2B", "1,2 B", "5 likes", "1K+", "1.250K", "many", "K", "3 kg"],
)
def test_near_miss_what_may_be_another_number_is_none(cell: str) -> None:
    assert count_of(cell) is None


def test_votes_that_can_not_be_read_are_told(read_file: Read) -> None:
    rows = "".join(f"{n},Comment number {n}.,{n}\n" for n in range(9))
    table = "id,text,likes\n" + rows + '10,Ten.,"1,2 mil"\n11,Eleven.,1.2 mil\n'
    comments, summary = read_file(table, "t.csv")
    assert [c.votes for c in comments[-2:]] == [Votes(up=1_200), None]
    assert "1 comment: its votes could not be read." in summary.notes


@pytest.mark.parametrize("empty", ["", "-", "\u2013", "\u2022", "null", "#N/A"])
def test_near_miss_no_votes_are_no_fault(read_file: Read, empty: str) -> None:
    rows = "".join(f"{n},Comment number {n}.,{n}\n" for n in range(9))
    comments, summary = read_file(f"id,text,likes\n{rows}10,Ten.,{empty}\n", "t.csv")
    assert comments[-1].votes is None
    assert not any("could not be read" in note for note in summary.notes)


def test_a_column_of_short_forms_holds_votes(read_file: Read) -> None:
    table = 'id,text,likes\n1,One.,"1,2 mil"\n2,Two.,"3,4 mil"\n'
    comments, _ = read_file(table, "t.csv")
    assert [c.votes for c in comments] == [Votes(up=1_200), Votes(up=3_400)]
