"""What a threshold would do and cost, from the counts of past decisions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.errors import BadInput
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.thresholds import Bin, Outcome
from analysis.domain.tone import ToneRow
from analysis.services.thresholds.thresholds_lab import band, cheapest, expected, workload

STEPS = [step / 100 for step in range(101)]


def outcomes_of(decided: list[tuple[float, bool]]) -> list[Outcome]:
    """Count (score, rejected) pairs the way the service does."""
    return [
        Outcome(
            label="possible_hostility",
            flag_at=step,
            judged=len(decided),
            flagged=sum(score >= step for score, _ in decided),
            positives=sum(rejected for _, rejected in decided),
            hits=sum(score >= step and rejected for score, rejected in decided),
        )
        for step in STEPS
    ]


def day(number: int, n: int) -> ToneRow:
    return ToneRow(str(number), str(number), n, n, {}, day=date(2026, 3, number))


def test_precision_is_of_the_flagged_and_recall_of_the_rejected() -> None:
    decided = [(0.9, True), (0.8, False), (0.5, True), (0.2, True), (0.1, False)]
    found = expected(outcomes_of(decided), Threshold(flag_at=0.7, clear_below=0.4))
    assert (found.precision.hits, found.precision.n) == (1, 2)
    assert (found.recall.hits, found.recall.n) == (1, 3)
    assert (found.seen.hits, found.seen.n) == (2, 3)
    assert found.judged == 5


def test_a_number_of_few_decisions_says_that_it_is_one() -> None:
    few = expected(outcomes_of([(0.9, True)] * 19), Threshold(0.5, 0.2))
    enough = expected(outcomes_of([(0.9, True)] * 20), Threshold(0.5, 0.2))
    assert few.precision.too_few
    assert not enough.precision.too_few


def test_nothing_flagged_has_no_precision_rather_than_zero() -> None:
    found = expected(outcomes_of([(0.1, False)]), Threshold(0.5, 0.2))
    assert found.precision.value is None


def test_the_cheapest_threshold_lies_between_the_two_kinds() -> None:
    decided = [(0.2, False)] * 30 + [(0.8, True)] * 30
    found = cheapest(outcomes_of(decided), miss=1, false_alarm=1)
    assert 0.2 < found.best <= 0.8
    assert found.best_cost == 0
    assert found.low <= found.best <= found.high
    assert not found.too_few


def test_dear_misses_lower_the_threshold_and_dear_alarms_raise_it() -> None:
    decided = [(score / 100, (score * 7) % 100 < score) for score in range(100)]
    counts = outcomes_of(decided)
    careful = cheapest(counts, miss=10, false_alarm=1)
    even = cheapest(counts, miss=1, false_alarm=1)
    lenient = cheapest(counts, miss=1, false_alarm=10)
    assert careful.best < even.best < lenient.best
    assert careful.if_calibrated == pytest.approx(1 / 11)


def test_the_cost_counts_misses_and_false_alarms_per_hundred_decisions() -> None:
    decided = [(0.9, False), (0.1, True), (0.9, True), (0.1, False)]
    found = cheapest(outcomes_of(decided), miss=3, false_alarm=2)
    assert found.cost_at(0.5) == pytest.approx((3 + 2) / 4 * 100)


@pytest.mark.parametrize(
    ("decided", "miss", "false_alarm"),
    [
        ([(0.5, True)], 1, 1),
        ([(0.5, False)], 1, 1),
        ([], 1, 1),
        ([(0.5, True), (0.1, False)], 0, 1),
        ([(0.5, True), (0.1, False)], 1, -2),
    ],
)
def test_a_search_that_can_not_be_made_says_why(
    decided: list[tuple[float, bool]], miss: float, false_alarm: float
) -> None:
    with pytest.raises(BadInput):
        cheapest(outcomes_of(decided), miss=miss, false_alarm=false_alarm)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60))
def test_no_step_is_cheaper_than_the_cheapest(decided: list[tuple[float, bool]]) -> None:
    if len({rejected for _, rejected in decided}) < 2:
        return
    found = cheapest(outcomes_of(decided), miss=2, false_alarm=1)
    assert min(found.costs) == pytest.approx(found.best_cost)
    assert found.cost_at(found.best) == pytest.approx(found.best_cost)


BARS = [Bin(i / 10, (i + 1) / 10, 10, 4, i % 3) for i in range(10)]


@pytest.mark.parametrize(
    ("low", "high", "bars"),
    [
        (0.0, 1.0, range(10)),
        (0.2, 0.4, (2, 3)),
        (0.25, 0.35, (2, 3)),
        (0.0, 0.0, (0,)),
        (1.0, 1.0, (9,)),
        (0.9, 1.0, (9,)),
        (0.5, 0.5, (5,)),
    ],
)
def test_a_band_holds_the_bars_it_touches_the_ends_included(
    low: float, high: float, bars: range | tuple[int, ...]
) -> None:
    found = band(BARS, low, high)
    assert found.comments == 10 * len(bars)
    assert (found.rejected.hits, found.rejected.n) == (sum(i % 3 for i in bars), 4 * len(bars))


def test_daily_work_counts_all_but_the_cleared() -> None:
    counts = {
        Recommendation.FLAG: 10,
        Recommendation.UNSURE: 20,
        Recommendation.CLEAR: 160,
        Recommendation.UNSUPPORTED: 10,
    }
    found = workload(counts, [day(1, 50), day(2, 150)])
    assert found is not None
    assert (found.looks.hits, found.looks.n) == (40, 200)
    assert found.per_day == pytest.approx(20)
    assert found.low < 20 < found.high


def test_there_is_no_daily_work_without_days() -> None:
    assert workload({Recommendation.FLAG: 1}, []) is None
    assert workload({}, [day(1, 5)]) is None
