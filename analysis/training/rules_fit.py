"""Fits the rules' weights: ``python -m analysis.training.rules_fit --corpora FOLDER``.

On texts read or written under the codebook whose licences allow commercial use, as the open model
learns from. No text is kept: only one weight per rule is written.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from analysis.labels import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.resources import seeds_dir
from analysis.scorers.rules_features import HEADS, hits_of_comment, values_of
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.training.example import Example
from analysis.training.heads import LEVELS
from analysis.training.measure_kinds import tells_base_rate
from analysis.training.product_answers import alone
from analysis.training.selection import read_splits

SOURCES = ("readings_pool", "readings_open", "authored")
PRIOR_PRECISION = 3.0  # how hard a weight is held to its prior: a spread of about 0.6 log-odds
FLOOR = 0.05  # a shown rule never speaks against its own label
SHARP = "hostility.sharp"
_NAMES = [rule.name for rule in RULES]
_EVEN = 0.5
_NOTHING = 5e-4  # a smaller weight is left out of the file


def matrix(examples: Sequence[Example]) -> np.ndarray:
    """One row per example, read under what it answers, and one column per rule of ``RULES``."""
    model = Settings().spacy_model
    preparer, lists = Preparer(model), shipped_word_lists()
    values = np.zeros((len(examples), len(_NAMES)))
    for i, example in enumerate(examples):
        prepared = preparer.prepare(alone(example))[-1]
        hits = hits_of_comment(prepared, lists, spacy_model=model)
        for name, value in values_of(hits).items():
            values[i, _NAMES.index(name)] = value
    return values


def target(example: Example, head: str) -> float | None:
    """The share of readers who say yes to a head, or ``None`` where it was left open."""
    return example.targets.get(LEVELS[1] if head == SHARP else head)


def fit(values: np.ndarray, answers: np.ndarray, head: str) -> tuple[float, np.ndarray]:
    """Intercept and weights: logistic regression held to the rules' prior strengths.

    Rules of the head's own label keep their sign; rules of other labels are not used.
    """
    own = np.array([rule.label == HEADS[head] for rule in RULES])
    prior = np.array([rule.strength for rule in RULES])[own]
    x = values[:, own]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = w[0] + x @ w[1:]
        p = 1 / (1 + np.exp(-z))
        value = np.logaddexp(0, z).sum() - answers @ z
        value += PRIOR_PRECISION / 2 * ((w[1:] - prior) ** 2).sum()
        gradient = np.concatenate([[0.0], PRIOR_PRECISION * (w[1:] - prior)])
        gradient[0] += (p - answers).sum()
        gradient[1:] += x.T @ (p - answers)
        return float(value), gradient

    bounds: list[tuple[float | None, float | None]] = [(None, None)]
    for rule in (r for r in RULES if r.label == HEADS[head]):
        bounds.append((FLOOR, None) if rule.shown and rule.strength > 0 else (None, None))
    start = np.concatenate([[-1.5], np.maximum(prior, FLOOR)])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = np.zeros(len(RULES))
    weights[own] = best[1:]
    return float(best[0]), weights


def intercept_for(odds: np.ndarray, answers: np.ndarray) -> float:
    """The intercept beside these log-odds under which the mean answer is the expected one."""
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        expected = float((1 / (1 + np.exp(-(odds + middle)))).mean())
        low, high = (middle, high) if expected < answers.mean() else (low, middle)
    return (low + high) / 2


def interval(answers: np.ndarray, scores: np.ndarray, *, draws: int = 1000) -> tuple[float, float]:
    """The 95 % bootstrap interval of the AUC (resampled comments, fixed seed)."""
    random = np.random.default_rng(20)
    aucs: list[float] = []
    while len(aucs) < draws:
        pick = random.integers(0, len(answers), len(answers))
        if 0 < answers[pick].sum() < len(pick):
            aucs.append(roc_auc_score(answers[pick], scores[pick]))
    low, high = np.percentile(aucs, [2.5, 97.5])
    return float(low), float(high)


def fit_all(train: Sequence[Example], test: Sequence[Example]) -> tuple[dict[str, Any], list[str]]:
    """The weights file's content, and a line of figures per head and source on ``test``."""
    values, unseen = matrix(train), matrix(test)
    heads: dict[str, Any] = {}
    lines = []
    for head in HEADS:
        rows, answers = _answered(train, head)
        _, weights = fit(values[rows], answers, head)
        usual = [k for k, i in enumerate(rows) if tells_base_rate(train[i])]
        intercept = intercept_for(values[rows][usual] @ weights, answers[usual])
        scores = intercept + unseen @ weights
        for source in SOURCES:
            there = [i for i, e in enumerate(test) if e.source == source]
            picked, truth = _answered([test[i] for i in there], head)
            yes = (truth > _EVEN).astype(float)
            if not 0 < yes.sum() < len(yes):
                continue
            of = scores[[there[i] for i in picked]]
            low, high = interval(yes, of)
            lines.append(
                f"| {head} | {len(rows)} | {source} | {len(yes)} ({int(yes.sum())}) | "
                f"{roc_auc_score(yes, of):.3f} | {low:.3f} to {high:.3f} |"
            )
        weighed = zip(_NAMES, weights, strict=True)
        heads[head] = {
            "intercept": round(intercept, 3),
            "weights": {name: round(float(w), 3) for name, w in weighed if abs(w) > _NOTHING},
        }
    origin = (
        f"Logistic regression held to the rules' prior strengths, fitted on {len(train)} comments "
        "and texts read or written under the codebook, from sources that allow commercial use."
    )
    return {"origin": origin, "heads": heads}, lines


def _answered(examples: Sequence[Example], head: str) -> tuple[list[int], np.ndarray]:
    """The examples that answer a head, and their answers."""
    answers = [(i, target(example, head)) for i, example in enumerate(examples)]
    known = [(i, answer) for i, answer in answers if answer is not None]
    return [i for i, _ in known], np.array([answer for _, answer in known])


def main() -> None:
    """Fit, print the figures of the held-out texts, and write ``seeds/rule_weights.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--out", type=Path, default=seeds_dir() / "rule_weights.json")
    given = parser.parse_args()
    splits = read_splits(SOURCES, corpora=given.corpora)
    content, lines = fit_all(splits["train"], splits["test"])
    given.out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print("| head | fitted on | held-out source | n (positive) | AUC | 95 % interval |")  # noqa: T201
    print("|---|---|---|---|---|---|")  # noqa: T201
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
