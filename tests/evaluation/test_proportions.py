"""Shares with intervals, against published values and their own promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evaluation.proportions import gap, rate, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_has_no_interval(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson(hits, n)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(case: tuple[int, int]) -> None:
    low, high = wilson(*case)
    assert 0 <= low <= case[0] / case[1] <= high <= 1


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10 (a minus b).
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_a_gap_has_the_published_interval(
    a: tuple[int, int], b: tuple[int, int], low: float, high: float
) -> None:
    found = gap(rate(*b), rate(*a))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_a_gap_is_certain_only_when_its_interval_leaves_zero_out() -> None:
    clear = gap(rate(10, 100), rate(60, 100))
    unclear = gap(rate(1, 4), rate(2, 4))
    assert clear is not None
    assert unclear is not None
    assert clear.certain
    assert not unclear.certain


def test_without_cases_there_is_no_gap() -> None:
    assert gap(rate(0, 0), rate(1, 2)) is None
    assert rate(0, 0).value is None
