"""What the shipped model should reach, beside what its ``figures.json`` says that it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure with its aim; ``most`` where less is better, ``field`` what of it is meant."""

    told: str
    figure: str
    aim: float
    most: bool = False
    field: str = "value"


AIMS: tuple[Aim, ...] = (
    Aim("our texts by kind: hostility, AUC", "authored.possible_hostility.auc", 0.90),
    Aim("the same, accuracy at .5", "authored.possible_hostility.accuracy", 0.80),
    Aim("threats flagged", "combined.authored.kind.threat.hostile_flagged", 0.90),
    Aim("wishes of harm flagged", "combined.authored.kind.wish.hostile_flagged", 0.90),
    Aim("violence as policy flagged", "combined.authored.kind.policy.hostile_flagged", 0.90),
    Aim("dehumanising flagged", "combined.authored.kind.dehuman.hostile_flagged", 0.90),
    Aim("plain hate for groups flagged", "combined.authored.kind.group.hostile_flagged", 0.90),
    Aim("severe texts of ours cleared", "combined.authored.severe_cleared", 0.0, most=True),
    Aim("harmless texts of ours flagged", "combined.authored.harmless_flagged", 0.15, most=True),
    Aim("other sites, hostility, AUC", "pool.all.possible_hostility.auc", 0.92),
    Aim("other sites, generalization", "pool.all.generalization.auc", 0.92),
    Aim("other sites, evidence", "pool.all.constructive_evidence.auc", 0.94),
    Aim("other sites, disagreement", "pool.all.disagreement.auc", 0.90),
    Aim("other sites, severe comments cleared", "combined.pool.severe_cleared", 0.0, most=True),
    Aim("newspaper, hostility", "annotated.possible_hostility.auc", 0.88),
    Aim("the same, with the rules", "combined.newspaper.possible_hostility.auc", 0.88),
    Aim("newspaper, generalization (research: .876)", "annotated.generalization.auc", 0.876),
    Aim("newspaper, evidence (research: .907)", "annotated.constructive_evidence.auc", 0.907),
    Aim("newspaper, disagreement (research: .840)", "annotated.disagreement.auc", 0.840),
    *(
        Aim(f"calibration error, {label}, {site}", f"combined.{site}.{label}.ece", 0.05, most=True)
        for label in ("possible_hostility", "disagreement")
        for site in ("newspaper", "news", "reddit", "debate")
    ),
    Aim("forum pairs, disagreement with the parent, AUC",
        "near.iac.with_parent.disagreement.auc", 0.84),
    Aim("Reddit debates, the same", "near.debagreement.with_parent.disagreement.auc", 0.82),
    Aim("testimony, ordered by evidence, AUC", "near.testimony.evidence.auc", 0.92),
    Aim("marks a comment (median)", "marks.annotated.a_comment", 4.0, most=True, field="median"),
    Aim("coloured share (median)", "marks.annotated.coloured_share", 0.25, most=True,
        field="median"),
    Aim("marks, character F1, hostility",
        "spans.annotated.possible_hostility.character_f1", 0.55),
    Aim("marks, generalization", "spans.annotated.generalization.character_f1", 0.48),
    Aim("marks, evidence", "spans.annotated.constructive_evidence.character_f1", 0.48),
    Aim("marks, disagreement", "spans.annotated.disagreement.character_f1", 0.50),
)  # fmt: skip


def aims_table(figures: Figures) -> list[str]:
    """The aims as a Markdown table; a figure that is not there is said to be missing."""
    lines = ["| | aim | reached [95 %] | n (yes) | |", "|---|---|---|---|---|"]
    for aim in AIMS:
        found = figures.get(aim.figure)
        bar = f"at most {aim.aim:.2f}" if aim.most else f"{aim.aim:.2f}"
        if found is None:
            lines.append(f"| {aim.told} | {bar} | not measured | | |")
            continue
        value = float(found[aim.field])
        good = value <= aim.aim if aim.most else value >= aim.aim
        yes = f" ({found['positives']})" if "positives" in found else ""
        interval = f" [{found['low']:.3f}, {found['high']:.3f}]" if aim.field == "value" else ""
        lines.append(
            f"| {aim.told} | {bar} | {value:.3f}{interval} | {found['n']}{yes} | "
            f"{'reached' if good else '**missed**'} |"
        )
    return lines
