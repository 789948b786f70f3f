"""One calibrated probability per label from the scorers' answers, by a named method.

``logit-pool/1``: a bias plus a weighted sum of the answering scorers' logits. Weights belong to a
label and to a *set* of scorers, since a scorer says less beside another that knows the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.domain.errors import BadInput
from analysis.domain.finding import Evidence, Finding, LabelResult, Status
from analysis.domain.log_odds import log_odds_of, sigmoid

Array = npt.NDArray[np.float64]
METHOD = "logit-pool/1"


@dataclass(frozen=True, slots=True)
class PoolWeights:
    """Bias and a weight per scorer, for one label and one set of scorers."""

    bias: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Combination:
    """The pool's parameters per label: one :class:`PoolWeights` per set of scorers.

    ``version`` names the fit they come from; ``provenance`` says on what it was fitted.
    """

    version: str
    pools: Mapping[str, tuple[PoolWeights, ...]]
    provenance: str = ""
    _pool_of: dict[tuple[str, tuple[str, ...]], PoolWeights] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def name(self) -> str:
        """Method and version, as a run records it."""
        return f"{METHOD} {self.version}"

    def combine(self, label: str, parts: Sequence[Finding]) -> LabelResult:
        """The answer that ``parts`` (all for ``label``) make together; they are kept in it.

        Nobody scored: failed when somebody failed, else abstained. One that failed beside one that
        scored is named in ``detail``; the label failed where it has weight, since what the others
        say without it may be far too low. What they saw is kept.
        """
        scored = {part.scorer: part for part in parts if part.status is Status.SCORED}
        failures = [] if len(scored) == len(parts) else _failures(parts)
        details = [f"{part.scorer} failed: {part.detail}" for part in failures]
        if not scored:
            failed = any(part.status is Status.FAILED for part in parts)
            details = [f"{part.scorer}: {part.detail}" for part in parts if part.detail]
            return LabelResult(
                label=label,
                status=Status.FAILED if failed else Status.ABSTAINED,
                probability=None,
                parts=tuple(parts),
                detail="; ".join(details) or "No scorer answers this label.",
            )
        pool = self._pool(label, tuple(scored))
        for name in scored:
            if name not in pool.weights:
                details.append(f"{name}: shown, without weight in the answer")
        given = {name: part.probability or 0.0 for name, part in scored.items()}
        answers = tuple(scored.values())
        targets = [part.target for part in answers if part.target]
        lacking = self._weighs(label, scored, failures)
        return LabelResult(
            label=label,
            status=Status.FAILED if lacking else Status.SCORED,
            probability=None if lacking else _pooled(pool, given),
            facets=_facets(answers),
            evidence=_evidence(answers),
            target=targets[0] if targets else None,
            parts=tuple(parts),
            detail="; ".join(details) or None,
        )

    def _weighs(
        self, label: str, scored: Mapping[str, Finding], failures: Sequence[Finding]
    ) -> bool:
        """Whether one of those that failed would have had weight beside those that scored."""
        if not failures:
            return False
        names = [part.scorer for part in failures]
        weights = self._pool(label, (*scored, *names)).weights
        return any(name in weights for name in names)

    def probability(self, label: str, answers: Mapping[str, float]) -> float:
        """What the scorers' probabilities (at least one) make together for ``label``."""
        return _pooled(self._pool(label, tuple(answers)), answers)

    def _pool(self, label: str, scorers: tuple[str, ...]) -> PoolWeights:
        """The weights for these scorers: of the largest listed set that they cover; of two as
        large, the one listed later."""
        known = self._pool_of.get((label, scorers))
        if known is None:
            known = self._pool_of[label, scorers] = self._fitting(label, frozenset(scorers))
        return known

    def _fitting(self, label: str, scorers: frozenset[str]) -> PoolWeights:
        fitting = [p for p in self.pools.get(label, ()) if scorers.issuperset(p.weights)]
        if fitting:
            return max(reversed(fitting), key=lambda p: len(p.weights))
        # No fit knows any of them: an even say, which leaves a lone scorer's answer as it is.
        return PoolWeights(bias=0.0, weights=dict.fromkeys(sorted(scorers), 1 / len(scorers)))


def _facets(answers: Sequence[Finding]) -> tuple[str, ...]:
    named = [part.facets for part in answers if part.facets]
    return tuple(dict.fromkeys(chain.from_iterable(named))) if named else ()


