"""The product's answer on test rows: rules and model together, under the shipped thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc, expected_calibration_error
from analysis.evaluation.proportions import rate
from analysis.training.corpora.authored import kind_of
from analysis.training.example import Example
from analysis.training.first_thresholds import verdict
from analysis.training.measure_figures import Figures, figure_of
from analysis.training.measure_kinds import FEWEST, site_of

_EVEN = 0.5
_HOSTILITY, _SEVERE, _SHARP = "possible_hostility", "hostility.severe", "hostility.sharp"


def product_figures(
    examples: Sequence[Example],
    chances: Mapping[str, Sequence[float | None]],
    thresholds: Mapping[str, Mapping[str, Any]],
) -> Figures:
    """AUC and calibration error by kind of site, and the share of each kind of ours flagged.

    ``chances`` holds a label's probabilities of the examples that answer it, in their order;
    ``None`` where the text was not answered (another language), which is neither flagged nor
    cleared.
    """
    figures: Figures = {}
    for label, column in chances.items():
        here = [e for e in examples if label in e.targets]
        by_site: dict[str, list[tuple[float, float]]] = {}
        for example, chance in zip(here, column, strict=True):
            if chance is None:
                continue
            site = "authored" if example.source == "authored" else site_of(example)
            truth = float(example.targets[label] > _EVEN)
            by_site.setdefault(site, []).append((truth, chance))
        for site, pairs in sorted(by_site.items()):
            figures |= _order(f"combined.{site}.{label}", pairs)
    figures |= _verdicts(examples, chances[_HOSTILITY], thresholds[_HOSTILITY])
    return figures


def _order(name: str, pairs: Sequence[tuple[float, float]]) -> Figures:
    y, p = [truth for truth, _ in pairs], [chance for _, chance in pairs]
    if min(sum(y), len(y) - sum(y)) < FEWEST:
        return {}
    return {
        f"{name}.auc": figure_of(bootstrap(auc, y, p), positives=int(sum(y))),
        f"{name}.ece": figure_of(bootstrap(expected_calibration_error, y, p)),
    }


def _verdicts(
    examples: Sequence[Example], column: Sequence[float | None], at: Mapping[str, Any]
) -> Figures:
    """Of our texts by kind the share flagged for hostility; of severe ones the share cleared."""
    verdicts = [
        (example, "unsupported" if chance is None else verdict(chance, at))
        for example, chance in zip(
            (e for e in examples if _HOSTILITY in e.targets), column, strict=True
        )
    ]
    figures: Figures = {}
    ours = [(e, recommended) for e, recommended in verdicts if e.source == "authored"]
    for kind in sorted({kind_of(e) for e, _ in ours}):
        for name, wanted in (("hostile", True), ("harmless", False)):
            of_kind = [
                s for e, s in ours
                if kind_of(e) == kind and (e.targets[_HOSTILITY] > _EVEN) is wanted
            ]  # fmt: skip
            if len(of_kind) >= FEWEST:
                figures[f"combined.authored.kind.{kind}.{name}_flagged"] = share(of_kind, "flag")
    for source, group in (("authored", ours), ("pool", verdicts)):
        severe = [
            s for e, s in group
            if e.targets.get(_SEVERE, 0.0) > _EVEN
            and (source == "authored" or e.source == "readings_pool")
        ]  # fmt: skip
        if severe:
            figures[f"combined.{source}.severe_cleared"] = share(severe, "clear")
            figures[f"combined.{source}.severe_flagged"] = share(severe, "flag")
    harmless = [s for e, s in ours if e.targets[_SHARP] < _EVEN]
    figures["combined.authored.harmless_flagged"] = share(harmless, "flag")
    hostile = [s for e, s in ours if e.targets[_HOSTILITY] > _EVEN]
    figures["combined.authored.hostile_flagged"] = share(hostile, "flag")
    return figures


def share(verdicts: Sequence[str], verdict_name: str) -> dict[str, Any]:
    """The share of verdicts of one name, with its Wilson interval."""
    estimate = rate(sum(s == verdict_name for s in verdicts), len(verdicts))
    return {
        "value": round(estimate.value or 0.0, 4),
        "low": round(estimate.low or 0.0, 4),
        "high": round(1.0 if estimate.high is None else estimate.high, 4),
        "n": len(verdicts),
    }
