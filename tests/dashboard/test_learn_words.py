"""What a comparison of two versions says of itself: nothing that so few comments can't carry."""

from __future__ import annotations

import pytest

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
