"""Columns of times that several readings fit: left out and told, or put together and told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]


def table(times: Sequence[str]) -> str:
    rows = (f"{n},Ann,The ferry number {n} was late.,{t}\n" for n, t in enumerate(times, start=1))
    return "id,author,text,date\n" + "".join(rows)


def shown(comments: Sequence[Comment]) -> list[str | None]:
    return [c.created_at.strftime("%Y-%m-%d %H:%M") if c.created_at else None for c in comments]


def report(summary: ReadSummary) -> str:
    return " ".join((*summary.assumed, *summary.notes))


@pytest.mark.parametrize(
    ("times", "expected", "remark"),
    [
        (["2024030410", "2024030422"], ["2024-03-04 10:00", "2024-03-04 22:00"], "ten digits"),
        (["1709547300", "2024030422"], ["2024-03-04 10:15", "2034-02-20 06:40"], "future"),
        (["1.70955E+12", "1.70964E+12"], [None, None], "2 comments: the time is a rounded number"),
        (["1.7095473E9", "1.709547301E9"], ["2024-03-04 10:15", "2024-03-04 10:15"], ""),
        (["2024-03-04 10:15 CST", "2024-03-04 10:15 UTC"],
         ["2024-03-04 10:15", "2024-03-04 10:15"], "CST in 'date' is read as American Central"),
        (["Mon Mar 04 10:15:00 IST 2024"], [None], "zone IST are left out: India, Ireland"),
        (["Mon Mar 04 10:15:00 BST 2024"], ["2024-03-04 10:15"], "BST in 'date' is read as Brit"),
    ],
)  # fmt: skip
def test_a_column_decides_and_is_told(
    read_file: Read, times: list[str], expected: list[str | None], remark: str
) -> None:
    comments, summary = read_file(table(times), "a.csv")
    assert shown(comments) == expected
    assert remark in report(summary)
    if not remark:
        assert summary.assumed == ()


@pytest.mark.parametrize("times", [["Mon Mar 04 2024 10:15:00 GMT+0530 (IST)"], ["1709547300"]])
def test_an_offset_or_plain_seconds_leave_no_doubt(read_file: Read, times: list[str]) -> None:
    assert read_file(table(times), "a.csv")[1].assumed == ()
