"""Comments in, and what people make of them out: queue, decisions, profiles, annotations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request

from analysis.api.own.admission import Annotating, Deciding, Reading, Sending, ServerHere
from analysis.api.own.bodies import AnnotationBody, CommentsBody, DecisionBody
from analysis.api.own.queue_parameters import QUEUE_PARAMETERS
from analysis.domain.errors import BadInput
from analysis.domain.judgement import AnnotatedSpan, Judgement
from analysis.domain.review_command import LARGEST_NUMBER
from analysis.domain.span import Span
from analysis.services.annotation.annotation_sets import add_comment, sets
from analysis.services.annotation.answering import annotate
from analysis.services.data.analysis_schema import label_record
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.moderation.decision_feed import decision_feed
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.queue_address import filter_from, page_from
from analysis.services.moderation.review import review
from analysis.services.moderation.site_decisions import SiteDecision, decide_once
from analysis.services.thresholds.profiles import profiles

router = APIRouter(prefix="/v1")

IdempotencyKey = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)
]
Number = Annotated[int, Query(ge=0, le=LARGEST_NUMBER)]
CommentNumber = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]


@router.post("/comments", tags=["comments"], status_code=202)
def send_comments(
    body: CommentsBody, caller: Sending, server: ServerHere, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Store comments, all or none; they are labelled soon. The same again adds nothing."""
    comments = [Incoming(**comment.model_dump()) for comment in body.comments]
    taken = take_comments(
        server.store, comments, source=caller.name, person=caller.person, request_key=key
    )
    server.background.look()
    return asdict(taken)


@router.get("/comments/{comment}", tags=["comments"])
def read_comment(comment: CommentNumber, caller: Reading, server: ServerHere) -> dict[str, Any]:
    """A stored comment by the database's number: text, answers, state and decisions."""
    view = review(server.store, comment, person=caller.person)
    return {
        "comment": view.comment_id,
        "id": view.comment.id,
        "article_id": view.article.id,
        "text": view.comment.text,
        "revision": view.shown.revision if view.shown else None,
        "language": view.language,
        "state": view.state.value,
        "last_sequence": view.last_sequence,
        "labels": {
            key: label_record(result, view.recommendations[key])
            for key, result in view.labels.items()
        },
        "decisions": [_decision(asdict(decision)) for decision in view.decisions],
    }


@router.get("/queue", tags=["moderation"], openapi_extra={"parameters": QUEUE_PARAMETERS})
def read_queue(request: Request, caller: Reading, server: ServerHere) -> dict[str, Any]:
    """One page of a queue; its parameters are those of the dashboard's own address."""
    query = dict(request.query_params)
    page = queue_page(server.store, filter_from(query), page=page_from(query))
    return {
        "total": page.total,
        "more": page.more,
        "page": page.page,
        "counts": {queue.value: count for queue, count in queue_counts(server.store).items()},
        "items": [
            {
                "comment": item.comment_id,
                "id": item.platform_id,
                "article_id": item.article_id,
                "state": item.state.value,
                "reasons": [
                    {"key": reason.key, "values": dict(reason.values)} for reason in item.reasons
                ],
                "labels": {badge.label: badge.recommendation.value for badge in item.badges},
            }
            for item in page.items
        ],
    }


@router.get("/decisions", tags=["moderation"])
def read_decisions(
    caller: Reading,
    server: ServerHere,
    after: Number = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> dict[str, Any]:
    """Decisions in the order of writing, behind the number ``after``; for polling."""
    entries = decision_feed(server.store, after=after, limit=limit)
    return {
        "decisions": [
            {
                "number": entry.number,
                "id": entry.comment_id,
                "article_id": entry.article_id,
                **_decision(asdict(entry.decision)),
            }
            for entry in entries
        ],
        "last": entries[-1].number if entries else after,
    }


@router.post("/decisions", tags=["moderation"])
def decide(
    body: DecisionBody, caller: Deciding, server: ServerHere, key: IdempotencyKey = None
) -> dict[str, Any]:
    """Decide on a comment; with an idempotency key it is done once. 409 when it has moved on."""
    wanted = SiteDecision(**body.model_dump())
    decided = decide_once(
        server.store, wanted, source=caller.name, person=caller.person, request_key=key
    )
    return asdict(decided)


@router.get("/profiles", tags=["moderation"])
def read_profiles(caller: Reading, server: ServerHere) -> dict[str, Any]:
    """Every published version of the thresholds, newest first."""
    return {
        "profiles": [
            {
                "name": profile.name,
                "version": profile.version,
                "reason": profile.reason,
                "thresholds": {key: asdict(at) for key, at in profile.thresholds.items()},
            }
            for profile in profiles(server.store)
        ]
    }


@router.get("/annotation-sets", tags=["annotations"])
def read_sets(caller: Reading, server: ServerHere) -> dict[str, Any]:
    """The annotation sets with their progress, newest first."""
    return {
        "sets": [
            {
                "set": of.id,
                "name": of.name,
                "labels": list(of.labels),
                "items": of.items,
                "judged": of.judged,
            }
            for of in sets(server.store)
        ]
    }


@router.post("/annotations", tags=["annotations"], status_code=201)
def add_annotation(body: AnnotationBody, caller: Annotating, server: ServerHere) -> dict[str, Any]:
    """Judge a label of a comment in a set, for the person that the key acts for."""
    spans = []
    for span in body.spans:
        if span.end <= span.start:
            raise BadInput("A span must begin before it ends.")
        spans.append(AnnotatedSpan(Span(span.start, span.end), span.facet))
    item = add_comment(server.store, body.set, body.comment, person=caller.person)
    judgement = Judgement(
        label=body.label,
        person=caller.person,
        answer=body.answer,
        level=body.level,
        facets=tuple(body.facets),
        spans=tuple(spans),
        note=body.note,
    )
    annotation = annotate(server.store, item, judgement)
    return {"annotation": annotation.id, "item": annotation.item_id}


def _decision(decision: dict[str, Any]) -> dict[str, Any]:
    at = decision.pop("decided_at")
    comment = decision.pop("comment_id")
    return {"comment": comment, "decided_at": at.isoformat(), **decision}
