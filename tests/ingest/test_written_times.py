"""Times in forms that used to be read as another moment, or without their zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analysis.ingest.dates import parse_time
from analysis.ingest.time_readings import TimeReading

MORNING = datetime(2024, 3, 4, 10, 15)  # noqa: DTZ001 - read without a zone
HOURS_APART = {"UTC": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "CST": -6, "BST": 1, "ET": -5}


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-04 10.15", "2024-03-04T10.15", "2024/03/04 10.15", "2024.03.04 10.15",
        "20240304 10.15", "2024-03-04 10.15.00", "2024-03-04 10:15.00", "2024-03-04-10.15.00",
        "2024-03-04-10.15.00.000000", "2024-03-04 kl. 10.15", "Mon 4 Mar 2024 10.15",
        "4. mars 2024 kl. 10.15", "4.3.2024 klo 10.15", "4.3.2024 10.15", "2024:03:04 10:15:00",
        "202403041015", "20240304101500", "20240304101500000", 202403041015, 20240304101500.0,
        "Mon, 4 Mar 24 10:15 AM",
    ],
)  # fmt: skip
def test_a_quarter_past_ten(written: Any) -> None:
    assert parse_time(written, TimeReading("day-first")) == MORNING


def test_the_afternoon_of_a_short_year_is_no_morning() -> None:
    assert parse_time("Mon, 4 Mar 24 10:15 PM") == MORNING + timedelta(hours=12)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-04 10.5", "2024-03-04 10,15", "2024-03-04 10.150", "2024-03-04 10.75",
        "202413041015", "20240230101500", "130320241015", "031320241015",
        "1.70955E+12", "1.71E+12", "1.709547e+09", "1.70955E+15", "2.02403E+13",
    ],
)  # fmt: skip
def test_what_names_no_minute_is_left(written: str) -> None:
    assert parse_time(written) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-03-04 10:15:30.25", MORNING.replace(second=30, microsecond=250_000)),
        ("2024-03-04 10:15:30,25", MORNING.replace(second=30, microsecond=250_000)),
        ("20240304T101530.25", MORNING.replace(second=30, microsecond=250_000)),
        ("20240304", MORNING.replace(hour=0, minute=0)),
        ("1709547300", MORNING.replace(tzinfo=UTC)),
        ("1709547300000", MORNING.replace(tzinfo=UTC)),
        ("1709547300000000", MORNING.replace(tzinfo=UTC)),
        ("1709547300000000000", MORNING.replace(tzinfo=UTC)),
        ("1.709547300E+09", MORNING.replace(tzinfo=UTC)),
        ("1.709547300123E12", MORNING.replace(microsecond=123_000, tzinfo=UTC)),
        (1.7095473e18, MORNING.replace(tzinfo=UTC)),
        ("2024030410", datetime(2034, 2, 20, 6, 40, 10, tzinfo=UTC)),
    ],
)
def test_what_was_read_well_stays(written: Any, expected: datetime) -> None:
    assert parse_time(written) == expected


@pytest.mark.parametrize(
    "form",
    [
        "Mon Mar 04 10:15:00 {} 2024", "Mon Mar  4 10:15:00 {} 2024", "Mon  4 Mar 10:15:00 {} 2024",
        "Mo 4. Mär 10:15:00 {} 2024", "lun. 4 mars 10:15:00 {} 2024", "Mon Mar 4 10:15:00 2024 {}",
        "Mon Mar  4 10:15:00 AM {} 2024", "Mon, 4 Mar 24 10:15:00 {}", "4 Mar 2024 10:15 ({})",
        "Monday, 04-Mar-24 10:15:00 {}", "10:15, 4 March 2024 ({})", "10:15 {}, 4 Mar 2024",
        "2024-03-04 10.15 {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("letters", ["UTC", "CET", "MEZ", "CEST", "CST", "BST", "ET", "IST", "XQT"])
def test_letters_of_a_zone_are_never_dropped(form: str, letters: str) -> None:
    if "10:15," in form and letters == "ET":
        return
    moment = parse_time(form.format(letters))
    hours = HOURS_APART.get(letters)
    if hours is None:
        assert moment is None
    elif moment is not None or letters != "ET":
        assert moment == MORNING.replace(tzinfo=UTC) - timedelta(hours=hours)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Mon Mar 04 10:15:00 GMT+01:00 2024", 1), ("Mon Mar 04 10:15:00 +0100 2024", 1),
        ("Mon Mar 4 10:15:00 2024 +0100", 1), ("Mon, 4 Mar 24 10:15:00 +01:00", 1),
        ("Mon Mar 04 10:15:00 Europe/Berlin 2024", 1), ("2024-03-04 10:15 (UTC+01:00)", 1),
        ("Mon Mar 04 2024 10:15:00 GMT+0530 (IST)", 5.5), ("2024-03-04 10:15 -03:30", -3.5),
    ],
)  # fmt: skip
def test_offsets_are_read_wherever_they_stand(written: str, hours: float) -> None:
    assert parse_time(written) == MORNING.replace(tzinfo=UTC) - timedelta(hours=hours)


@pytest.mark.parametrize(
    "written", ["Mon Mar 4 10:15:00 2024", "Mon, 4 Mar 24 10:15:00", "4-Mar-24 10:15"]
)
def test_without_a_zone_there_is_none(written: str) -> None:
    assert parse_time(written) == MORNING
