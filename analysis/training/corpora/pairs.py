"""Reply pairs: who disagrees with whom, on Reddit and in debate forums."""

from collections.abc import Iterator
from pathlib import Path

from analysis.training.corpora.table import number, rows_of
from analysis.training.example import Example, text_key

_CLASSES = ("disagree", "neutral", "agree")
UNSEEN_TOPIC = "gay marriage"  # of the forum corpus; kept out of training to test a new topic
CLEAR_AGREEMENT = 1.0  # on the forum's scale from -5 to 5; what lies between is left unused


def read_debagreement(folder: Path) -> Iterator[Example]:
    """Reddit comment and reply: three classes, softened by the raters' agreement."""
    for row in rows_of(folder / "debagreement" / "dev.csv"):
        share = number(row["agreement_fraction"]) or 1.0
        answer = _CLASSES[int(row["label"])]
        rest = (1.0 - share) / 2.0
        targets = {f"pair.{c}": share if c == answer else rest for c in _CLASSES}
        yield Example(
            "debagreement", row["msg_id_child"], row["submission_id"], row["body_child"],
            row["body_parent"], targets,
        )  # fmt: skip


def read_covid_pairs(folder: Path) -> Iterator[Example]:
    """Vaccine debates. Its 'neutral' only says that there is no disagreement.

    A target that sums to more than one names the classes that remain possible.
    """
    for position, row in enumerate(rows_of(folder / "pairs_covidvaccine" / "pairs.csv")):
        answer = _CLASSES[int(row["relation"])]
        possible = ("neutral", "agree") if answer == "neutral" else (answer,)
        targets = {f"pair.{c}": float(c in possible) for c in _CLASSES}
        yield Example(
            "covid", str(position), text_key(row["quote_text"]), row["response_text"],
            row["quote_text"], targets,
        )  # fmt: skip


def read_forum_pairs(folder: Path) -> Iterator[Example]:
    """Internet Argument Corpus: agreement, nastiness and sarcasm rated apart from each other."""
    for row in rows_of(folder / "iac_qr" / "iac_qr_reconstructed.csv"):
        topic = row["topic"].strip().strip('"')
        agreement = number(row["agreement"])
        targets: dict[str, float] = {}
        if agreement is not None and abs(agreement) >= CLEAR_AGREEMENT:
            answer = "disagree" if agreement < 0 else "agree"
            targets |= {f"pair.{c}": float(c == answer) for c in _CLASSES}
        for column, name in (("nicenasty", "iac.nasty"), ("attack", "iac.attack")):
            mean = number(row[column])
            if mean is not None:
                targets[name] = min(max((5.0 - mean) / 10.0, 0.0), 1.0)
        sarcasm = number(row["sarcasm"])
        if sarcasm is not None:
            targets["iac.sarcasm"] = min(max(sarcasm, 0.0), 1.0)
        yield Example(
            "iac", row["key"], row["discussion_id"], row["response"], row["quote"], targets,
            forced_split="test" if topic == UNSEEN_TOPIC else None,
        )  # fmt: skip
