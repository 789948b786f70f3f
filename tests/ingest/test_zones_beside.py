"""Zones in the name of a column of times or beside it, and the same moments in UTC."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_AS_UTC = "Times without a zone were read as UTC."


def hours_of(comments: list[Comment]) -> list[str]:
    return [c.created_at.strftime("%d %H:%M%z") for c in comments if c.created_at]


@pytest.mark.parametrize(
    ("name", "offset"),
    [("Date (EST)", "-0500"), ("Created At (America/New_York)", "-0500"), ("Date [UTC+2]", "+0200"),
     ("Posted (time zone: CET)", "+0100"), ("created_pst", "-0800"), ("Date CEST", "+0200"),
     ("time (GMT-03:30)", "-0330")],
)  # fmt: skip
def test_a_name_that_says_the_zone_is_believed(read_file: Read, name: str, offset: str) -> None:
    rows = "1,2024-03-04 17:06,Cold.\n2,2024-03-05 17:06,Hot.\n"
    comments, summary = read_file(f'id,"{name}",text\n{rows}', "a.csv")
    assert hours_of(comments) == [f"04 17:06{offset}", f"05 17:06{offset}"]
    assert any(f"Times in {name!r} are read in the zone" in told for told in summary.assumed)
    assert _AS_UTC not in summary.notes


@pytest.mark.parametrize(
    "name", ["Date (UTC)", "date_est", "Date (new)", "Date (required)", "date", "created_mst"]
)
def test_near_miss_other_names_are_utc(read_file: Read, name: str) -> None:
    comments, summary = read_file(f'id,"{name}",text\n1,2024-03-04 17:06,Cold.\n', "a.csv")
    assert hours_of(comments) == ["04 17:06+0000"]
    assert not any("zone" in told or "local" in told for told in summary.assumed)


def test_near_miss_a_zone_in_the_cell_counts_before_the_names(read_file: Read) -> None:
    table = 'id,"Date (EST)",text\n1,2024-03-04T17:06Z,Cold.\n2,1709571960,Hot.\n'
    comments, _ = read_file(table, "a.csv")
    assert hours_of(comments) == ["04 17:06+0000"] * 2


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("created_at,timezone", "America/New_York", "Zones in 'timezone' were not read"),
        ("created_at,utc_offset", "-05:00", "Zones in 'utc_offset' were not read"),
        ("created_at_local,likes", "3", "Times in 'created_at_local' are local ones"),
        ("date (IST),likes", "3", "The zone in 'date (IST)' was not read"),
    ],
)
def test_zones_that_are_unsure_are_told(read_file: Read, header: str, cell: str, told: str) -> None:
    table = f"id,{header},text\n1,2024-03-04 17:06,{cell},Cold.\n"
    comments, summary = read_file(table, "a.csv")
    assert hours_of(comments) == ["04 17:06+0000"]
    assert any(sentence.startswith(told) for sentence in summary.assumed)


@pytest.mark.parametrize(
    ("name", "cells"),
    [("date_unixtime", ["1709568360", "1709571960"]),
     ("timestamp", ["1709568360123", "1709571960123"]),
     ("posted_at", ["2024-03-04T16:06:00Z", "2024-03-04T17:06:00Z"])],
)  # fmt: skip
def test_the_same_moments_with_a_zone_count_before_local_ones(
    read_file: Read, name: str, cells: list[str]
) -> None:
    rows = f"1,2024-03-04 18:06,{cells[0]},Cold.\n2,2024-03-04 19:06,{cells[1]},Hot.\n"
    comments, summary = read_file(f"id,date,{name},text\n{rows}", "a.csv")
    assert hours_of(comments) == ["04 16:06+0000", "04 17:06+0000"]
    assert f"created_at is {name!r}, not 'date', which has no zone." in summary.assumed


@pytest.mark.parametrize(
    ("name", "cells"),
    [("updated_unixtime", ["1709568360", "1709571960"]),
     ("timestamp", ["1709968360", "1709971960"]),
     ("timestamp", ["1709568360", ""]), ("number", ["3", "4"])],
    ids=["an edit", "days later", "gaps", "no time"],
)  # fmt: skip
def test_near_miss_other_moments_are_not_taken(
    read_file: Read, name: str, cells: list[str]
) -> None:
    rows = f"1,2024-03-04 18:06,{cells[0]},Cold.\n2,2024-03-04 19:06,{cells[1]},Hot.\n"
    comments, _ = read_file(f"id,date,{name},text\n{rows}", "a.csv")
    assert hours_of(comments) == ["04 18:06+0000", "04 19:06+0000"]


@pytest.mark.parametrize(
    ("names", "hours", "told"),
    [
        ("date_local,date_utc", ["04 16:06+0000"], "'date_utc' holds times"),
        ("when_a,when_b", [], "Each of 'when_a', 'when_b' holds times; none was read until"),
        ("when_a,edited_when", ["04 17:06+0000"], "'when_a' holds times"),
    ],
)
def test_of_several_unknown_columns_of_times_the_one_in_utc_counts(
    read_file: Read, names: str, hours: list[str], told: str
) -> None:
    table = f"id,{names},text\n1,2024-03-04 17:06,2024-03-04 16:06,Cold.\n"
    comments, summary = read_file(table, "a.csv")
    assert hours_of(comments) == hours
    assert any(sentence.startswith(told) for sentence in summary.assumed)
