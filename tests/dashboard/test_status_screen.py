"""The status screen: numbers of now, what to do about them, and nothing of a comment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from analysis.domain.status import SystemStatus
from analysis.evaluation.drift import LabelDrift
from analysis.evaluation.proportions import Gap
from dashboard.screens.status import drift_rows, problems, rows

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
WELL = SystemStatus(
    at=AT,
    waiting=3,
    oldest_waiting=AT - timedelta(hours=30),
    unscored=0,
    failed=0,
    backup_at=AT - timedelta(days=3),
    chain_verified_at=AT - timedelta(hours=1),
    chain_faults=0,
    checked_at=None,
    check_faults=0,
    chain_length=1_234,
    erasures_outstanding=0,
    database_bytes=2_500_000,
    disk_free_bytes=None,
    scorers=("rules 5",),
    profile="default 2",
)


def test_the_screen_is_drawn_with_what_is_there(
    demo_url: str, screen: Callable[..., AppTest]
) -> None:
    at = screen("status")
    assert not at.exception
    assert [one.label for one in at.metric] == [
        "Comments that wait", "Not labelled yet", "With a failed scorer",
    ]  # fmt: skip
    assert [one.value for one in at.warning] == [
        "There is no backup yet. `moderato db backup FILE` makes one while the database is in use.",
        "The hash chain was never verified. `moderato audit verify` does it.",
    ]


def test_ages_and_sizes_are_said_in_words() -> None:
    values = [row["Now"] for row in rows(WELL)]
    assert values == [
        "30.0 hours ago", "rules 5", "default 2", "3 days ago",
        "1,234 links, last verified 1.0 hours ago", "never", "2.5 MB",
        "not known here; the server's own tools tell",
    ]  # fmt: skip


def test_each_trouble_has_a_sentence_with_what_to_do() -> None:
    assert problems(WELL) == []
    for field, value in (
        ("chain_faults", 2), ("check_faults", 1), ("failed", 4), ("backup_at", None),
        ("chain_verified_at", None), ("erasures_outstanding", 1),
    ):  # fmt: skip
        [sentence] = problems(replace(WELL, **{field: value}))
        assert "`moderato " in sentence


def test_drift_is_a_line_a_label() -> None:
    moved = LabelDrift("a", 900, 400, 0.21, 1e-9, Gap(0.04, 0.01, 0.07), True, True)
    few = LabelDrift("b", 9, 4, None, None, None, False, False)
    first, second = drift_rows([moved, few])
    assert list(first.values()) == [
        "a",
        "moved",
        "0.210",
        "1e-09",
        "+4.0 (+1.0 to +7.0)",
        "900 / 400",
    ]
    assert list(second.values()) == ["b", "too few to compare", "", "", "", "9 / 4"]
