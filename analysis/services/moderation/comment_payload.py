"""What the review loop is handed for one comment: plain JSON, offsets already resolved.

Scripts count text in UTF-16, we in code points; so the original travels as pieces in reading
order. A mark carries its span only to be handed back with a person's word on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.comment import Comment, Votes
from analysis.domain.label import Label
from analysis.domain.message import Message
from analysis.domain.passage_reason import PassageReason
from analysis.domain.profile import Profile
from analysis.domain.review import ReviewView
from analysis.services.moderation.label_payload import (
    LONGEST_SHOWN,
    Answers,
    answers_payload,
    missing_scorers,
)
from analysis.services.moderation.passage_payload import facet_title
from analysis.services.moderation.quoted_passage import quoted_passage
from analysis.services.moderation.record_payload import (
    decision_payload,
    moment,
    recorded_payload,
    reported_payload,
    run_payload,
)
from analysis.services.moderation.thread_payload import around, entry_payload


def _keys(reasons: Sequence[Message]) -> str:
    return "; ".join(reason.key for reason in reasons)


def comment_payload(
    view: ReviewView,
    *,
    labels: Mapping[str, Label],
    profile: Profile | None = None,
    feedback: Sequence[EvidenceFeedback] = (),
    reason_words: Callable[[PassageReason | str], str] = str,
    queue_words: Callable[[Sequence[Message]], str] = _keys,
    bulk: Mapping[str, int] | None = None,
    person: str = "",
) -> dict[str, Any]:
    """Everything the review loop draws for ``view``; ``labels`` give titles and help texts.

    ``reason_words`` says a passage's or an inferred parent's reason, in English unless given;
    ``queue_words`` says why the comment is in its queue, by keys unless given.
    ``bulk`` says by batch id how many decisions of a bulk decision can still be taken back.
    ``feedback`` is what people have said about its evidence and not withdrawn, oldest first;
    ``person`` is who reviews.
    """
    comment = view.comment
    answers = answers_payload(
        comment.text,
        Answers(view.labels, view.recommendations, view.quotes, view.platform_ids),
        labels=labels,
        profile=profile,
        feedback=feedback,
        reason_words=reason_words,
        person=person,
    )
    return {
        **answers,
        "id": view.comment_id,
        "sequence": view.last_sequence,
        "shown": view.shown.as_json() if view.shown else None,
        "stamp": view.stamp,
        "state": view.state.value,
        "why": queue_words(view.reasons),
        "article": {"title": view.article.title, "section": view.article.section},
        "facts": _facts(comment, view),
        "direction": hidden_characters(comment.text),
        "unshown": max(0, len(comment.text) - LONGEST_SHOWN),
        "added": _added(feedback, comment.text, labels, person),
        "quotes": [_quote(n, view) for n in range(len(view.quotes))],
        "missing": missing_scorers(view.run),
        "addressee": view.addressee.name if view.addressee else None,
        "parent": entry_payload(view.parent, view, labels, whole=True),
        "inferred": _inferred(view, reason_words),
        "thread": [entry_payload(entry, view, labels) for entry in around(view)],
        "decisions": [decision_payload(decision, bulk or {}) for decision in view.decisions],
        "revisions": [
            {
                "number": r.number,
                "read_at": moment(r.read_at),
                "text": None if r.text is None else r.text[:LONGEST_SHOWN],
                "sha256": r.sha256,
            }
            for r in view.revisions
        ],
        "run": run_payload(view.run),
        "recorded": recorded_payload(view.recorded),
        "hidden_decisions": view.hidden_decisions,
        "reported": reported_payload(view.reported, labels),
    }


def hidden_characters(original: str) -> int:
    """How many characters of the original steer direction or show nothing (counted, not cut)."""
    return sum(
        1
        for character in original
        if character in "\u200b\u200e\u200f\u2060\ufeff"
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
        or (ord(character) < 32 and character not in "\n\r\t")
    )


def _added(
    feedback: Sequence[EvidenceFeedback], original: str, labels: Mapping[str, Label], person: str
) -> list[dict[str, Any]]:
    """Passages that people marked because the scorers had missed them."""
    return [
        {
            "label": word.label,
            "key": word.facet,
            "span": [word.span.start, word.span.end],
            "mine": word.person == person,
            "facet": facet_title(labels[word.label], word.facet),
            "words": word.span.of(original),
            "person": word.person,
        }
        for word in feedback
        if word.verdict is Feedback.ADD and word.label in labels
    ]


def _facts(comment: Comment, view: ReviewView) -> list[list[str]]:
    """Pairs of name and value under the title; what the platform did not tell is left out."""
    facts = {
        "author": comment.author or "",
        "created": moment(comment.created_at),
        "position": str(comment.position),
        "votes": _votes(comment.votes),
        "language": view.language,
        "platform_status": comment.platform_status or "",
        "platform_id": comment.id,
    }
    return [[key, value] for key, value in facts.items() if value]


def _votes(votes: Votes | None) -> str:
    if votes is None:
        return ""
    score = "" if votes.score is None else str(votes.score).replace("-", "−")
    if votes.up is None and votes.down is None:
        return score
    return f"{score} (+{votes.up or 0} / −{votes.down or 0})".strip()


def _quote(number: int, view: ReviewView) -> dict[str, Any]:
    quote = view.quotes[number]
    words = quote.span.of(view.comment.text)[:LONGEST_SHOWN]
    passage = quoted_passage(words, view.article) if quote.source == "article" else None
    return {
        "source": quote.source,
        "words": words,
        "passage": passage,
        "comment": view.platform_ids.get(quote.comment_id or ""),
    }


def _inferred(
    view: ReviewView, reason_words: Callable[[PassageReason | str], str]
) -> dict[str, Any] | None:
    inferred = view.inferred_parent
    if inferred is None:
        return None
    return {"confidence": inferred.confidence, "reason": reason_words(inferred.reason)}
