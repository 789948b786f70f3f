"""Shares with intervals: ``hits`` of ``n``, and how far two such shares lie apart."""

from __future__ import annotations

from dataclasses import dataclass

#: The 97.5th percentile of the normal distribution, for two-sided 95 % intervals.
_Z = 1.959963984540054
#: Below this many cases a 95 % interval is wider than 40 points wherever the share lies near a
#: half; such a number is shown as "too few to say", never as an estimate.
TOO_FEW = 20


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927), within 0 and 1.

    Good for few cases and for shares at 0 or 1. Raises ``ValueError`` without cases and where
    ``hits`` is not among them.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"not a share: {hits} of {n}")
    share = hits / n
    scale = 1 + _Z**2 / n
    middle = (share + _Z**2 / (2 * n)) / scale
    half = _Z * ((share * (1 - share) + _Z**2 / (4 * n)) / n) ** 0.5 / scale
    # At the ends the interval touches the share itself; rounding must not push it past.
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == n else middle + half
    return low, high


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``n`` with a 95 % Wilson interval; without any n there is none."""

    hits: int
    n: int
    low: float | None
    high: float | None

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, or ``None`` when there is nothing to divide by."""
        return self.hits / self.n if self.n else None

    @property
    def too_few(self) -> bool:
        """Whether the number says too little to act on."""
        return self.n < TOO_FEW


def rate(hits: int, n: int) -> Rate:
    """``hits`` of ``n`` as a rate with its interval."""
    if n == 0:
        return Rate(hits, n, None, None)
    low, high = wilson(hits, n)
    return Rate(hits, n, low, high)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a share is from another, in points (0.05 is five), with a 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether the interval leaves "no difference" out."""
        return self.low > 0 or self.high < 0


def gap(before: Rate, now: Rate) -> Gap | None:
    """``now`` minus ``before`` for independent shares, by the hybrid score method.

    Newcombe 1998 (method 10): the interval comes from the two Wilson intervals. ``None`` when
    either side has no cases.
    """
    first, second = before.value, now.value
    if (
        first is None
        or second is None
        or before.low is None
        or before.high is None
        or now.low is None
        or now.high is None
    ):
        return None
    down = ((second - now.low) ** 2 + (before.high - first) ** 2) ** 0.5
    up = ((now.high - second) ** 2 + (first - before.low) ** 2) ** 0.5
    return Gap(second - first, second - first - down, second - first + up)
