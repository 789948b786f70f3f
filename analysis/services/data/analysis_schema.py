"""`moderato.analysis/1`: one analysed comment as JSON. Stable: a change makes a new number."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Comment
from analysis.domain.finding import LabelResult
from analysis.domain.profile import Recommendation
from analysis.domain.run import RunInfo
from analysis.labels import LABEL_KEYS, LABELS, label

NAME = "moderato.analysis/1"


def analysis_record(analysis: Analysis, run: RunInfo) -> dict[str, Any]:
    """One comment's analysis as a record of the schema; ``run`` is what it was made by."""
    addressee, inferred = analysis.addressee, analysis.inferred_parent
    return {
        "schema": NAME,
        "comment": comment_record(analysis.comment, language=analysis.language),
        "quotes": [
            {
                "start": quote.span.start,
                "end": quote.span.end,
                "source": quote.source,
                "comment_id": quote.comment_id,
            }
            for quote in analysis.quotes
        ],
        "addressee": None
        if addressee is None
        else {"name": addressee.name, "comment_id": addressee.comment_id},
        "inferred_parent": None
        if inferred is None
        else {
            "comment_id": inferred.comment_id,
            "confidence": round(inferred.confidence, 4),
            "reason": inferred.reason,
        },
        "labels": {
            key: label_record(analysis.labels[key], analysis.recommendations[key])
            for key in LABEL_KEYS
        },
        "run": run_record(run),
    }


def comment_record(comment: Comment, *, language: str) -> dict[str, Any]:
    """The comment itself; ``text`` is the untouched original."""
    votes = comment.votes
    return {
        "id": comment.id,
        "position": comment.position,
        "thread_id": comment.thread_id,
        "parent_id": comment.parent_id,
        "author": comment.author,
        "created_at": comment.created_at.isoformat() if comment.created_at else None,
        "votes": None if votes is None else dataclasses.asdict(votes),
        "text": comment.text,
        "sha256": comment.sha256,
        "language": language,
    }


def label_record(result: LabelResult, recommendation: Recommendation) -> dict[str, Any]:
    """One label's answer; one with a target names it, a silent answer says why."""
    record: dict[str, Any] = {
        "probability": None if result.probability is None else round(result.probability, 6),
        "recommendation": recommendation.value,
        "status": result.status.value,
        "facets": list(result.facets),
        "evidence": [
            {
                "start": evidence.span.start,
                "end": evidence.span.end,
                "facet": evidence.facet,
                "scorer": evidence.scorer,
                "reason": str(evidence.reason),
            }
            for evidence in result.evidence
        ],
    }
    if label(result.label).has_target:
        target = result.target
        record["target"] = (
            None if target is None else {"kind": target.kind, "comment_id": target.comment_id}
        )
    if result.detail:
        record["detail"] = result.detail
    return record


def run_record(run: RunInfo) -> dict[str, Any]:
    """The versions of everything that took part."""
    return {
        "id": run.id,
        "code_version": run.code_version,
        "scorers": [
            {
                "name": scorer.name,
                "version": scorer.version,
                "digest": scorer.digest,
                "labels": list(scorer.labels),
                "available": scorer.available,
                "note": scorer.note,
            }
            for scorer in run.scorers
        ],
        "labels": dict(run.labels),
        "combination": run.combination,
        "profile": {"name": run.profile_name, "version": run.profile_version},
        "text_pipeline": run.text_pipeline,
        "settings": dict(run.settings),
    }


def json_line(record: Mapping[str, Any]) -> str:
    """``record`` as one line of JSON Lines, its line feed included.

    Readable UTF-8, except for a record with lone surrogates, which UTF-8 can't hold: its
    characters beyond ASCII are escaped.
    """
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(record, ensure_ascii=True)
    return line + "\n"


def _object(properties: Mapping[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _or_null(*types: str) -> dict[str, Any]:
    return {"type": [*types, "null"]}


_TEXT: dict[str, Any] = {"type": "string"}
_OFFSET: dict[str, Any] = {"type": "integer", "minimum": 0}
_LABEL = {
    "probability": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
    "recommendation": {"enum": ["flag", "unsure", "clear", "unsupported"]},
    "status": {"enum": ["scored", "abstained", "failed"]},
    "facets": {"type": "array", "items": _TEXT},
    "evidence": {
        "type": "array",
        "items": _object(
            {"start": _OFFSET, "end": _OFFSET, "facet": _TEXT, "scorer": _TEXT, "reason": _TEXT}
        ),
    },
    "detail": _TEXT,
}
_TARGET = {
    "oneOf": [
        {"type": "null"},
        _object(
            {
                "kind": {"enum": ["article", "comment", "unclear"]},
                "comment_id": _or_null("string"),
            }
        ),
    ]
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": NAME,
    **_object(
        {
            "schema": {"const": NAME},
            "comment": _object(
                {
                    "id": _TEXT,
                    "position": {"type": "integer", "minimum": 1},
                    "thread_id": _TEXT,
                    "parent_id": _or_null("string"),
                    "author": _or_null("string"),
                    "created_at": _or_null("string"),
                    "votes": {
                        "oneOf": [
                            {"type": "null"},
                            _object(
                                {name: _or_null("integer") for name in ("up", "down", "score")}
                            ),
                        ]
                    },
                    "text": _TEXT,
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                    "language": _TEXT,
                }
            ),
            "quotes": {
                "type": "array",
                "items": _object(
                    {
                        "start": _OFFSET,
                        "end": _OFFSET,
                        "source": {"enum": ["article", "comment", "unknown"]},
                        "comment_id": _or_null("string"),
                    }
                ),
            },
            "addressee": {
                "oneOf": [
                    {"type": "null"},
                    _object({"name": _TEXT, "comment_id": _or_null("string")}),
                ]
            },
            "inferred_parent": {
                "oneOf": [
                    {"type": "null"},
                    _object(
                        {
                            "comment_id": _TEXT,
                            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
                            "reason": _TEXT,
                        }
                    ),
                ]
            },
            "labels": _object(
                {
                    item.key: _object(
                        {**_LABEL, "target": _TARGET} if item.has_target else _LABEL,
                        optional=("detail",),
                    )
                    for item in LABELS
                }
            ),
            "run": _object(
                {
                    "id": _or_null("string"),
                    "code_version": _TEXT,
                    "scorers": {
                        "type": "array",
                        "items": _object(
                            {
                                "name": _TEXT,
                                "version": _TEXT,
                                "digest": _TEXT,
                                "labels": {"type": "array", "items": _TEXT},
                                "available": {"type": "boolean"},
                                "note": _or_null("string"),
                            }
                        ),
                    },
                    "labels": {"type": "object", "additionalProperties": _TEXT},
                    "combination": _TEXT,
                    "profile": _object({"name": _TEXT, "version": {"type": "integer"}}),
                    "text_pipeline": _TEXT,
                    "settings": {"type": "object", "additionalProperties": _TEXT},
                }
            ),
        }
    ),
}
"""JSON Schema of one line of ``moderato analyze``."""
