"""Columns of times that several readings fit: left out and told, or put together and told."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

import openpyxl
import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]


def table(times: Sequence[str]) -> str:
    rows = (f"{n},Ann,The ferry number {n} was late.,{t}\n" for n, t in enumerate(times, start=1))
    return "id,author,text,date\n" + "".join(rows)


def sheet(*rows: Sequence[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def shown(comments: Sequence[Comment]) -> list[str | None]:
    return [c.created_at.strftime("%Y-%m-%d %H:%M") if c.created_at else None for c in comments]


def report(summary: ReadSummary) -> str:
    return " ".join((*summary.assumed, *summary.notes))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


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


@pytest.mark.parametrize(
    "times",
    [
        ["24/01/05 10:15", "24/02/11 11:15", "24/03/04 22:10"], ["24.01.05", "24.02.11"],
        ["24-03-04", "24-03-05", "24-03-06"], ["24/12/23"], ["11/03/04", "11/03/05"],
    ],
)  # fmt: skip
def test_two_digits_that_may_be_a_year_or_a_day_are_asked(
    read_file: Read, times: list[str]
) -> None:
    comments, summary = read_file(table(times), "a.csv")
    assert shown(comments) == [None] * len(times)
    assert "may be year-first" in report(summary)
    by_year, _ = read_file(table(times), "a.csv", dates="year-first")
    parts = times[0].split()[0].replace("/", "-").replace(".", "-")
    assert (shown(by_year)[0] or "").startswith(f"20{parts}")
    by_day, _ = read_file(table(times), "a.csv", dates="day-first")
    assert None not in shown(by_day)


@pytest.mark.parametrize(
    ("times", "first"),
    [
        (["13/03/24 10:15", "14/03/24", "15/03/24"], "2024-03-13 10:15"),
        (["13.03.24", "13.03.24"], "2024-03-13 00:00"), (["24.12.23"], "2023-12-24 00:00"),
        (["3/13/24", "3/14/24"], "2024-03-13 00:00"),
        (["04/03/24", "25/03/24"], "2024-03-04 00:00"),
        (["24/03/24"], "2024-03-24 00:00"), (["31/01/05", "24/01/06"], "2005-01-31 00:00"),
        (["24/01/2005", "24/02/2011"], "2005-01-24 00:00"),
        (["24/01/05", "24/01/31"], "2024-01-05 00:00"),
        (["98/05/20", "98/05/31"], "1998-05-20 00:00"),
    ],
)  # fmt: skip
def test_a_plain_order_needs_no_question(read_file: Read, times: list[str], first: str) -> None:
    comments, summary = read_file(table(times), "a.csv")
    assert shown(comments)[0] == first
    assert "may be" not in report(summary)


HEADER = ("id", "author", "date", "text")
SWAPPED = [at("2024-04-03 10:15"), at("2024-12-03 10:20"), at("2024-03-03 09:00")]


def mixed(*times: Any) -> bytes:
    rows = [(n, "Ann", t, f"The ferry number {n} was late.") for n, t in enumerate(times, start=1)]
    return sheet(HEADER, *rows)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["13/03/2024 22:15", "28/03/2024 22:15"], "day-first"),
        (["13.03.2024 22:15"], "day-first"),
        (["3/13/2024 22:15"], "month-first"),
    ],
)  # fmt: skip
def test_dates_that_a_spreadsheet_swapped_are_left_out_and_told(
    read_file: Read, texts: list[str], order: str
) -> None:
    comments, summary = read_file(mixed(*SWAPPED, *texts), "a.xlsx")
    assert shown(comments)[:4] == [None, None, "2024-03-03 09:00", "2024-03-13 22:15"]
    assert f"left out until --dates {order}" in report(summary)
    comments, summary = read_file(mixed(*SWAPPED, *texts), "a.xlsx", dates=order)
    assert shown(comments)[:2] == ["2024-03-04 10:15", "2024-03-12 10:20"]
    assert "swapped back" in report(summary)


def test_swapped_dates_in_text_are_left_out_too(read_file: Read) -> None:
    comments, _ = read_file(table(["2024-04-03 10:15", "13/03/2024 22:15"]), "a.csv")
    assert shown(comments) == [None, "2024-03-13 22:15"]


@pytest.mark.parametrize(
    "times",
    [
        [at("2024-04-03 10:15"), at("2024-03-13 10:15"), "28/03/2024 22:15"],
        [at("2024-04-03 10:15"), "04/03/2024 22:15", "28/03/2024 22:15"],
        [at("2024-04-03 10:15"), at("2024-04-04 10:15")],
    ],
)  # fmt: skip
def test_dates_that_may_be_right_stay(read_file: Read, times: list[Any]) -> None:
    comments, summary = read_file(mixed(*times), "a.xlsx")
    assert shown(comments)[0] == "2024-04-03 10:15"
    assert "swapped" not in report(summary)


MIDNIGHTS = [
    "13.03.2024 00:00", "13.03.2024 0:00:00", "2024-03-13 00:00:00", "2024-03-13T00:00:00.000",
    "2024-03-13T00:00:00Z", "3/13/2024 12:00 AM", "13 Mar 2024 00:00", "13.03.2024", "20240313",
    "45364",
]  # fmt: skip
CLOCKS = [
    (("10:15", "22:05", "00:30"), ("10:15", "22:05", "00:30")),
    (("10.15", "22.05", "0.30"), ("10:15", "22:05", "00:30")),
    (("10:15 AM", "10:05 PM", "12:30 AM"), ("10:15", "22:05", "00:30")),
    (("10:15 Uhr", "22:05 Uhr", "0:30 Uhr"), ("10:15", "22:05", "00:30")),
    (("10h15", "22h05", "0h30"), ("10:15", "22:05", "00:30")),
]  # fmt: skip


@pytest.mark.parametrize("day", MIDNIGHTS)
@pytest.mark.parametrize(("clocks", "expected"), CLOCKS)
def test_a_clocks_column_belongs_to_days_at_midnight(
    read_file: Read, day: str, clocks: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    rows = "".join(f"{n};Ada;{day};{clock};Late again, {n}.\n" for n, clock in enumerate(clocks))
    comments, summary = read_file("ID;Name;Date;Uhrzeit;Comment\n" + rows, "a.csv")
    assert shown(comments) == [f"2024-03-13 {clock}" for clock in expected]
    assert "The time of day in 'Uhrzeit' belongs to the day in 'Date'." in summary.assumed


def test_excels_dates_and_times_of_day_are_put_together(read_file: Read) -> None:
    rows = [
        (n, "Ada", datetime(2024, 3, 4), clock, f"Late again, {n}.")  # noqa: DTZ001
        for n, clock in enumerate((time(10, 15), time(22, 5), time(0, 30)))
    ]
    comments, _ = read_file(sheet(("ID", "Name", "Date", "Time", "Comment"), *rows), "a.xlsx")
    assert shown(comments) == ["2024-03-04 10:15", "2024-03-04 22:05", "2024-03-04 00:30"]


@pytest.mark.parametrize("other", ["2024-03-13 09:45", "13.03.2024 9.45", "1710323100"])
def test_a_clock_of_its_own_stays(read_file: Read, other: str) -> None:
    rows = f"1;Ada;{other};10:15;Late again.\n2;Ben;{other};22:05;On time.\n"
    comments, summary = read_file("ID;Name;Datum;Uhrzeit;Kommentar\n" + rows, "a.csv")
    assert {time[-5:] for time in shown(comments) if time} == {"09:45"}
    assert "belongs to" not in report(summary)
