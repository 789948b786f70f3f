"""A calibration and thresholds for each kind of site, beside the general ones.

The same scores mean other chances where other comments come: under an argument, in a forum, in a
list that readers or a filter have picked out already. So for each kind the general answer's
log-odds are stretched and shifted (Platt 1999) on that kind's dev comments, and thresholds chosen
on them as for the default profile. The error of a kind is told on its dev comments by calibrators
that have not seen the row, and on its test comments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.combination import Combination, PoolWeights, combination_json, fit_pool
from analysis.domain.log_odds import log_odds_of, sigmoid
from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import expected_calibration_error
from analysis.labels import LABEL_KEYS
from analysis.resources import seeds_dir
from analysis.training.example import unit_interval
from analysis.training.first_thresholds import NATURAL
from analysis.training.measure_figures import Figures, figure_of
from analysis.training.measure_kinds import site_of
from analysis.training.product_answers import Answers, chosen_thresholds, joined
from analysis.training.rules_alone import with_rules_alone_clear

_FOLDS = 10
_RIDGE = 4.0  # pulls the stretch towards 1, which leaves the general answer as it is
_FEWEST = 10  # of either answer, or the general calibration stays


@dataclass(frozen=True, slots=True)
class SiteKind:
    """A kind of site, and the pool's kind of site that stands for it."""

    key: str
    title: str
    site: str
    drawn: str


KINDS = (
    SiteKind(
        "forum", "Forum or social network", "reddit",
        "comments and replies of Reddit, drawn near to as they come",
    ),
    SiteKind(
        "debate", "Debate or deliberation", "debate",
        "arguments and replies of debate sites and deliberations, drawn near to as they come",
    ),
    SiteKind(
        "preselected", "Comments that readers or a filter have picked out", "news",
        "comments of news sites that were chosen as likely toxic, or for a group they name",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a kind's log-odds follow from the general ones: ``factor * log-odds + shift``."""

    factor: float
    shift: float

    def __call__(self, chance: float) -> float:
        """The kind's probability for the general one."""
        return sigmoid(self.factor * log_odds_of(chance) + self.shift)

    def of(self, pool: PoolWeights) -> PoolWeights:
        """The pool whose answer is this stretch of the given pool's."""
        weights = {name: round(w * self.factor, 3) for name, w in pool.weights.items()}
        return PoolWeights(round(pool.bias * self.factor + self.shift, 3), weights)


AS_IT_IS = Stretch(1.0, 0.0)


def fitted_stretch(chances: Sequence[float], truth: Sequence[float]) -> Stretch:
    """The stretch that explains ``truth`` (0 and 1) best; none with too few of either answer."""
    if min(sum(truth), len(truth) - sum(truth)) < _FEWEST:
        return AS_IT_IS
    return stretch_for(chances, truth)


def stretch_for(chances: Sequence[float], truth: Sequence[float]) -> Stretch:
    """The stretch that explains ``truth`` best; ``BadInput`` without both answers."""
    fit = fit_pool({"general": list(chances)}, list(truth), ridge=_RIDGE)
    return Stretch(round(fit.weights["general"], 3), round(fit.bias, 3))


def unseen(chances: Sequence[float], truth: Sequence[float], groups: Sequence[str]) -> list[float]:
    """Each row's probability by a stretch that was fitted without its ``group`` (a thread)."""
    fold = [int(unit_interval("fold", group) * _FOLDS) for group in groups]
    answers = [0.0] * len(truth)
    for number in range(_FOLDS):
        apart = [i for i in range(len(truth)) if fold[i] != number]
        stretch = fitted_stretch([chances[i] for i in apart], [truth[i] for i in apart])
        for i in range(len(truth)):
            if fold[i] == number:
                answers[i] = stretch(chances[i])
    return answers


def of_kind(general: Combination, kind: SiteKind, stretches: Mapping[str, Stretch], *,
            answering: frozenset[str], rows: int) -> Combination:  # fmt: skip
    """The general combination, stretched wherever exactly the ``answering`` scorers (or those and
    Detoxify) speak for a label; the other sets were not fitted, so they stay. ``rows`` is how many
    comments the stretches come from."""
    sets = (answering, answering | {"detoxify"})
    pools = {
        label: tuple(
            stretches[label].of(pool) if frozenset(pool.weights) in sets else pool
            for pool in listed
        )
        for label, listed in general.pools.items()
    }
    return replace(
        general,
        version=f"{general.version} {kind.key}",
        pools=pools,
        provenance=f"The general combination, stretched and shifted on {rows} held-out "
        f"{kind.drawn}.",
    )


def error_figures(name: str, chances: Sequence[float], truth: Sequence[float]) -> Figures:
    """The calibration error with its interval; nothing with too few of either answer."""
    if min(sum(truth), len(truth) - sum(truth)) < _FEWEST:
        return {}
    return {name: figure_of(bootstrap(expected_calibration_error, list(truth), list(chances)))}


def fit_kind(
    kind: SiteKind, general: Combination, dev: Answers, test: Answers, model: str,
    thresholds_of_all: Mapping[str, Any],
) -> Figures:  # fmt: skip
    """Write one kind's calibration and thresholds to ``seeds/site_kinds``; its figures."""
    names = ("rules", f"embedded-{model}")
    here, there = (
        part.where(lambda e: e.source in NATURAL and site_of(e) == kind.site)
        for part in (dev, test)
    )
    stretches: dict[str, Stretch] = {}
    figures: Figures = {}
    for label in LABEL_KEYS:
        rows = here.rows(label, names)
        chances, truth = joined(general, here, label, model), here.truth(label, rows)
        stretches[label] = fitted_stretch(chances, truth)
        groups = [here.examples[i].group for i in rows]
        figures |= error_figures(
            f"kind.{kind.key}.{label}.dev_ece", unseen(chances, truth, groups), truth
        )
        tested = there.truth(label, there.rows(label, names))
        later = [stretches[label](p) for p in joined(general, there, label, model)]
        figures |= error_figures(f"kind.{kind.key}.{label}.ece", later, tested)
    combination = of_kind(
        general, kind, stretches, answering=frozenset(names), rows=len(here.examples)
    )
    written = dev.where(lambda e: e.source == "authored" or site_of(e) == kind.site)
    chosen = {
        label: thresholds_of_all[label]
        if stretches[label] == AS_IT_IS
        else chosen_thresholds(combination, written, there, label, model)
        for label in LABEL_KEYS
    }
    combination = with_rules_alone_clear(combination, here, chosen)
    write_kind(seeds_dir() / "site_kinds", kind, combination, chosen)
    return figures


def write_kind(
    folder: Path, kind: SiteKind, combination: Combination, thresholds: Mapping[str, Any]
) -> None:
    """The file that ``analysis.services.learning.site_kinds`` reads."""
    folder.mkdir(exist_ok=True)
    content = {
        "title": kind.title,
        "drawn": kind.drawn,
        "combination": json.loads(combination_json(combination)),
        "thresholds": thresholds,
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{kind.key}.json").write_text(text, encoding="utf-8")
