"""Graded readings: how sure a reader was of each answer, in tenths, made into soft targets.

The files in ``analysis/training/annotations`` name their texts by hash and hold digits only; how
they came about is told in the README beside them. A digit says how many of ten raters a reader
expected to say yes. What it is worth is fitted on the rows that were read blind and that have an
answer of their corpus: one logistic curve a question (Platt 1999).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analysis.training.corpora.annotated import read_annotated
from analysis.training.corpora.newspaper import read_ucc
from analysis.training.corpora.pairs import read_covid_pairs, read_debagreement, read_forum_pairs
from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, text_key
from analysis.training.heads import PRODUCT_LABELS, SOFTMAX_GROUPS, UCC

ANNOTATIONS = Path(__file__).parent.parent / "annotations"
NEWSPAPER = ANNOTATIONS / "readings_newspaper.csv"
PERMISSIVE = ANNOTATIONS / "readings_permissive.csv"
PAIRS = ANNOTATIONS / "readings_pairs.csv"

QUESTIONS = (*(f"ucc.{name}" for name in UCC), *PRODUCT_LABELS)
PAIR_CLASSES = tuple(f"pair.{c}" for c in SOFTMAX_GROUPS["pair"])
_KEY = 16  # hexadecimal digits of the SHA-256 that name a text
_LOOSE = 1e3  # hardly any penalty: two numbers from hundreds of rows
_TIGHT = 0.1  # many numbers from the same rows
# Raters call a comment unhealthy for any of the other reasons: AUC .79 from all digits, .75 alone.
_HEEDS = {"ucc.unhealthy": tuple(range(len(UCC)))}
_TEXTS = {
    "unlabelled": ("ucc/ucc_train_text_unlabelled.csv", "comment"),
    "c3": ("c3/c3_train.csv", "comment_text"),
    "toxic_spans": ("toxic_spans/comments.csv", "comment_text"),
    "edos": ("edos/edos.csv", "text"),
    "storyarg": ("storyarg/spans.csv", "words_max_span"),
    "stereotype": ("stereotype/reddit_stereotype_109.csv", "text"),
}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """One read text: its hash, the corpus that holds it, whether it was a blind check, digits."""

    key: str
    source: str
    via: str
    digits: tuple[int, ...]


def read_file(path: Path) -> list[Reading]:
    """The rows of one file of readings."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Reading(row["key"], row["source"], row["via"], tuple(int(d) for d in row["digits"]))
            for row in csv.DictReader(file)
        ]


def hash_of(*texts: str) -> str:
    """The name of a text, or of a parent and its reply, in the files of readings."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:_KEY]


def log_odds(digits: Sequence[int]) -> Floats:
    """Digits as log-odds; half a rater on either side keeps 0 and 9 finite."""
    share = (np.asarray(digits, dtype=float) + 0.5) / 10.0
    odds: Floats = np.log(share / (1.0 - share))
    return odds


@dataclass(frozen=True, slots=True)
class Curve:
    """What digits are worth for one question: ``sigmoid(weights * log-odds + intercept)``."""

    positions: tuple[int, ...]
    weights: tuple[float, ...]
    intercept: float

    def __call__(self, digits: Sequence[int]) -> float:
        """The probability that the digits of one reading stand for."""
        odds = log_odds([digits[position] for position in self.positions])
        return float(1.0 / (1.0 + np.exp(-(odds @ np.asarray(self.weights) + self.intercept))))


def fitted_curve(
    readings: Sequence[Reading], answers: Sequence[float], positions: tuple[int, ...]
) -> Curve:
    """A logistic fit; the answers are shares, and each counts as a weighted yes and no."""
    from sklearn.linear_model import LogisticRegression

    odds = np.stack([log_odds([r.digits[p] for p in positions]) for r in readings])
    share = np.asarray(answers, dtype=float)
    fit = LogisticRegression(C=_LOOSE if len(positions) == 1 else _TIGHT).fit(
        np.concatenate([odds, odds]),
        np.concatenate([np.ones(len(share)), np.zeros(len(share))]),
        np.concatenate([share, 1.0 - share]),
    )
    return Curve(positions, tuple(float(w) for w in fit.coef_[0]), float(fit.intercept_[0]))


def curves(readings: Sequence[Reading], folder: Path) -> dict[str, Curve]:
    """What the digits are worth for each question, from the rows that were read blind."""
    known: dict[str, Mapping[str, float]] = {}
    for example in (*read_ucc(folder), *read_annotated(folder)):
        known[hash_of(example.text)] = {**known.get(hash_of(example.text), {}), **example.targets}
    fitted = {}
    for position, question in enumerate(QUESTIONS):
        rows = [r for r in readings if r.via == "blind" and question in known.get(r.key, {})]
        answers = [known[r.key][question] for r in rows]
        fitted[question] = fitted_curve(rows, answers, _HEEDS.get(question, (position,)))
    return fitted


def read_newspaper(folder: Path) -> Iterator[Example]:
    """Newspaper comments with graded answers to UCC's and to our own questions."""
    readings = read_file(NEWSPAPER)
    curve = curves(readings, folder)
    sighted = [r for r in readings if r.via != "blind"]
    yield from _with_texts("readings", sighted, folder, curve)


