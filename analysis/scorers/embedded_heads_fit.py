"""Fits a correction of one answer of the embedded model on a site's own judgements.

Ridge-penalised logistic regression on what the model's heads saw, on top of the shipped answer:
with nothing to say the correction is nothing. How far it may go is chosen by cross-validation
within the judgements that it learns from, the careful choice winning wherever it is as good;
where none shows a clear gain, there is no correction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# How far a correction goes for a usual comment before anything is learned, in log-odds (the
# prior's standard deviation); from careful to free. None at all is always among the choices.
SPREADS = (0.25, 0.5, 1.0, 2.0, 4.0)
# The same for what is added to every comment alike.
BIAS_SPREAD = 1.0
# By how many standard errors the cross-validated log loss must fall; below that the shipped
# answer stays. Two: about one time in forty a correction that is none gets past.
SURE = 2.0
FOLDS = 5
# Directions of the features that are looked at, the widest first: what lies behind them is held
# down so far that it changes nothing, and costs most of the time.
MOST_DIRECTIONS = 256
_STEPS = 50
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Correction:
    """Log-odds to add to the shipped answer: ``bias`` plus ``weights`` times the features.

    ``reach`` is the farthest it went on the comments it was learned from, ``spread`` the chosen
    freedom, ``gain`` (± ``error``, one standard error) how far the log loss per comment fell in
    cross-validation.
    """

    weights: Array
    bias: float
    reach: float
    spread: float
    gain: float
    error: float


def fit_correction(
    features: Array,
    start: Array,
    truth: Array,
    groups: Sequence[str],
    *,
    beat: Callable[[], None] | None = None,
) -> Correction | None:
    """The correction that ``truth`` (0 to 1) asks for; ``None`` when cross-validation finds none.

    ``features`` has a row per comment, ``start`` the log-odds that it starts from, ``groups``
    what stays whole across the folds (thread or author). ``beat`` is called after each fit.
    Comments are not weighted by class: where somebody chose them by their scores, the chance of a
    label given what the model saw is the same as anywhere, and weights would falsify it.
    """
    middle = features.mean(axis=0)
    centred = features - middle
    # One scale for all: the mean squared length of a row becomes 1, so that a weight's prior
    # spread is the spread of a usual comment's correction.
    scale = float(np.sqrt(np.mean(np.sum(centred**2, axis=1)))) or 1.0
    left, sizes, right = np.linalg.svd(centred / scale, full_matrices=False)
    right = right[:MOST_DIRECTIONS]
    turned = (left * sizes)[:, :MOST_DIRECTIONS]  # the same rows in fewer columns
    losses = _cross_validated(turned, start, truth, folds_of(groups), beat)
    plain = _log_loss(start, truth)
    falls = {spread: plain - loss for spread, loss in losses.items()}
    spread = _careful(falls)
    if spread is None:
        return None
    weights, bias = _fitted(turned, start, truth, spread)
    folded = (right.T @ weights) / scale
    shift = bias - float(middle @ folded)
    corrections = features @ folded + shift
    return Correction(
        weights=folded,
        bias=shift,
        reach=float(np.abs(corrections).max()),
        spread=spread,
        gain=float(falls[spread].mean()),
        error=_standard_error(falls[spread]),
    )


def folds_of(groups: Sequence[str]) -> npt.NDArray[np.int64]:
    """Each comment's fold; a group is never torn apart. By hash, so that it can be told again."""
    names = sorted(set(groups), key=lambda name: hashlib.sha256(name.encode()).digest())
    place = {name: number % FOLDS for number, name in enumerate(names)}
    return np.array([place[name] for name in groups], dtype=np.int64)


def _careful(falls: dict[float, Array]) -> float | None:
    """The least freedom whose loss is within a standard error of the best; ``None`` is none.

    The one-standard-error rule (Breiman et al. 1984, ch. 3), by paired differences.
    """
    top = max(falls.values(), key=lambda fall: float(fall.mean()))
    if float(top.mean()) <= SURE * _standard_error(top):
        return None
    behind = {spread: top - fall for spread, fall in falls.items()}
    return min(s for s, b in behind.items() if float(b.mean()) <= _standard_error(b))


def _standard_error(values: Array) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("inf")


def _cross_validated(
    rows: Array,
    start: Array,
    truth: Array,
    folds: npt.NDArray[np.int64],
    beat: Callable[[], None] | None,
) -> dict[float, Array]:
    """Per spread the log loss of every comment under the fit that has not seen its group."""
    losses = {spread: np.zeros_like(truth) for spread in SPREADS}
    for fold in np.unique(folds):
        here, there = folds == fold, folds != fold
        warm: tuple[Array, float] | None = None
        for spread in SPREADS:
            warm = _fitted(rows[there], start[there], truth[there], spread, warm=warm)
            odds = start[here] + rows[here] @ warm[0] + warm[1]
            losses[spread][here] = _log_loss(odds, truth[here])
            if beat:
                beat()
    return losses


def _log_loss(odds: Array, truth: Array) -> Array:
    loss: Array = np.logaddexp(0.0, odds) - truth * odds
    return loss


def _fitted(
    rows: Array,
    start: Array,
    truth: Array,
    spread: float,
    *,
    warm: tuple[Array, float] | None = None,
) -> tuple[Array, float]:
    """Weights and bias by Newton's method with step halving."""
    design = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.full(design.shape[1], 1.0 / spread**2)
    penalty[-1] = 1.0 / BIAS_SPREAD**2
    beta = np.zeros(design.shape[1]) if warm is None else np.append(warm[0], warm[1])

    def cost(at: Array) -> float:
        return float(_log_loss(start + design @ at, truth).sum() + (penalty * at**2).sum() / 2)

    here = cost(beta)
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(start + design @ beta, -500, 500)))
        gradient = design.T @ (chance - truth) + penalty * beta
        curvature = (design.T * (chance * (1 - chance))) @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        while (there := cost(beta - step)) > here and float(np.abs(step).max()) > _CLOSE:
            step = step / 2
        beta, here = beta - step, there
        if float(np.abs(step).max()) <= _CLOSE:
            break
    return beta[:-1], float(beta[-1])
