"""What the shipped model should reach, beside what its ``figures.json`` says that it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure with its aim; ``most`` where less is better, ``published`` if somebody else's."""

    told: str
    figure: str
    aim: float
    published: str = ""
    most: bool = False


AIMS: tuple[Aim, ...] = (
    Aim("UCC hostile, AUC", "ucc.hostile.auc", 0.87, ".843"),
    Aim("UCC antagonize", "ucc.antagonize.auc", 0.85, ".824"),
    Aim("UCC generalisation", "ucc.generalisation.auc", 0.87, ".732"),
    Aim("UCC condescending", "ucc.condescending.auc", 0.80, ".775"),
    Aim("UCC dismissive", "ucc.dismissive.auc", 0.83, ".816"),
    Aim("UCC sarcastic", "ucc.sarcastic.auc", 0.75, ".668"),
    Aim("UCC not healthy", "ucc.unhealthy.auc", 0.78, ".761"),
    Aim("our hostility, level 2 and above", "annotated.possible_hostility.auc", 0.88),
    Aim("the same, with the rules", "combined.possible_hostility.auc", 0.88),
    Aim("our generalization", "annotated.generalization.auc", 0.88),
    Aim("the same, with the rules", "combined.generalization.auc", 0.88),
    Aim("our disagreement, text alone", "annotated.disagreement.auc", 0.82),
    Aim("the same, with the rules", "combined.disagreement.auc", 0.82),
    Aim("our evidence, within bands of length",
        "annotated.constructive_evidence.auc_within_length", 0.85),
    Aim("calibration error, hostility", "annotated.possible_hostility.ece", 0.05, most=True),
    Aim("calibration error, generalization", "annotated.generalization.ece", 0.05, most=True),
    Aim("calibration error, disagreement", "annotated.disagreement.ece", 0.05, most=True),
    Aim("calibration error, evidence", "annotated.constructive_evidence.ece", 0.05, most=True),
    Aim("reply pairs, topic unseen in that forum, disagree against rest",
        "pair.iac.with_parent.disagree.auc", 0.84),
    Aim("Reddit debates, three classes, accuracy",
        "pair.debagreement.with_parent.accuracy", 0.64, ".62 to .64"),
    Aim("the same, where raters agreed",
        "pair.debagreement.with_parent.accuracy_unanimous", 0.80),
    Aim("verifiability, macro-F1", "verifiability.macro_f1", 0.80),
    Aim("testimony, AUC", "testimony.auc", 0.92),
    Aim("toxic spans, character F1", "spans.toxic_spans.toxic.character_f1", 0.65,
        ".71 (winner of the task)"),
)  # fmt: skip


def aims_table(figures: Figures) -> list[str]:
    """The aims as a Markdown table; a figure that is not there is said to be missing."""
    lines = ["| | aim | published | reached [95 %] | n (yes) | |", "|---|---|---|---|---|---|"]
    for aim in AIMS:
        found = figures.get(aim.figure)
        bar = f"at most {aim.aim:.2f}" if aim.most else f"{aim.aim:.2f}"
        if found is None:
            lines.append(f"| {aim.told} | {bar} | {aim.published} | not measured | | |")
            continue
        value = float(found["value"])
        good = value <= aim.aim if aim.most else value >= aim.aim
        yes = f" ({found['positives']})" if "positives" in found else ""
        lines.append(
            f"| {aim.told} | {bar} | {aim.published} | {value:.3f} [{found['low']:.3f}, "
            f"{found['high']:.3f}] | {found['n']}{yes} | {'reached' if good else '**missed**'} |"
        )
    return lines
