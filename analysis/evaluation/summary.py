"""An evaluation as Markdown and JSON: every figure with its n and its interval."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from analysis.evaluation.bands import Slice
from analysis.evaluation.evaluate import LabelEvaluation
from analysis.evaluation.fairness import FairnessComparison
from analysis.evaluation.intervals import Estimate
from analysis.evaluation.metrics import AtThreshold


def markdown(
    title: str, reports: Sequence[LabelEvaluation], *, fairness: FairnessComparison | None = None
) -> str:
    """The report as people read it."""
    lines = [
        f"# {title}",
        "",
        "Intervals are 95 % bootstrap intervals over rows. F1 with a threshold chosen on the other "
        "half of these rows is a fair estimate; a threshold chosen on all of them would flatter.",
        "",
    ]
    lines += _overview(reports)
    for report in reports:
        lines += _section(report)
    if fairness is not None:
        lines += fairness_lines(fairness)
    return "\n".join(lines) + "\n"


def as_json(
    reports: Sequence[LabelEvaluation],
    *,
    about: dict[str, Any],
    fairness: FairnessComparison | None = None,
) -> str:
    """The same as data; undefined figures are null."""
    content = {
        **about,
        "labels": [_clean(report.summary()) for report in reports],
        "fairness": None if fairness is None else _clean(fairness.summary()),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _overview(reports: Sequence[LabelEvaluation]) -> list[str]:
    lines = [
        "| label | truth | n | yes | AUC | average precision | AUC within length bands | "
        "length alone | calibration error | Brier |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.label} | {r.column} | {r.n} | {r.positives} | {_e(r.auc)} | "
        f"{_e(r.average_precision)} | {_e(r.auc_within_length)} | {_f(r.length_auc)} | "
        f"{_e(r.ece)} | {_e(r.brier)} |"
        for r in reports
    ]
    return [*lines, ""]


def _section(report: LabelEvaluation) -> list[str]:
    lines = [f"## {report.label}", ""]
    if report.unanswered:
        lines += [f"{report.unanswered} rows have no score and are left out.", ""]
    rows = [("active profile", report.at_profile), ("chosen on other data", report.at_chosen),
            ("chosen on the other half", report.chosen_on_other_half)]  # fmt: skip
    lines += ["| threshold | at | flagged | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    lines += [_threshold_line(name, at) for name, at in rows if at is not None]
    if report.ahead is not None and report.against is not None:
        lines += [
            "",
            f"Their AUC on the same rows: {_e(report.against)}. Ours is ahead by "
            f"{report.ahead.value:+.3f} [{report.ahead.low:+.3f}, {report.ahead.high:+.3f}] "
            f"(paired; ahead in {report.ahead.share_ahead:.0%} of resamples).",
        ]
    lines += ["", "By length:", ""]
    lines += _slice_lines(report.length_slices)
    for name, of_slice in report.slices.items():
        lines += ["", f"By {name}:", ""]
        lines += _slice_lines(of_slice)
    lines += [
        "",
        "Reliability:",
        "",
        "| score | n | mean score | share of yes |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {b.low:.1f} to {b.high:.1f} | {b.n} | {b.mean_score:.3f} | {b.share_positive:.3f} |"
        for b in report.bins
    ]
    return [*lines, ""]


def _slice_lines(rows: Sequence[Slice]) -> list[str]:
    lines = ["| rows | n | yes | AUC |", "|---|---|---|---|"]
    return lines + [
        f"| {s.name.strip()} | {s.n} | {s.positives} | "
        f"{_e(s.auc) if s.auc else 'too few of one kind'} |"
        for s in rows
    ]


def fairness_lines(report: FairnessComparison, *, own: bool = False) -> list[str]:
    """Identity terms: what a swap of the group's name does to the score.

    ``own`` says that the sentences are the user's comments.
    """
    source = "Comments of yours" if own else "Templates written for this project"
    lines = [
        f"## Identity terms: {report.label}",
        "",
        f"{source}; each group's name is put into the same sentences. "
        f"Flagged means a score of at least {report.threshold:.2f}.",
        "",
        "| group | harmless: mean | against all | flagged | attacking: mean | flagged |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {g.term} | {g.harmless_mean:.3f} | {g.gap:+.3f} | {g.harmless_flagged:.0%} | "
        f"{_f(g.attacking_mean)} | {_share(g.attacking_flagged)} |"
        for g in report.groups
    ]
    return [
        *lines,
        "",
        f"Widest gap between groups on harmless sentences: {report.widest_gap:.3f}; gap of the "
        f"false-positive rates: {report.false_positive_gap:.0%}; "
        f"{report.sentences} sentences a group."
        + (f" {report.unanswered} without an answer are left out." if report.unanswered else ""),
        "",
    ]


def _threshold_line(name: str, at: AtThreshold) -> str:
    return (
        f"| {name} | {_f(at.threshold)} | {at.flagged} | {_f(at.precision)} | {_f(at.recall)} | "
        f"{_f(at.f1)} |"
    )


def _e(estimate: Estimate) -> str:
    return f"{_f(estimate.value)} [{_f(estimate.low)}, {_f(estimate.high)}]"


def _f(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.0%}"


def _clean(value: Any) -> Any:
    """NaN has no place in JSON."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 5)
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
