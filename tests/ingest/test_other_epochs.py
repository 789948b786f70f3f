"""Times that are counted from another year than 1970: read where it is sure, told in any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary
from analysis.ingest.dates import parse_time

Read = Callable[..., tuple[list[Comment], ReadSummary]]

MOMENT = datetime(2024, 3, 4, 17, 6, tzinfo=UTC)


def counted(zero: int, per_second: int, moment: datetime = MOMENT) -> str:
    since = moment - datetime(zero, 1, 1, tzinfo=UTC)
    return str((since // timedelta(seconds=1)) * per_second)


@pytest.mark.parametrize(
    ("zero", "per_second", "named"),
    [(1601, 10**7, "Windows"), (1, 10**7, ".NET"), (1601, 10**6, "WebKit")],
)
def test_numbers_that_windows_and_browsers_count(
    read_file: Read, zero: int, per_second: int, named: str
) -> None:
    number = counted(zero, per_second)
    comments, summary = read_file(f"id,text,created_at\n1,Cold.,{number}\n", "a.csv")
    assert comments[0].created_at == MOMENT
    assert any(named in sentence for sentence in summary.assumed)


@pytest.mark.parametrize("per_second", [1, 10**3, 10**6, 10**9])
@pytest.mark.parametrize("year", [1996, 2001, 2024, 2039])
def test_near_miss_numbers_since_1970_are_read_as_before(
    read_file: Read, per_second: int, year: int
) -> None:
    moment = datetime(year, 5, 6, 7, 8, 9, tzinfo=UTC)
    number = counted(1970, per_second, moment)
    assert parse_time(number) == moment
    _, summary = read_file(f"id,text,created_at\n1,Cold.,{number}\n", "a.csv")
    assert not any("count" in sentence for sentence in summary.assumed)


@pytest.mark.parametrize("per_second", [1, 10**3, 10**9])
def test_numbers_of_the_last_century_may_be_apples(read_file: Read, per_second: int) -> None:
    rows = "".join(f"{n},Cold {n}.,{counted(2001, per_second)}\n" for n in (1, 2))
    comments, summary = read_file("id,text,created_at\n" + rows, "a.csv")
    assert comments[0].created_at is not None
    assert comments[0].created_at.year == 1993
    [told] = summary.assumed
    assert "times up to 1993" in told
    assert told.endswith("counted from 2001, as Apple does, they end in 2024.")


def test_near_miss_one_old_number_among_others_is_old(read_file: Read) -> None:
    rows = f"1,Cold.,{counted(2001, 1)}\n2,Hot.,{counted(1970, 1)}\n"
    _, summary = read_file("id,text,created_at\n" + rows, "a.csv")
    assert not summary.assumed
    _, summary = read_file("id,text,created_at\n1,Cold.,1993-03-04\n", "a.csv")
    assert not summary.assumed
