"""A pipeline that says what a comment's text tells it to, and threads written for it.

``h=0.80 g=0.10`` in a text are its probabilities of hostility and generalization (``d`` and ``e``:
disagreement and evidence); ``h=fail`` and ``h=none`` make the scorer fail or abstain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from refilling import refilled

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Comment, Discussion
from analysis.domain.finding import (
    Addressee,
    Evidence,
    Finding,
    InferredParent,
    LabelResult,
    Quote,
    Status,
    Target,
)
from analysis.domain.profile import Profile, Threshold, recommend
from analysis.domain.run import RunInfo, ScorerInfo
from analysis.domain.span import Span
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.database import Store

LETTERS = {
    "d": "disagreement",
    "h": "possible_hostility",
    "g": "generalization",
    "e": "constructive_evidence",
}
USUAL = 0.02
"""Clear for every label under the shipped thresholds."""
EVEN = {label: Threshold(flag_at=0.7, clear_below=0.3) for label in LETTERS.values()}


class ScriptedPipeline:
    """Answers by script; ``asked`` records how much context each call had."""

    def __init__(self, version: str = "1", *, stop_after: int | None = None) -> None:
        self.version = version
        self.stop_after = stop_after
        self.asked: list[tuple[int, int]] = []
        self.scored = 0

    def run_info(self) -> RunInfo:
        return RunInfo(
            code_version=self.version,
            scorers=(ScorerInfo("scripted", self.version, "none", tuple(LETTERS.values())),),
            labels=dict.fromkeys(LETTERS.values(), "1"),
            combination="scripted",
            profile_name="default",
            profile_version=1,
        )

    def analyze(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[Analysis]:
        wanted = [c for c in discussion.comments if only is None or c.id in only]
        self.asked.append((len(discussion.comments), len(wanted)))
        if self.stop_after is not None and self.scored >= self.stop_after:
            raise KeyboardInterrupt
        self.scored += len(wanted)
        return [_analysis(comment, discussion) for comment in wanted]

    def analyze_each(
        self, discussions: Iterable[tuple[Discussion, Collection[str] | None]]
    ) -> Iterator[list[Analysis]]:
        for discussion, only in discussions:
            yield self.analyze(discussion, only=only)


def _analysis(comment: Comment, discussion: Discussion) -> Analysis:
    said = dict(re.findall(r"\b([dhge])=(fail|none|[\d.]+)", comment.text))
    labels = {label: _result(label, said.get(letter)) for letter, label in LETTERS.items()}
    first = discussion.comments[0].id
    return Analysis(
        comment=comment,
        language="en",
        quotes=(Quote(Span(0, 3), "comment", first, 0.9),) if "quote" in comment.text else (),
        addressee=Addressee("Kim", first, Span(0, 2)) if "Kim" in comment.text else None,
        inferred_parent=InferredParent(first, 0.6, "names its author")
        if "Kim" in comment.text
        else None,
        labels=labels,
        recommendations={
            label: recommend(r.status, r.probability, EVEN[label]) for label, r in labels.items()
        },
    )


def _result(label: str, said: str | None) -> LabelResult:
    if said in ("fail", "none"):
        status = Status.FAILED if said == "fail" else Status.ABSTAINED
        return LabelResult(label, status, None, detail="as told")
    probability = USUAL if said is None else float(said)
    evidence = (Evidence(Span(0, 4), "insult", "scripted", "the script says so"),) if said else ()
    facets = ("insult",) if label == "possible_hostility" and said else ()
    # A second scorer that is less sure, so that there is something to disagree about.
    parts = (
        Finding(label, "scripted", Status.SCORED, probability, facets, evidence=evidence),
        Finding(label, "doubting", Status.SCORED, probability / 2, facet_scores={"x": 0.5}),
    )
    target = Target("comment", "c1") if label == "disagreement" and said else None
    return LabelResult(label, Status.SCORED, probability, facets, evidence, target, parts)


def write_comments(path: Path, texts: Mapping[str, str] | Iterable[str], **columns: Any) -> Path:
    """A JSON Lines file of comments, id to text (or texts, numbered); columns for all of them."""
    named = texts if isinstance(texts, Mapping) else {f"c{n}": t for n, t in enumerate(texts, 1)}
    common = {"thread_id": "trams", "title": "More trams", "section": "city", **columns}
    lines = [json.dumps({"id": key, "text": text, **common}) for key, text in named.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def filled(
    store: Store,
    folder: Path,
    texts: Mapping[str, str] | Iterable[str],
    *,
    thresholds: Mapping[str, Threshold] = EVEN,
    **columns: Any,
) -> dict[str, int]:
    """Import and score ``texts`` under even thresholds; platform id to number."""
    path = write_comments(folder / "comments.jsonl", texts, **columns)

    def fill() -> dict[str, int]:
        import_file(store, path)
        if thresholds:
            publish_profile(store, thresholds, person="local", reason="even, for a test")
        score(store, ScriptedPipeline())
        return numbers(store)

    return refilled(store, (path.read_text(encoding="utf-8"), thresholds), fill)


def numbers(store: Store) -> dict[str, int]:
    """The database's number of each comment by its platform id."""
    from sqlalchemy import select

    from analysis.storage.tables import CommentTable

    with store.read() as session:
        rows = session.execute(select(CommentTable.platform_id, CommentTable.id))
        return {row.platform_id: row.id for row in rows}


def profile(thresholds: Mapping[str, Threshold] = EVEN) -> Profile:
    return Profile("default", 1, thresholds)
