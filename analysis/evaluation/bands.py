"""Figures within bands of length and within slices: what is left when length is held still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.evaluation.arrays import Numbers
from analysis.evaluation.intervals import Estimate, bootstrap
from analysis.evaluation.metrics import auc

BANDS = 5
SMALLEST_CLASS = 5  # positives or negatives below which a slice's AUC says nothing


@dataclass(frozen=True, slots=True)
class Slice:
    """A named part of the rows with its base rate and AUC."""

    name: str
    n: int
    positives: int
    auc: Estimate | None


def length_bands(lengths: Sequence[int], *, bands: int = BANDS) -> np.ndarray:
    """The band (from 0) of each length, bands of about equal size."""
    values = np.asarray(lengths, dtype=np.float64)
    edges = np.quantile(values, np.linspace(0, 1, bands + 1)[1:-1])
    return np.searchsorted(edges, values, side="right")


def auc_within(labels: Numbers, scores: Numbers, groups: Numbers) -> float:
    """AUC over the pairs that share a group: each group weighs by its pairs.

    With length bands as groups, length itself can no longer separate the classes.
    """
    y, s, g = np.asarray(labels, dtype=float), np.asarray(scores, dtype=float), np.asarray(groups)
    total, weight = 0.0, 0.0
    for name in np.unique(g):
        here = g == name
        pairs = float(y[here].sum() * (1 - y[here]).sum())
        if pairs:
            total += pairs * auc(y[here], s[here])
            weight += pairs
    return total / weight if weight else float("nan")


def auc_within_bands(
    labels: Numbers,
    scores: Numbers,
    lengths: Sequence[int],
    *,
    bands: int = BANDS,
    draws: int = 500,
    seed: int = 0,
) -> Estimate:
    """The within-band AUC with its bootstrap interval; bands are fixed before resampling."""
    y, s = np.asarray(labels, dtype=float), np.asarray(scores, dtype=float)
    g = length_bands(lengths, bands=bands)
    chance = np.random.default_rng(seed)
    areas = []
    for _ in range(draws):
        rows = chance.integers(0, len(y), len(y))
        areas.append(auc_within(y[rows], s[rows], g[rows]))
    values = np.asarray(areas)[np.isfinite(areas)]
    low, high = np.quantile(values, [0.025, 0.975]) if len(values) else (np.nan, np.nan)
    return Estimate(auc_within(y, s, g), float(low), float(high), len(y))


def slices(
    labels: Numbers, scores: Numbers, names: Sequence[str], *, draws: int = 300
) -> tuple[Slice, ...]:
    """One line per value of ``names``; AUC only where both classes are there in numbers."""
    y, s, g = np.asarray(labels, dtype=float), np.asarray(scores, dtype=float), np.asarray(names)
    measured = []
    for name in sorted(set(names)):
        here = g == name
        positives = int(y[here].sum())
        enough = min(positives, int(here.sum()) - positives) >= SMALLEST_CLASS
        estimate = bootstrap(auc, y[here], s[here], draws=draws) if enough else None
        measured.append(Slice(str(name), int(here.sum()), positives, estimate))
    return tuple(measured)


def length_slices(
    labels: Numbers, scores: Numbers, lengths: Sequence[int], *, bands: int = BANDS
) -> tuple[Slice, ...]:
    """Slices by length band, named by the range of characters they hold."""
    band = length_bands(lengths, bands=bands)
    values = np.asarray(lengths)
    title: Mapping[int, str] = {
        int(b): f"{values[band == b].min():5d} to {values[band == b].max():5d} characters"
        for b in np.unique(band)
    }
    return slices(labels, scores, [title[int(b)] for b in band])
