"""Comparing scores with what people said: one label after another, with intervals."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.domain.errors import BadInput
from analysis.evaluation.bands import Slice, auc_within_bands, length_slices, slices
from analysis.evaluation.intervals import Difference, Estimate, bootstrap, paired_bootstrap
from analysis.evaluation.metrics import (
    AtThreshold,
    Bin,
    at_threshold,
    auc,
    average_precision,
    brier,
    expected_calibration_error,
    reliability,
)
from analysis.evaluation.thresholds import best_f1

_YES = {"1", "1.0", "true", "yes", "y", "toxic", "hostile"}
_NO = {"0", "0.0", "false", "no", "n", "not toxic", "none"}
_ASKED = re.compile(r"^(?P<label>[^=]+)=(?P<column>.+?)(?:>=(?P<least>-?\d+(?:\.\d+)?))?$")
FEWEST = 2  # of each class; with fewer nothing can be said


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """A score to compare, the column with the truth, and from which value on it is a yes."""

    label: str
    column: str
    least: float | None = None


@dataclass(frozen=True, slots=True)
class LabelEvaluation:
    """Everything measured for one label."""

    label: str
    column: str
    n: int
    positives: int
    unanswered: int
    auc: Estimate
    average_precision: Estimate
    auc_within_length: Estimate
    length_auc: float
    brier: Estimate
    ece: Estimate
    at_profile: AtThreshold | None
    at_chosen: AtThreshold | None
    chosen_on_other_half: AtThreshold
    bins: tuple[Bin, ...]
    length_slices: tuple[Slice, ...]
    slices: Mapping[str, tuple[Slice, ...]]
    against: Estimate | None
    ahead: Difference | None
    truth: tuple[float, ...]
    scores: tuple[float, ...]

    def summary(self) -> dict[str, Any]:
        """Plain data without the single rows."""
        plain = dataclasses.asdict(self)
        del plain["truth"], plain["scores"]
        return plain


def parse_asked(text: str) -> ScoreColumn:
    """``label=column`` or, for a graded column, ``label=column>=2``."""
    match = _ASKED.match(text)
    if match is None:
        raise BadInput(f"{text!r}: expected LABEL=COLUMN or LABEL=COLUMN>=NUMBER")
    least = match["least"]
    return ScoreColumn(
        match["label"].strip(), match["column"].strip(), float(least) if least else None
    )


def truth_of(value: object, asked: ScoreColumn) -> float | None:
    """A cell as 1, 0 or no answer; a share counts as yes from one half on."""
    text = "" if value is None else str(value).strip().lower()
    if text in ("", "nan", "none" if asked.least is not None else ""):
        return None
    if asked.least is None:
        if text in _YES:
            return 1.0
        if text in _NO:
            return 0.0
    try:
        number = float(text)
    except ValueError:
        raise BadInput(
            f"column {asked.column!r}: a value is neither 0/1, yes/no, true/false nor a number"
        ) from None
    return float(number >= (0.5 if asked.least is None else asked.least))


def label_evaluation(
    asked: ScoreColumn,
    truth: Sequence[float | None],
    scores: Sequence[float | None],
    lengths: Sequence[int],
    *,
    flag_at: float | None = None,
    chosen: float | None = None,
    against: Sequence[float | None] | None = None,
    by: Mapping[str, Sequence[str]] | None = None,
    draws: int = 1000,
) -> LabelEvaluation:
    """Compare one score with one column of truth; rows without either are left out and counted.

    ``flag_at`` is the active profile's threshold, ``chosen`` one that was found best on other
    data. ``against`` are somebody else's scores of the same rows.
    """
    known = [i for i, t in enumerate(truth) if t is not None]
    used = [
        i for i in known if scores[i] is not None and (against is None or against[i] is not None)
    ]
    y = np.array([float(truth[i] or 0.0) for i in used])
    s = np.array([float(scores[i] or 0.0) for i in used])
    if min(y.sum(), len(y) - y.sum()) < FEWEST:
        raise BadInput(
            f"{asked.label}={asked.column}: {int(y.sum())} yes, {int(len(y) - y.sum())} no among "
            f"{len(y)} rows; at least {FEWEST} of each are needed"
        )
    n_chars = [lengths[i] for i in used]
    theirs = None if against is None else np.array([float(against[i] or 0.0) for i in used])
    return LabelEvaluation(
        label=asked.label,
        column=asked.column,
        n=len(used),
        positives=int(y.sum()),
        unanswered=len(known) - len(used),
        auc=bootstrap(auc, y, s, draws=draws),
        average_precision=bootstrap(average_precision, y, s, draws=draws),
        auc_within_length=auc_within_bands(y, s, n_chars, draws=min(draws, 500)),
        length_auc=auc(y, [float(c) for c in n_chars]),
        brier=bootstrap(brier, y, s, draws=draws),
        ece=bootstrap(expected_calibration_error, y, s, draws=min(draws, 500)),
        at_profile=None if flag_at is None else at_threshold(y, s, flag_at),
        at_chosen=None if chosen is None else at_threshold(y, s, chosen),
        chosen_on_other_half=_halves(y, s),
        bins=reliability(y, s),
        length_slices=length_slices(y, s, n_chars),
        slices={
            name: slices(y, s, [values[i] for i in used]) for name, values in (by or {}).items()
        },
        against=None if theirs is None else bootstrap(auc, y, theirs, draws=draws),
        ahead=None if theirs is None else paired_bootstrap(auc, y, s, theirs, draws=draws),
        truth=tuple(float(v) for v in y),
        scores=tuple(float(v) for v in s),
    )


def _halves(y: np.ndarray, s: np.ndarray) -> AtThreshold:
    """F1 with a threshold that was chosen on the other half of the rows, both ways together."""
    half = np.random.default_rng(0).permutation(len(y)) % 2
    decided = np.zeros(len(y))
    bars = []
    for number in (0, 1):
        here, there = half == number, half != number
        if y[there].sum() == 0:
            continue
        bar = best_f1(y[there], s[there]).threshold
        bars.append(bar)
        decided[here] = s[here] >= bar
    outcome = at_threshold(y, decided, 0.5)
    return dataclasses.replace(outcome, threshold=float(np.mean(bars)) if bars else float("nan"))
