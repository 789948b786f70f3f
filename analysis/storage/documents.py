"""What the pipeline said about a comment, as one document, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.domain.analysis import Analysis
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
from analysis.domain.passage_reason import PassageReason
from analysis.domain.span import Span


@dataclass(frozen=True, slots=True)
class Findings:
    """An analysis without its comment and recommendations: what is stored of it."""

    language: str
    quotes: tuple[Quote, ...] = ()
    addressee: Addressee | None = None
    inferred_parent: InferredParent | None = None
    labels: tuple[LabelResult, ...] = ()


def to_document(analysis: Analysis) -> dict[str, Any]:
    """``analysis`` as plain JSON; offsets stay code points of the original."""
    addressee, parent = analysis.addressee, analysis.inferred_parent
    return {
        "quotes": [
            [q.span.start, q.span.end, q.source, q.comment_id, q.similarity]
            for q in analysis.quotes
        ],
        "addressee": addressee
        and [
            addressee.name,
            addressee.comment_id,
            addressee.span and [addressee.span.start, addressee.span.end],
        ],
        "inferred_parent": parent and [parent.comment_id, parent.confidence, parent.reason],
        "labels": [_result(result) for result in analysis.labels.values()],
    }


def from_document(language: str, body: Any) -> Findings:
    """What :func:`to_document` was given; nothing but the language when ``body`` was erased."""
    if body is None:
        return Findings(language)
    addressee = body["addressee"]
    return Findings(
        language=language,
        quotes=tuple(
            Quote(Span(start, end), source, comment_id, similarity)
            for start, end, source, comment_id, similarity in body["quotes"]
        ),
        addressee=addressee
        and Addressee(addressee[0], addressee[1], Span(*addressee[2]) if addressee[2] else None),
        inferred_parent=body["inferred_parent"] and InferredParent(*body["inferred_parent"]),
        labels=tuple(_read_result(result) for result in body["labels"]),
    )


def _result(result: LabelResult) -> dict[str, Any]:
    return {
        "label": result.label,
        **_answer(result),
        "parts": [
            {"scorer": part.scorer, "scores": dict(part.facet_scores), **_answer(part)}
            for part in result.parts
        ],
    }


def _answer(answer: LabelResult | Finding) -> dict[str, Any]:
    target = answer.target
    return {
        "status": answer.status.value,
        "probability": answer.probability,
        "facets": list(answer.facets),
        "evidence": [
            [e.span.start, e.span.end, e.facet, e.scorer, _reason(e.reason), e.weight]
            for e in answer.evidence
        ],
        "target": target and [target.kind, target.comment_id],
        "detail": answer.detail,
    }


def _read_result(body: dict[str, Any]) -> LabelResult:
    return LabelResult(
        label=body["label"],
        **_read_answer(body),
        parts=tuple(
            Finding(
                label=body["label"],
                scorer=part["scorer"],
                facet_scores=part["scores"],
                **_read_answer(part),
            )
            for part in body["parts"]
        ),
    )


def _read_answer(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": Status(body["status"]),
        "probability": body["probability"],
        "facets": tuple(body["facets"]),
        "evidence": tuple(
            Evidence(Span(start, end), facet, scorer, _read_reason(reason), weight)
            for start, end, facet, scorer, reason, weight in body["evidence"]
        ),
        "target": body["target"] and Target(*body["target"]),
        "detail": body["detail"],
    }


def _reason(reason: PassageReason | str) -> str | list[Any]:
    if isinstance(reason, str):
        return reason
    return [reason.key, reason.sentence, *([dict(reason.values)] if reason.values else [])]


def _read_reason(body: str | list[Any]) -> PassageReason | str:
    """A list since reasons have keys; before that, and from others, only the sentence."""
    if isinstance(body, str):
        return body
    key, sentence, *values = body
    return PassageReason(key, sentence, tuple(values[0].items()) if values else ())
