"""The wide part: a linear model on word pieces and their pairs, beside the encoder (Cheng et al.
2016, "Wide & Deep Learning").

The encoder knows a text it has learned from nearly by heart, and rare words from few texts. A
linear model, fitted by itself on the same rows, knows less but forgets fewer words; added to the
encoder's logits it puts right what the encoder mistakes. How much it counts is chosen label by
label on dev rows. ``python -m analysis.training.wide WEIGHTS OUT`` adds one to weights that are
trained.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import typer
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer

from analysis.evaluation.metrics import auc
from analysis.scorers.embedded_text import spelled
from analysis.training.batching import encode, plain_tokenizer
from analysis.training.example import Example, Split
from analysis.training.export import load_weights
from analysis.training.heads import LEVELS, PRODUCT_LABELS, HeadLayout
from analysis.training.learning import predict
from analysis.training.measure_kinds import site_of
from analysis.training.network import PAIRS, MultiTaskEncoder, WideHead, base_model_folder
from analysis.training.recipes import RECIPES, Recipe
from analysis.training.selection import read_splits

TOKENS = 256
"""Of a text, at most: what the product reads at a time."""

LOOSENESS = 10.0
"""scikit-learn's ``C``, the inverse of the penalty on the weights; of .3, 1, 3 and 10 the best on
dev rows, and hardly better than 3."""

SHARES = tuple(step / 10 for step in range(13))
"""How much of the wide part's logit is added to the encoder's."""

LEAST_TOKENS = (64, 32, 16, 1)
"""A shorter text counts as one of so many tokens: of what orders dev rows as well, the most. In a
short text one word weighs much, and the encoder sees better that it is negated or a name."""

_AS_GOOD = 0.001  # of a mean AUC
_DOUBT = 0.05  # a soft answer nearer than this to an even one teaches neither side
_LEAST_OF_A_SITE = 20  # positives, for a group of dev rows to have a say
NAMES = (*PRODUCT_LABELS, *LEVELS[1:])
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wide:
    """Weights (vocabulary + pairs, names), a bias each, and what of the logits they answer."""

    names: tuple[str, ...]
    table: np.ndarray
    bias: np.ndarray


def features(texts: Sequence[str], tokenizer: Tokenizer, *, vocabulary: int) -> csr_matrix:
    """Counts of word pieces and of hashed pairs of neighbours over the root of their number, one
    row for each text: what :class:`WideHead` adds up."""
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, pieces in enumerate(_pieces(texts, tokenizer)):
        pairs = vocabulary + WideHead.pair_of(pieces[:-1], pieces[1:])
        pieces_here, counts = np.unique(np.concatenate([pieces, pairs]), return_counts=True)
        rows.extend([row] * len(pieces_here))
        columns.extend(pieces_here.tolist())
        values.extend((counts / len(pieces) ** 0.5).tolist())
    return csr_matrix((values, (rows, columns)), shape=(len(texts), vocabulary + PAIRS))


def _pieces(texts: Sequence[str], tokenizer: Tokenizer) -> list[np.ndarray]:
    """Each text's word pieces as numbers, the last one kept where it is cut."""
    encoded = tokenizer.encode_batch([spelled(text).text for text in texts])
    return [
        np.array(ids if len(ids) <= TOKENS else [*ids[: TOKENS - 1], ids[-1]])
        for ids in (encoding.ids for encoding in encoded)
    ]


