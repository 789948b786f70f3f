"""The public newspaper corpora: UCC's attributes and C3's votes."""

from collections.abc import Iterator
from pathlib import Path

from analysis.training.corpora.table import number, rows_of
from analysis.training.example import Example, text_key
from analysis.training.heads import C3_CONSTRUCTIVE, UCC


def soft_label(value: str, confidence: str) -> float | None:
    """The raters' trust-weighted share for a yes: the confidence belongs to the answer given."""
    answer = number(value)
    if answer is None:
        return None
    sure = max(number(confidence) or 0.5, 0.5)
    return sure if answer >= 0.5 else 1.0 - sure


def read_ucc(folder: Path) -> Iterator[Example]:
    """Unhealthy Comments Corpus, validation part: eight attributes with confidences."""
    for row in rows_of(folder / "ucc" / "ucc_val.csv"):
        targets: dict[str, float] = {}
        for name in UCC:
            column = "healthy" if name == "unhealthy" else name
            soft = soft_label(row[column], row[f"{column}:confidence"])
            if soft is not None:
                targets[f"ucc.{name}"] = 1.0 - soft if name == "unhealthy" else soft
        key = text_key(row["comment"])
        yield Example("ucc", row["_unit_id"], key, row["comment"], None, targets)


def _votes(cell: str) -> dict[str, float]:
    """'evidence:2 / dialogue:1' on lines of their own, as numbers."""
    pairs = (line.rpartition(":") for line in cell.splitlines() if ":" in line)
    return {name: float(count) for name, _, count in pairs}


def read_c3(folder: Path) -> Iterator[Example]:
    """Constructive Comments Corpus: shares of votes per characteristic, and toxicity."""
    for row in rows_of(folder / "c3" / "c3_train.csv"):
        raters = max(number(row["njudgements_constructiveness_expt"]) or 1.0, 1.0)
        toxicity_raters = max(number(row["njudgements_toxicity_expt"]) or 1.0, 1.0)
        votes = _votes(row["constructive_characteristics"])
        harm = _votes(row["toxicity_characteristics"])
        targets = {f"c3.{c}": min(votes.get(c, 0.0) / raters, 1.0) for c in C3_CONSTRUCTIVE}
        targets["c3.constructive"] = float(row["constructive"])
        targets["c3.toxicity"] = ((number(row["crowd_toxicity_level"]) or 1.0) - 1.0) / 3.0
        for kind in ("personal_attack", "inflammatory"):
            targets[f"c3.{kind}"] = min(harm.get(kind, 0.0) / toxicity_raters, 1.0)
        group = f"source1_{row['article_id']}"
        yield Example("c3", row["comment_counter"], group, row["comment_text"], None, targets)