def _evidence(answers: Sequence[Finding]) -> tuple[Evidence, ...]:
    evidence = [passage for part in answers for passage in part.evidence]
    if len(evidence) > 1:
        evidence.sort(key=lambda e: (e.span.start, e.span.end, e.facet, e.scorer))
    return tuple(evidence)


def _pooled(pool: PoolWeights, answers: Mapping[str, float]) -> float:
    weighted = 0.0
    for name, weight in pool.weights.items():
        weighted += weight * log_odds_of(answers[name])
    return sigmoid(pool.bias + weighted)


def _failures(parts: Sequence[Finding]) -> list[Finding]:
    return [part for part in parts if part.status is Status.FAILED]


def fit_pool(
    answers: Mapping[str, Sequence[float]], truth: Sequence[float], *, ridge: float = 1.0
) -> PoolWeights:
    """Weights and bias for the scorers in ``answers`` (probabilities) that explain ``truth``.

    ``truth`` holds 0 and 1 or soft labels between. Ridge-penalised logistic regression by
    Newton's method; the penalty pulls towards an even say (weights 1/n), not towards nothing.
    ``BadInput`` without both outcomes in ``truth`` or with lengths that differ.
    """
    names = sorted(answers)
    target = np.asarray(truth, dtype=float)
    if any(len(answers[name]) != len(target) for name in names):
        raise BadInput("fitting a combination needs one answer per scorer and comment")
    if not names or not target.size or target.min() >= 0.5 or target.max() < 0.5:
        raise BadInput("fitting a combination needs comments with and without the label")
    columns = [np.ones_like(target)]
    columns += [np.array([log_odds_of(p) for p in answers[name]]) for name in names]
    design = np.stack(columns, axis=1)
    prior = np.array([0.0] + [1 / len(names)] * len(names))
    penalty = np.array([0.0] + [ridge] * len(names))
    beta = prior.copy()
    for _ in range(100):
        predicted = 1.0 / (1.0 + np.exp(-np.clip(design @ beta, -500, 500)))
        gradient = design.T @ (predicted - target) + penalty * (beta - prior)
        curvature = (design.T * (predicted * (1 - predicted) + 1e-9)) @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        # A full step overshoots where predictions are extreme: halve it until it helps.
        here = _loss(design, target, beta, prior, penalty)
        while np.abs(step).max() > 1e-10 and (
            _loss(design, target, beta - step, prior, penalty) > here
        ):
            step = step / 2
        beta = beta - step
        if float(np.abs(step).max()) < 1e-8:
            break
    weights = {name: float(w) for name, w in zip(names, beta[1:], strict=True)}
    return PoolWeights(bias=float(beta[0]), weights=weights)


def _loss(design: Array, target: Array, beta: Array, prior: Array, penalty: Array) -> float:
    """Penalised log loss of ``beta``, by a form that stays finite at the edges."""
    odds = design @ beta
    log_loss = np.logaddexp(0.0, odds) - target * odds
    return float(log_loss.sum() + (penalty * (beta - prior) ** 2).sum() / 2)


def load_combination(path: Path) -> Combination:
    """Read the parameters that ship in ``seeds/combination.json``; ``BadInput`` when wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise BadInput(f"{path}: the combination's parameters are missing") from None
    return read_combination(text, name=path.name)


def read_combination(text: str, *, name: str) -> Combination:
    """The combination that :func:`combination_json` wrote; ``BadInput`` says that ``name`` is
    none."""
    try:
        content: Any = json.loads(text)
        if content["method"] != METHOD:
            raise BadInput(f"{name}: method {content['method']!r}, expected {METHOD!r}")
        pools = {
            label: tuple(
                PoolWeights(float(p["bias"]), {k: float(v) for k, v in p["weights"].items()})
                for p in entries
            )
            for label, entries in content["pools"].items()
        }
        return Combination(str(content["version"]), pools, str(content["provenance"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"{name}: not a combination ({type(error).__name__}: {error}); expected method, "
            "version, provenance and pools"
        ) from None


def combination_json(combination: Combination) -> str:
    """``combination`` as the text of its file, stable in order."""
    pools = {
        label: [{"bias": round(p.bias, 6), "weights": dict(p.weights)} for p in entries]
        for label, entries in combination.pools.items()
    }
    content = {
        "method": METHOD,
        "version": combination.version,
        "provenance": combination.provenance,
        "pools": pools,
    }
    return json.dumps(content, indent=2) + "\n"
