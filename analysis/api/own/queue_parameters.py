"""The queue's parameters as the OpenAPI document writes them; they are read as an address is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, Sort
from analysis.labels import LABELS
from analysis.services.moderation.queue_address import FILTER_KEYS, LAST_PAGE, LONGEST_WORD

_WORD = {"type": "string", "maxLength": LONGEST_WORD}
_TEXT = {"type": "string"}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_DAY = {"type": "string", "format": "date"}


def _of(words: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


_LABEL = _of(label.key for label in LABELS)
_SCHEMAS: Mapping[str, tuple[dict[str, Any], str]] = {
    "queue": (_of(Queue), f"Which queue; `{Queue.ATTENTION}` where none is named."),
    "label": (_LABEL, "Which label the next four are about."),
    "recommendation": (_of(Recommendation), "What the thresholds make of it."),
    "facet": (_WORD, "In which way it holds."),
    "min": (_SHARE, "Its lowest score."),
    "max": (_SHARE, "Its highest score."),
    "article": (_TEXT, "The article's id."),
    "section": (_TEXT, "The article's section."),
    "author": (_WORD, "The author's name."),
    "from": (_DAY, "The first day."),
    "to": (_DAY, "The last day."),
    "q": (_WORD, "Words that the text holds."),
    "reason": (_TEXT, "What readers gave as the reason of a report."),
    "reported_as": (_LABEL, "The label that a report asks about."),
    "sort": (_of(Sort), f"The order; `{Sort.PRIORITY}` where none is named."),
    "page": ({"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, "Which page of it."),
}

QUEUE_PARAMETERS: list[dict[str, Any]] = [
    {"name": name, "in": "query", "description": _SCHEMAS[name][1], "schema": _SCHEMAS[name][0]}
    for name in (*FILTER_KEYS, "page")
]