def read_permissive(folder: Path) -> Iterator[Example]:
    """Comments from corpora with a commercial licence, with graded answers to our questions.

    What a digit is worth is known from newspaper comments only, so the digit is taken as it is.
    """
    plain = {label: Curve((i,), (1.0,), 0.0) for i, label in enumerate(PRODUCT_LABELS)}
    yield from _with_texts("readings_open", read_file(PERMISSIVE), folder, plain)


def _with_texts(
    source: str, readings: Sequence[Reading], folder: Path, curve: Mapping[str, Curve]
) -> Iterator[Example]:
    wanted = {reading.key: reading for reading in readings}
    for corpus in sorted({reading.source for reading in readings}):
        for text in _texts(corpus, folder):
            reading = wanted.pop(hash_of(text), None)
            if reading is not None:
                targets = {question: of(reading.digits) for question, of in curve.items()}
                yield Example(source, reading.key, text_key(text), text, None, targets)


def _texts(corpus: str, folder: Path) -> Iterator[str]:
    if corpus == "context_toxicity":
        for name in ("gc", "gn"):
            yield from (r["text"] for r in rows_of(folder / corpus / f"{name}.csv"))
    elif corpus == "goemotions":
        with (folder / corpus / "train.tsv").open(encoding="utf-8", newline="") as file:
            yield from (line.split("\t")[0] for line in file)
    else:
        name, column = _TEXTS[corpus]
        yield from (row[column] for row in rows_of(folder / name))


def read_pairs(folder: Path) -> Iterator[Example]:
    """Reply pairs with shares for disagree, neutral and agree.

    One question was put to pairs of all three corpora, so "neutral" means one thing here. What a
    reader's division is worth is fitted on the pairs read blind: raters say "neutral" more often.
    """
    wanted = {reading.key: reading for reading in read_file(PAIRS)}
    raters = {_pair_key(example): example for example in read_debagreement(folder)}
    blind = [r for r in wanted.values() if r.via == "blind" and r.key in raters]
    worth = fitted_division(
        blind, [[raters[r.key].targets[c] for c in PAIR_CLASSES] for r in blind]
    )
    for read in (read_debagreement, read_covid_pairs, read_forum_pairs):
        for example in read(folder):
            reading = wanted.pop(_pair_key(example), None)
            if reading is None:
                continue
            shares = worth(reading.digits)
            targets = {c: float(share) for c, share in zip(PAIR_CLASSES, shares, strict=True)}
            yield Example(
                "readings_pairs", reading.key, example.group, example.text, example.parent, targets
            )


def _pair_key(example: Example) -> str:
    return hash_of(example.parent or "", example.text)


def fitted_division(
    readings: Sequence[Reading], answers: Sequence[Sequence[float]]
) -> Callable[[Sequence[int]], Floats]:
    """A multinomial logistic fit from a reader's division to the raters' shares."""
    from sklearn.linear_model import LogisticRegression

    def seen(digits: Sequence[int]) -> Floats:
        share = np.asarray(digits, dtype=float) + 0.3  # a third of a rater keeps 0 finite
        odds: Floats = np.log(share / share.sum())
        return odds

    rows = np.stack([seen(reading.digits) for reading in readings])
    shares, classes = np.asarray(answers, dtype=float), len(PAIR_CLASSES)
    fit = LogisticRegression(C=_LOOSE).fit(
        np.concatenate([rows] * classes),
        np.repeat(np.arange(classes), len(rows)),
        shares.T.reshape(-1),
    )

    def division(digits: Sequence[int]) -> Floats:
        probabilities: Floats = fit.predict_proba(seen(digits)[None])[0]
        return probabilities

    return division
