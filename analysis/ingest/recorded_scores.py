"""Scores of the Perspective API that exports carry beside the comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.domain.recorded_scores import RecordedScores

PERSPECTIVE = "perspective"
"""The service, and the column of a record in which its scores stand by attribute."""

FORMATS_WITH_SCORES = ("perspective", "coral")
"""Formats whose records may hold recorded scores."""


def attribute_scores(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The scores of one line by attribute, unchecked: a response's summaries, ``scores`` by name,
    or capital names of the line itself; the last two also inside ``response``."""
    response = content.get("response")
    inner = response if isinstance(response, dict) else content
    full = inner.get("attributeScores")
    if isinstance(full, dict):
        for name, attribute in full.items():
            summary = attribute.get("summaryScore") if isinstance(attribute, dict) else None
            given = summary.get("value") if isinstance(summary, dict) else attribute
            yield str(name), given
        return
    plain = inner.get("scores")
    by_name = plain if isinstance(plain, dict) else inner
    for name, score in by_name.items():
        if str(name).isupper():
            yield str(name), score


def is_score(value: Any) -> bool:
    """Whether this is a number from 0 to 1."""
    return not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= 1


def recorded_scores(record: Mapping[str, Any]) -> RecordedScores | None:
    """What the raw record of a comment holds of them; ``None`` where it holds none.

    Knows our own column and Coral's ``revision.metadata.perspective`` (one score and its model).
    """
    scores = {
        str(name): float(value)
        for name, value in (_own(record) or _coral(record)).items()
        if is_score(value)
    }
    return RecordedScores(PERSPECTIVE, scores) if scores else None


def _own(record: Mapping[str, Any]) -> Mapping[str, Any]:
    scores = record.get(PERSPECTIVE)
    return scores if isinstance(scores, dict) else {}


def _coral(record: Mapping[str, Any]) -> Mapping[str, Any]:
    at: Any = record
    for name in ("revision", "metadata", PERSPECTIVE):
        at = at.get(name) if isinstance(at, dict) else None
    if not isinstance(at, dict) or not at.get("model"):
        return {}
    return {str(at["model"]): at.get("score")}
