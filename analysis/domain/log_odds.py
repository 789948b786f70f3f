"""From log-odds to probabilities."""

from __future__ import annotations

import math


def sigmoid(log_odds: float) -> float:
    """The probability with these log-odds, for any number, infinite ones included.

    The logistic function by the hyperbolic tangent, which cannot overflow.
    """
    return 0.5 * (1.0 + math.tanh(0.5 * log_odds))
