"""Fits the rules' weights on annotated comments: ``python -m analysis.scorers.rules_fit FILE``.

The file holds JSON Lines with ``text``, ``ref``, ``sha256``, ``dis``, ``hos``, ``gen`` and
``evi`` under the codebook. No text of it is kept: only one weight per rule is written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from analysis.domain.comment import Article, Comment, Discussion
from analysis.labels import RULES, label
from analysis.labels.word_lists import shipped_word_lists
from analysis.resources import seeds_dir
from analysis.scorers.rules_features import HEADS, hits_of, own_words, values_of
from analysis.settings import Settings
from analysis.text.prepare import Preparer

HELD_OUT_PARTS = 3  # one part of three is held out, whole articles at a time
PRIOR_PRECISION = 3.0  # how hard a weight is held to its prior: a spread of about 0.6 log-odds
FLOOR = 0.05  # a shown rule never speaks against its own label
_NAMES = [rule.name for rule in RULES]


def held_out(row: dict[str, Any]) -> bool:
    """Whether a row belongs to the held-out third; comments of one article stay together."""
    ref = str(row.get("ref") or "")
    group = ref.rsplit("_", 1)[0] if ref else str(row["sha256"])
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % HELD_OUT_PARTS == 0


def matrix(texts: Sequence[str]) -> np.ndarray:
    """One row per text, one column per rule of ``RULES``."""
    model = Settings().spacy_model
    preparer, lists = Preparer(model), shipped_word_lists()
    values = np.zeros((len(texts), len(_NAMES)))
    for i, text in enumerate(texts):
        comment = Comment(id=str(i), thread_id="t", position=1, text=text)
        prepared = preparer.prepare(Discussion(Article("t"), (comment,)))[0]
        for name, value in values_of(
            hits_of(own_words(prepared, lists, spacy_model=model))
        ).items():
            values[i, _NAMES.index(name)] = value
    return values


def target(row: dict[str, Any], head: str) -> float | None:
    """The 0/1 answer of a row for a head, or ``None`` where it was left open."""
    of = label(HEADS[head])
    value = row[of.column]
    if value is None:
        return None
    if of.holds_from is not None and head == of.key:
        return float(of.holds_at(value))
    level = next((level for level in of.levels if level.head == head), None)
    return float(value >= (level.degree or 1 if level else 1))


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


def fit_all(rows: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """The weights file's content and a line of figures per head, on the held-out third."""
    values = matrix([row["text"] for row in rows])
    out = np.array([held_out(row) for row in rows])
    heads: dict[str, Any] = {}
    lines = []
    for head in HEADS:
        raw = [target(row, head) for row in rows]
        known = np.array([a is not None for a in raw])
        answers = np.array([a or 0.0 for a in raw])
        use, test = known & ~out, known & out
        intercept, weights = fit(values[use], answers[use], head)
        scores = intercept + values[test] @ weights
        auc = float(roc_auc_score(answers[test], scores))
        low, high = interval(answers[test], scores)
        lines.append(
            f"| {head} | {int(use.sum())} | {int(test.sum())} ({int(answers[test].sum())}) | "
            f"{auc:.3f} | {low:.3f} to {high:.3f} |"
        )
        nonzero = {
            n: round(float(w), 3) for n, w in zip(_NAMES, weights, strict=True) if abs(w) > 5e-4
        }
        heads[head] = {"intercept": round(intercept, 3), "weights": nonzero}
    origin = (
        f"Logistic regression held to the rules' prior strengths, fitted on {int((~out).sum())} "
        "newspaper comments annotated under the codebook; a third, by article, was held out."
    )
    return {"origin": origin, "heads": heads}, lines


def main() -> None:
    """Fit, print the figures of the held-out third, and write ``seeds/rule_weights.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--out", type=Path, default=seeds_dir() / "rule_weights.json")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines()]
    content, lines = fit_all(rows)
    given.out.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print("| head | fitted on | held out (positive) | AUC | 95 % interval |\n|---|---|---|---|---|")  # noqa: T201
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
