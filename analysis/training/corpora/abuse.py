"""Corpora about abuse: typed toxic spans, directed abuse, sexism, toxicity, stereotypes."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from analysis.training.corpora.table import rows_of
from analysis.training.example import Example, text_key

_TYPES = {
    "Insult": "insult",
    "Insu": "insult",
    "Profane/Obscene": "profanity",
    "Identity based Attack": "identity_attack",
    "Identity based ": "identity_attack",
    "Threat": "threat",
}
_SWEEPING = ("2.1", "3.2", "3.3")  # descriptive attacks, stereotypes, backhanded compliments
_HOSTILE_EMOTIONS = {2, 3, 11}  # anger, annoyance, disgust in goemotions/labels.txt
_DISAPPROVAL = 10
LINE_BREAK = "[linebreak]"  # stands for one in the contextual abuse data


def runs(positions: list[int]) -> tuple[tuple[int, int], ...]:
    """Single character positions joined to half-open spans."""
    joined: list[list[int]] = []
    for position in sorted(positions):
        if joined and joined[-1][1] == position:
            joined[-1][1] = position + 1
        else:
            joined.append([position, position + 1])
    return tuple((start, end) for start, end in joined)


def read_toxic_spans(folder: Path) -> Iterator[Example]:
    """Civil Comments with spans by several raters; the trial file of the task is held out."""
    base = folder / "toxic_spans"
    for row in rows_of(base / "tsd_trial.csv"):
        spans = {"toxic": runs(ast.literal_eval(row["spans"]))}
        key = text_key(row["text"])
        yield Example(
            "toxic_spans", f"trial:{key}", key, row["text"], None, {}, spans, forced_split="test"
        )
    task = {text_key(r["text"]): r["spans"] for r in rows_of(base / "tsd_train.csv")}
    raters: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(base / "annotations.csv"):
        raters[row["comment_id"]].append(row["annotation"])
    marked: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows_of(base / "spans.csv"):
        kind = _TYPES.get(row["type"], "other")
        marked[row["annotation"]].append((kind, int(row["start"]), int(row["end"])))
    for row in rows_of(base / "comments.csv"):
        text, annotations = row["comment_text"], raters[row["comment_id"]]
        if not annotations:
            continue
        share = 1.0 / len(annotations)
        kinds: dict[str, float] = defaultdict(float)
        votes: dict[int, float] = defaultdict(float)
        for annotation in annotations:
            spans_here = marked[annotation]
            for kind in {kind for kind, _, _ in spans_here}:
                kinds[kind] += share
            for position in {p for _, start, end in spans_here for p in range(start, end)}:
                votes[position] += share
        key = text_key(text)
        # The task's own spans where they exist, else its rule: more than half of the raters.
        chosen = (
            list(ast.literal_eval(task.pop(key)))
            if key in task
            else [p for p, share_here in votes.items() if share_here > 0.5]
        )
        targets = {f"hostility.{k}": min(kinds[k], 1.0) for k in set(_TYPES.values())}
        yield Example(
            "toxic_spans", row["comment_id"], key, text, None, targets, {"toxic": runs(chosen)}
        )


def read_cad(folder: Path) -> Iterator[Example]:
    """Contextual Abuse Dataset: directed at a person, an identity, an affiliation."""
    for name in ("train", "dev"):
        for row in rows_of(folder / "cad" / f"{name}.csv"):
            labels = row["labels"]
            targets = {
                "cad.person": float("PersonDirected" in labels),
                "cad.identity": float("IdentityDirected" in labels),
                "cad.affiliation": float("AffiliationDirected" in labels),
            }
            group = row["id"].split("-")[0]
            text = row["text"].replace(LINE_BREAK, "\n")
            yield Example(
                "cad", row["id"], group, text, None, targets,
                forced_split="test" if name == "dev" else "train",
            )  # fmt: skip


def read_edos(folder: Path) -> Iterator[Example]:
    """Sexist or not; its stereotypes and descriptive attacks are sweeping claims."""
    for row in rows_of(folder / "edos" / "edos.csv"):
        targets = {
            "edos.sexist": float(row["label_sexist"] == "sexist"),
            "edos.generalization": float(row["label_vector"].startswith(_SWEEPING)),
        }
        yield Example(
            "edos", row["rewire_id"], text_key(row["text"]), row["text"], None, targets,
            forced_split="test" if row["split"] == "test" else "train",
        )  # fmt: skip


def read_context_toxicity(folder: Path) -> Iterator[Example]:
    """Wikipedia talk pages: toxic or not; like goemotions also without told experience."""
    for name in ("gc", "gn"):
        for row in rows_of(folder / "context_toxicity" / f"{name}.csv"):
            yield Example(
                "context_toxicity", row["id"], text_key(row["text"]), row["text"], None,
                {"context.toxicity": float(row["label"]), "storyarg.experience": 0.0},
            )  # fmt: skip


def read_surge(folder: Path) -> Iterator[Example]:
    """A thousand comments of social media, half of them toxic."""
    for position, row in enumerate(rows_of(folder / "surge_toxicity" / "toxicity_en.csv")):
        targets = {"surge.toxic": float(row["is_toxic"] == "Toxic")}
        yield Example("surge", str(position), text_key(row["text"]), row["text"], None, targets)


def read_stereotype(folder: Path) -> Iterator[Example]:
    """Sentences that carry a stereotype or not."""
    path = folder / "stereotype" / "reddit_stereotype_109.csv"
    for position, row in enumerate(rows_of(path)):
        targets = {"stereotype": float(row["label"])}
        key = text_key(row["text"])
        yield Example("stereotype", str(position), key, row["text"], None, targets)


def read_goemotions(folder: Path) -> Iterator[Example]:
    """One-sentence comments by emotion; the hostile ones and disapproval are of use here.

    Its other sentences tell no experience in particular: they stand against the told ones of
    StoryARG, which has positives only.
    """
    path = folder / "goemotions" / "train.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        for line in file:
            text, labels, key = line.rstrip("\r\n").split("\t")
            emotions = {int(label) for label in labels.split(",")}
            targets = {
                "goemotions.hostile": float(bool(emotions & _HOSTILE_EMOTIONS)),
                "goemotions.disapproval": float(_DISAPPROVAL in emotions),
                "storyarg.experience": 0.0,
            }
            yield Example("goemotions", key, key, text, None, targets)
