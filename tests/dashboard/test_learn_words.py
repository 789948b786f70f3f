"""What a comparison of two versions says of itself: nothing that so few comments can't carry."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analysis.cli.calibrate import _print_label
from analysis.domain.profile import Threshold
from analysis.services.learning.version_comparison import ScorePair, compare_label
from dashboard.screens.label_lab.learn_result import comparison_words

HOSTILE = "possible_hostility"
HALF = Threshold(0.5, 0.5)


def _pairs(n: int, *, better: bool, unclear: bool = False) -> list[ScorePair]:
    """``n`` comments, every other with the label, which the second version answers better."""
    pairs = []
    for number in range(n):
        holds = float(number % 2)
        far, near = abs(holds - 0.4), abs(holds - 0.1)
        before, after = (far, near) if better else (near, far)
        if unclear and number % 4 < 2:
            before, after = after, before
        pairs.append(ScorePair(number, HOSTILE, before, after, holds))
    return pairs


@pytest.mark.parametrize(
    ("n", "better", "says"),
    [
        (2, True, "too few to say"),
        (4, False, "too few to say"),
        (19, True, "too few to say"),
        (20, True, "): better."),
        (20, False, "): worse."),
        (200, True, "): better."),
    ],
)
def test_a_verdict_needs_twenty_comments(
    n: int, better: bool, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    comparison = compare_label(HOSTILE, _pairs(n, better=better), HALF, HALF)
    words = comparison_words(comparison)
    assert says in words
    assert ("(" in words) is (n >= 20), "an interval that knows nothing of chance"
    _print_label(comparison)
    printed = capsys.readouterr().out.splitlines()[-1]
    assert ("too few comments" in printed) is (n < 20)


def test_what_may_be_chance_is_said_to_be() -> None:
    pairs = _pairs(40, better=True, unclear=True)
    assert "may be chance" in comparison_words(compare_label(HOSTILE, pairs, HALF, HALF))


@pytest.mark.parametrize("n", [0, 1])
def test_without_both_kinds_of_answers_nothing_is_said(n: int) -> None:
    comparison = compare_label(HOSTILE, _pairs(n, better=True), HALF, HALF)
    assert "nothing can be said" in comparison_words(comparison)


def _summary_on_screen(kind: str, judged: int, moved: int) -> None:
    from datetime import UTC, datetime

    from analysis.domain.learned import ChangeKind
    from analysis.domain.profile import Recommendation
    from analysis.services.learning import version_comparison as versions
    from analysis.services.measurement.change_summaries import ChangeSummary
    from dashboard.screens.thresholds import change_summary

    label = versions.LabelComparison("possible_hostility", 0, judged, None, None, None)
    unsure, flag = Recommendation.UNSURE, Recommendation.FLAG
    mover = versions.ChangedRecommendation(7, "possible_hostility", 0.6, 0.9, unsure, flag, None)
    summary = ChangeSummary(
        1, ChangeKind(kind), "1", "2", "ann", "why", datetime(2026, 1, 1, tzinfo=UTC), (), {},
        (label,), (mover,) if moved else (), moved, False,
    )  # fmt: skip
    change_summary.draw(summary, key="shown")


NOBODY, NOTHING = "Nobody has annotated a comment", "nothing can be said"
MOVED, NONE_MOVED = "3 answers would change", "No recommendation of a judged comment"


@pytest.mark.parametrize(
    ("kind", "judged", "moved", "says"),
    [
        ("run", 0, 3, {NOBODY, MOVED}),
        ("run", 2, 3, {NOTHING, MOVED}),
        ("run", 0, 0, {NOBODY}),
        ("run", 2, 0, {NOTHING}),
        ("heads", 2, 0, {NOTHING, NONE_MOVED}),
        ("heads", 0, 3, {NOBODY, MOVED}),
        ("profile", 0, 0, {NOBODY}),
    ],
)
def test_the_comments_that_moved_are_shown_whether_or_not_anybody_has_judged_some(
    kind: str, judged: int, moved: int, says: set[str]
) -> None:
    asked = {"kind": kind, "judged": judged, "moved": moved}
    at = AppTest.from_function(_summary_on_screen, kwargs=asked, default_timeout=60).run()
    assert not at.exception
    words = " ".join(part.value for part in (*at.markdown, *at.caption))
    assert {one for one in (NOBODY, NOTHING, MOVED, NONE_MOVED) if one in words} == says
