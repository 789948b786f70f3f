"""What the shipped model should reach, beside what its ``figures.json`` says that it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """One figure with the bound that it should reach.

    ``most`` where less is better; ``field`` is what of the figure is meant.
    """

    description: str
    figure: str
    bound: float
    most: bool = False
    field: str = "value"


TARGETS: tuple[Target, ...] = (
    Target("our texts by kind: hostility, AUC", "authored.possible_hostility.auc", 0.90),
    Target("the same, accuracy at .5", "authored.possible_hostility.accuracy", 0.80),
    Target("threats flagged", "combined.authored.kind.threat.hostile_flagged", 0.90),
    Target("wishes of harm flagged", "combined.authored.kind.wish.hostile_flagged", 0.90),
    Target("violence as policy flagged", "combined.authored.kind.policy.hostile_flagged", 0.90),
    Target("dehumanising flagged", "combined.authored.kind.dehuman.hostile_flagged", 0.90),
    Target("plain hate for groups flagged", "combined.authored.kind.group.hostile_flagged", 0.90),
    Target("severe texts of ours cleared", "combined.authored.severe_cleared", 0.0, most=True),
    Target("harmless texts of ours flagged", "combined.authored.harmless_flagged", 0.15, most=True),
    Target("other sites, hostility, AUC", "pool.all.possible_hostility.auc", 0.92),
    Target("other sites, generalization", "pool.all.generalization.auc", 0.92),
    Target("other sites, evidence", "pool.all.constructive_evidence.auc", 0.94),
    Target("other sites, disagreement", "pool.all.disagreement.auc", 0.90),
    *(
        Target(f"the same where two readers agree: {name}", f"pool.agreed.{label}.auc", bound)
        for name, label, bound in (
            ("hostility", "possible_hostility", 0.92),
            ("generalization", "generalization", 0.92),
            ("evidence", "constructive_evidence", 0.94),
            ("disagreement", "disagreement", 0.90),
        )
    ),
    Target("other sites, severe comments cleared", "combined.pool.severe_cleared", 0.0, most=True),
    Target("newspaper, hostility", "annotated.possible_hostility.auc", 0.88),
    Target("the same, with the rules", "combined.newspaper.possible_hostility.auc", 0.88),
    Target("newspaper, generalization (research: .876)", "annotated.generalization.auc", 0.876),
    Target("newspaper, evidence (research: .907)", "annotated.constructive_evidence.auc", 0.907),
    Target("newspaper, disagreement (research: .840)", "annotated.disagreement.auc", 0.840),
    *(
        Target(f"calibration error, {label}, {site}", f"combined.{site}.{label}.ece", 0.05,
               most=True)
        for label in ("possible_hostility", "disagreement")
        for site in ("newspaper", "news", "reddit", "debate")
    ),
    *(
        Target(f"the same, {label}, {drawn}, by its kind's calibration", f"kind.{key}.{label}.ece",
               0.05, most=True)
        for label in ("possible_hostility", "disagreement")
        for key, drawn in (("preselected", "news"), ("forum", "reddit"), ("debate", "debate"))
    ),
    Target("forum pairs, disagreement with the parent, AUC",
        "near.iac.with_parent.disagreement.auc", 0.84),
    Target("Reddit debates, the same", "near.debagreement.with_parent.disagreement.auc", 0.82),
    Target("testimony, by the facet of own experience, AUC", "near.testimony.own_experience.auc",
        0.92),
    Target("kinds of sentence (verifiability), macro F1", "verifiability.macro_f1", 0.80),
    Target("marks a comment (median)", "marks.annotated.a_comment", 4.0, most=True, field="median"),
    Target("coloured share (median)", "marks.annotated.coloured_share", 0.25, most=True,
        field="median"),
    Target("marks, character F1, hostility",
        "spans.annotated.possible_hostility.character_f1", 0.55),
    Target("marks, generalization", "spans.annotated.generalization.character_f1", 0.48),
    Target("marks, evidence", "spans.annotated.constructive_evidence.character_f1", 0.48),
    Target("marks, disagreement", "spans.annotated.disagreement.character_f1", 0.50),
)  # fmt: skip


def targets_table(figures: Figures) -> list[str]:
    """The targets as a Markdown table; a figure that is not there is said to be missing."""
    lines = ["| | aim | reached [95 %] | n (yes) | |", "|---|---|---|---|---|"]
    for target in TARGETS:
        measured = figures.get(target.figure)
        bar = f"at most {target.bound:.2f}" if target.most else f"{target.bound:.2f}"
        if measured is None:
            lines.append(f"| {target.description} | {bar} | not measured | | |")
            continue
        value = float(measured[target.field])
        good = value <= target.bound if target.most else value >= target.bound
        yes = f" ({measured['positives']})" if "positives" in measured else ""
        interval = (
            f" [{measured['low']:.3f}, {measured['high']:.3f}]" if target.field == "value" else ""
        )
        lines.append(
            f"| {target.description} | {bar} | {value:.3f}{interval} | {measured['n']}{yes} | "
            f"{'reached' if good else '**missed**'} |"
        )
    return lines
