"""Corpora of a few sentences written for the tests, in the forms that the readers expect."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

UCC = ("antagonize", "condescending", "dismissive", "generalisation", "generalisation_unfair",
       "healthy", "hostile", "sarcastic")  # fmt: skip
_PLACES = ("harbour", "library", "market", "tram", "museum", "bridge", "school", "theatre")
_RUDE = "Only a fool could say that about the {}, you clown."
_CIVIL = "The {} opens at nine, says the notice at the door."


def table(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def sentences(count: int, *, of: str) -> list[tuple[str, int]]:
    """Rude and civil sentences in turn, each a little different, with their answer."""
    found = []
    for n in range(count):
        place = f"{_PLACES[n % len(_PLACES)]} number {n} of the {of}"
        found.append(((_RUDE if n % 2 else _CIVIL).format(place), n % 2))
    return found


def write_corpora(folder: Path, *, rows: int = 60) -> Path:
    """Annotated comments, UCC, its unlabelled part, sentences, pairs and spans."""
    lines = []
    for text, rude in sentences(rows, of="council"):
        start = text.find("fool")
        lines.append(
            {
                "sha256": hashlib.sha256(text.encode()).hexdigest(), "source": "x", "ref": "",
                "text": text, "dis": rude, "hos": 2 * rude, "gen": rude, "evi": 1 - rude,
                "gf": ["generic"] if rude else [], "ef": [] if rude else ["source"],
                "ph": {"hos": {"start": start, "end": start + 4, "text": "fool"}} if rude else {},
            }
        )  # fmt: skip
    (folder / "annotated").mkdir(parents=True)
    (folder / "annotated" / "newspaper.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    table(
        folder / "ucc" / "ucc_val.csv",
        ["_unit_id", "comment", *(c for name in UCC for c in (name, f"{name}:confidence"))],
        [
            [n, text, *(v for name in UCC for v in (1 - rude if name == "healthy" else rude, 0.9))]
            for n, (text, rude) in enumerate(sentences(rows, of="paper"))
        ],
    )
    table(
        folder / "ucc" / "ucc_train_text_unlabelled.csv",
        ["comment"],
        [[text] for text, _ in sentences(rows, of="valley")],
    )
    for name in ("train", "dev"):
        table(
            folder / "verifiability" / f"{name}.csv",
            ["sentence", "label"],
            [
                [text, "unverifiable" if rude else "non-experiential"]
                for text, rude in sentences(rows // 2, of=f"rule in {name}")
            ],
        )
    table(
        folder / "debagreement" / "dev.csv",
        ["submission_id", "msg_id_child", "body_parent", "body_child", "label",
         "agreement_fraction"],
        [
            [n, n, "It opens at nine.", text, 0 if rude else 2, 1.0]
            for n, (text, rude) in enumerate(sentences(rows, of="forum"))
        ],
    )  # fmt: skip
    spans = sentences(rows, of="street")
    table(folder / "toxic_spans" / "tsd_trial.csv", ["spans", "text"],
          [[str([1, 2]), text] for text, _ in sentences(8, of="trial")])  # fmt: skip
    table(folder / "toxic_spans" / "tsd_train.csv", ["spans", "text"], [])
    table(folder / "toxic_spans" / "comments.csv", ["comment_id", "comment_text"],
          [[n, text] for n, (text, _) in enumerate(spans)])  # fmt: skip
    table(folder / "toxic_spans" / "annotations.csv", ["annotation", "comment_id"],
          [[n, n] for n in range(rows)])  # fmt: skip
    table(
        folder / "toxic_spans" / "spans.csv",
        ["annotation", "type", "start", "end"],
        [[n, "Insult", text.find("fool"), text.find("fool") + 4]
         for n, (text, rude) in enumerate(spans) if rude],
    )  # fmt: skip
    return folder