def fit_wide(train: Sequence[Example], names: Sequence[str], tokenizer: Tokenizer) -> Wide:
    """A penalised logistic regression for each name, on the rows that answer it; a soft answer
    counts by how far it is from an even one."""
    vocabulary = tokenizer.get_vocab_size()
    rows = [e for e in train if any(name in e.targets for name in names)]
    counted = features([e.text for e in rows], tokenizer, vocabulary=vocabulary)
    table = np.zeros((vocabulary + PAIRS, len(names)), dtype=np.float32)
    bias = np.zeros(len(names), dtype=np.float32)
    for column, name in enumerate(names):
        answers = np.array([e.targets.get(name, 0.5) for e in rows])
        sure = np.abs(answers - 0.5) > _DOUBT
        model = LogisticRegression(C=LOOSENESS, solver="liblinear", random_state=0)
        model.fit(counted[sure], answers[sure] > 0.5, sample_weight=2 * np.abs(answers[sure] - 0.5))
        table[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return Wide(tuple(names), table, bias)


def chosen_shares(
    wide: Wide, deep: Mapping[str, np.ndarray], dev: Sequence[Example], tokenizer: Tokenizer
) -> dict[str, tuple[float, int]]:
    """The share of each name, and its least number of tokens, that order dev rows best: by the mean
    AUC over groups of rows (news, other sites, texts of ours); of what is as good, what changes
    short texts least, then the smallest share."""
    vocabulary = tokenizer.get_vocab_size()
    texts = [e.text for e in dev]
    logits = features(texts, tokenizer, vocabulary=vocabulary) @ wide.table
    lengths = np.array([len(pieces) for pieces in _pieces(texts, tokenizer)])
    groups = [_group(e) for e in dev]
    chosen = {}
    for column, name in enumerate(wide.names):
        scored = {}
        for least in LEAST_TOKENS:
            damped = np.sqrt(lengths / np.maximum(lengths, least)) * logits[:, column]
            for share in SHARES:
                together = deep[name] + share * (damped + wide.bias[column])
                scored[share, least] = _mean_auc(together, dev, groups, name)
        good = max(scored.values()) - _AS_GOOD
        chosen[name] = min(
            (key for key, area in scored.items() if area >= good), key=lambda key: (-key[1], key[0])
        )
    return chosen


def _group(example: Example) -> str:
    if example.source == "authored":
        return "ours"
    return "news" if site_of(example) == "news" else "elsewhere"


def _mean_auc(
    scores: np.ndarray, dev: Sequence[Example], groups: Sequence[str], name: str
) -> float:
    areas = []
    for group in dict.fromkeys(groups):
        rows = [i for i, e in enumerate(dev) if groups[i] == group and name in e.targets]
        truth = [float(dev[i].targets[name] > 0.5) for i in rows]
        if min(sum(truth), len(truth) - sum(truth)) >= _LEAST_OF_A_SITE:
            areas.append(auc(truth, [float(scores[i]) for i in rows]))
    return round(float(np.mean(areas)), 4) if areas else 0.0


def add_wide(
    model: MultiTaskEncoder, recipe: Recipe, splits: Mapping[Split, Sequence[Example]], *, say: Say
) -> None:
    """Fit a wide part on the rows that teach the product's labels, and put it into ``model``."""
    tokenizer = plain_tokenizer(str(base_model_folder() / "tokenizer.json"))
    names = [name for name in NAMES if name in model.layout.logits]
    wide = fit_wide(splits["train"], names, tokenizer)
    dev = [e for e in splits["dev"] if e.source in recipe.calibrated_on]
    encoded = encode(dev, tokenizer=tokenizer, layout=model.layout, with_parent=[False] * len(dev))
    logits, _ = predict(model, encoded)
    deep = {name: logits[:, model.layout.logits.index(name)] for name in names}
    shares = chosen_shares(wide, deep, dev, tokenizer)
    for name, (share, least) in shares.items():
        say(f"wide part, {name}: {share:.1f} of its logit, from {least} tokens on")
    model.wide = weighted(model.layout, wide, shares)


def weighted(layout: HeadLayout, wide: Wide, shares: Mapping[str, tuple[float, int]]) -> WideHead:
    """The part of the network that adds each name's share."""
    weights = np.array([shares[name][0] for name in wide.names], dtype=np.float32)
    least = [float(shares[name][1]) for name in wide.names]
    return WideHead.of(layout, wide.names, wide.table * weights, wide.bias * weights, least)


def main(weights: Path, out: Path, corpora: Path = Path("../shared/corpora")) -> None:
    """Add a wide part to the weights of the open recipe."""
    model, recipe = load_weights(weights), RECIPES["open"]
    splits = read_splits((*recipe.sources, *recipe.calibrated_on), corpora=corpora)
    add_wide(model, recipe, splits, say=typer.echo)
    torch.save({"model": model.state_dict(), "layout": model.layout}, out)


if __name__ == "__main__":
    typer.run(main)
