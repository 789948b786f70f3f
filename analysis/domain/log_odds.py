"""From log-odds to probabilities and back."""

from __future__ import annotations

import math


def sigmoid(log_odds: float) -> float:
    """The probability with these log-odds, for any number, infinite ones included.

    The logistic function by the hyperbolic tangent, which cannot overflow.
    """
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))


_SUREST = 1e-6  # of a probability from 0 or 1, so that its log-odds are finite


def log_odds_of(probability: float) -> float:
    """The log-odds of a probability; of 0 and 1 those of one in a million beside them."""
    p = probability
    if p < _SUREST:
        p = _SUREST
    elif p > 1.0 - _SUREST:
        p = 1.0 - _SUREST
    return math.log(p / (1.0 - p))
