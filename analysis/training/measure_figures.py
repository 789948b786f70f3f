"""A figure as it stands in ``figures.json``: a value with its n and 95 % interval."""

from __future__ import annotations

from typing import Any

from analysis.evaluation.intervals import Estimate

Figures = dict[str, dict[str, Any]]


def figure_of(estimate: Estimate, **more: Any) -> dict[str, Any]:
    """An estimate as it stands in ``figures.json``."""
    return {
        "value": round(estimate.value, 4),
        "low": round(estimate.low, 4),
        "high": round(estimate.high, 4),
        "n": estimate.n,
        **more,
    }
