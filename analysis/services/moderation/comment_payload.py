"""What the review loop is handed for one comment: plain JSON, offsets already resolved.

Scripts count text in UTF-16, we in code points; so the original travels as pieces in reading
order. A mark carries its span only to be handed back with a person's word on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.comment import Comment, Votes
from analysis.domain.decision import Decision
from analysis.domain.label import Label
from analysis.domain.message import Message
from analysis.domain.passage_reason import PassageReason
from analysis.domain.profile import Profile
from analysis.domain.recorded_scores import RecordedScores
from analysis.domain.review import LabelBadge, ReviewView, ThreadEntry
from analysis.domain.run import RunInfo
from analysis.domain.user_report import Reported
from analysis.services.moderation.label_payload import (
    LONGEST_SHOWN,
    Answers,
    answers_payload,
    missing_scorers,
)
from analysis.services.moderation.passage_payload import facet_title
from analysis.services.moderation.queue import reason_title
from analysis.services.moderation.quoted_passage import quoted_passage

#: A thread entry shows so much of a comment; the whole is one click away.
EXCERPT = 400
#: So many comments before and after are drawn around the one under review.
THREAD_AROUND = 8


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
        "parent": _entry(view.parent, view, labels, whole=True),
        "inferred": _inferred(view, reason_words),
        "thread": [_entry(entry, view, labels) for entry in _around(view)],
        "decisions": [_decision(decision, bulk or {}) for decision in view.decisions],
        "revisions": [
            {
                "number": r.number,
                "read_at": moment(r.read_at),
                "text": None if r.text is None else r.text[:LONGEST_SHOWN],
                "sha256": r.sha256,
            }
            for r in view.revisions
        ],
        "run": _run(view.run),
        "recorded": _recorded(view.recorded),
        "hidden_decisions": view.hidden_decisions,
        "reported": _reported(view.reported, labels),
    }


def labels_in_order(labels: Iterable[Label]) -> dict[str, Label]:
    """Labels by key as the screens list them: those that ask for a look first."""
    return {label.key: label for label in sorted(labels, key=lambda label: not label.concern)}


def label_help(labels: Mapping[str, Label]) -> dict[str, Any]:
    """The codebook's words per label, sent once rather than with each comment."""
    return {
        key: {
            "title": label.title,
            "question": label.question,
            "definition": label.definition,
            "is_not": list(label.is_not),
            "facets": [
                {"key": facet.key, "title": facet.title} for facet in label.facets if not facet.flag
            ],
        }
        for key, label in labels.items()
    }


def badge_payload(
    badges: Sequence[LabelBadge], labels: Mapping[str, Label]
) -> list[dict[str, Any]]:
    """Badges in the order of the codebook, with the label's title."""
    order = list(labels)
    return [
        {
            "label": badge.label,
            "title": labels[badge.label].title,
            "short": labels[badge.label].short_title,
            "concern": labels[badge.label].concern,
            "distressing": labels[badge.label].distressing,
            "recommendation": badge.recommendation.value,
            "probability": badge.probability,
        }
        for badge in sorted(badges, key=lambda b: order.index(b.label) if b.label in order else 99)
        if badge.label in labels
    ]


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


def moment(when: datetime | None) -> str:
    """A point in time as the screen shows it."""
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


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


def _reported(reports: Reported | None, labels: Mapping[str, Label]) -> dict[str, Any] | None:
    """What readers reported: how many, why, and up to which report a decision answers them."""
    if reports is None:
        return None
    return {
        "people": reports.people,
        "waiting": reports.waiting,
        "latest": moment(reports.latest),
        "last": reports.last,
        "reasons": [
            {
                "title": reason_title(given.reason) or None,
                "people": given.people,
                "label": labels[given.label].title
                if given.label and given.label in labels
                else None,
            }
            for given in reports.reasons
        ],
    }


def _run(run: RunInfo | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "id": run.id,
        "code": run.code_version,
        "profile": f"{run.profile_name} {run.profile_version}",
        "combination": run.combination,
        "scorers": [f"{info.name} {info.version}" for info in run.scorers if info.available],
    }


def _recorded(recorded: RecordedScores | None) -> dict[str, Any] | None:
    """What another service had said, by its own names; shown with the run, highest first."""
    if recorded is None:
        return None
    highest = sorted(recorded.scores.items(), key=lambda pair: -pair[1])
    return {"source": recorded.source.title(), "scores": [list(pair) for pair in highest]}


def _inferred(
    view: ReviewView, reason_words: Callable[[PassageReason | str], str]
) -> dict[str, Any] | None:
    inferred = view.inferred_parent
    if inferred is None:
        return None
    return {"confidence": inferred.confidence, "reason": reason_words(inferred.reason)}


def _around(view: ReviewView) -> Sequence[ThreadEntry]:
    here = next(
        (n for n, entry in enumerate(view.thread) if entry.comment_id == view.comment_id), None
    )
    if here is None:
        return view.replies
    return view.thread[max(0, here - THREAD_AROUND) : here + THREAD_AROUND + 1]


def _entry(
    entry: ThreadEntry | None,
    view: ReviewView,
    labels: Mapping[str, Label],
    *,
    whole: bool = False,
) -> dict[str, Any] | None:
    if entry is None:
        return None
    words = entry.comment.text
    longest = LONGEST_SHOWN if whole else EXCERPT
    return {
        "id": entry.comment_id,
        "here": entry.comment_id == view.comment_id,
        "author": entry.comment.author,
        "position": entry.comment.position,
        "text": words[:longest] + "…" if len(words) > longest else words,
        "state": entry.state.value,
        "depth": entry.depth,
        "inferred": entry.inferred,
        "badges": badge_payload(entry.badges, labels),
    }


def _decision(decision: Decision, bulk: Mapping[str, int]) -> dict[str, Any]:
    return {
        "sequence": decision.sequence,
        "action": decision.action.value,
        "person": decision.person,
        "at": moment(decision.decided_at),
        "reason": decision.reason_code,
        "note": decision.note,
        "replaces": decision.replaces,
        "batch": decision.batch_id,
        "batch_holds": bulk.get(decision.batch_id or "", 0),
        "profile": f"{decision.profile_name} {decision.profile_version}"
        if decision.profile_name
        else None,
    }
