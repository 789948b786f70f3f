"""Review views built by hand, as the services would answer them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from analysis.domain.comment import Article, Comment, Votes
from analysis.domain.decision import ReviewState
from analysis.domain.finding import (
    Evidence,
    Finding,
    InferredParent,
    LabelResult,
    Quote,
    Status,
)
from analysis.domain.message import Message
from analysis.domain.profile import Recommendation
from analysis.domain.review import LabelBadge, ReviewView, Revision, ThreadEntry
from analysis.domain.run import RunInfo, ScorerInfo
from analysis.domain.span import Span

READ_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

ARTICLE = Article(
    id="bridge",
    title="Council votes on the river bridge",
    paragraphs=(
        "The bridge",
        "The new bridge will be finished next spring, the council said on Monday.",
        "Nobody from the rowing club wanted to comment.",
    ),
)
TEXT = "👍🏽 “The new bridge will be finished next spring” – you can't count. <b>Genius</b>."

DETOXIFY_ABSENT = ScorerInfo(
    "detoxify", "0.5.4", "", ("possible_hostility",), available=False, note="Run moderato doctor."
)
RUN = RunInfo(
    code_version="0.1.0",
    scorers=(ScorerInfo("rules", "1", "d", ("possible_hostility",)), DETOXIFY_ABSENT),
    labels={},
    combination="weighted",
    profile_name="default",
    profile_version=3,
    id="run-1",
)


def span_of(words: str, text: str = TEXT) -> Span:
    """Where ``words`` stand in ``text``, in code points."""
    start = text.index(words)
    return Span(start, start + len(words))


def scored(label: str, probability: float, **more: Any) -> LabelResult:
    """A label that was scored, by rules alone unless told otherwise."""
    parts = more.pop("parts", (Finding(label, "rules", Status.SCORED, probability),))
    return LabelResult(label, Status.SCORED, probability, parts=parts, **more)


def thread_entry(comment_id: int, text: str = "So it goes.", **more: Any) -> ThreadEntry:
    """One comment of a thread, open and without labels."""
    comment = Comment(id=f"p{comment_id}", thread_id="bridge", position=comment_id, text=text)
    settings: dict[str, Any] = {
        "state": ReviewState.OPEN,
        "depth": 0,
        "inferred": False,
        "badges": (),
    } | more
    return ThreadEntry(comment_id=comment_id, comment=comment, **settings)


def view(**changes: Any) -> ReviewView:
    """A comment that quotes the article, insults, and answers somebody by inference."""
    insult = Evidence(span_of("you can't count"), "insult", "rules", "belittles a person", 0.9)
    base = ReviewView(
        comment_id=7,
        comment=Comment(
            id="p7",
            thread_id="bridge",
            position=7,
            text=TEXT,
            author="Bo",
            votes=Votes(up=5, down=9, score=-4),
            created_at=READ_AT,
        ),
        article=ARTICLE,
        language="en",
        state=ReviewState.OPEN,
        last_sequence=0,
        labels={
            "possible_hostility": scored(
                "possible_hostility",
                0.93,
                facets=("insult",),
                evidence=(insult,),
                parts=(
                    Finding("possible_hostility", "rules", Status.SCORED, 0.93),
                    Finding("possible_hostility", "embedded", Status.SCORED, 0.31),
                    Finding("possible_hostility", "detoxify", Status.FAILED, detail="crashed"),
                ),
            ),
            "disagreement": LabelResult(
                "disagreement", Status.ABSTAINED, None, detail="Another language."
            ),
        },
        recommendations={
            "possible_hostility": Recommendation.FLAG,
            "disagreement": Recommendation.UNSUPPORTED,
        },
        quotes=(Quote(span_of("“The new bridge will be finished next spring”"), "article"),),
        addressee=None,
        inferred_parent=InferredParent("p6", 0.72, "It repeats a word of that comment."),
        parent=thread_entry(6, inferred=True),
        replies=(),
        thread=tuple(thread_entry(n) for n in range(1, 31)),
        decisions=(),
        revisions=(Revision(1, "aa", TEXT, READ_AT),),
        run=RUN,
        reasons=(Message("flagged", {"label": "possible_hostility"}),),
        platform_ids={"p6": 6},
    )
    return replace(base, **changes)


def badges() -> tuple[LabelBadge, ...]:
    """Two labels in an order that the codebook does not have."""
    return (
        LabelBadge("disagreement", Status.SCORED, 0.7, Recommendation.FLAG),
        LabelBadge("possible_hostility", Status.SCORED, 0.2, Recommendation.CLEAR),
    )
