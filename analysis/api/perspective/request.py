"""What a request asks, checked in the service's order and refused in its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.api.perspective import errors
from analysis.api.perspective.fields import Fields

MOST_BYTES = 20_480
"""Bytes of a comment in UTF-8, as the service counts; clients count otherwise."""
MOST_ATTRIBUTES = 100
"""Attributes of one request; the service knew some forty, in several versions."""
_TEXT_TYPES = ("TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML")
_SCORE_TYPES = ("SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW")
"""In the order of their numbers, under which the service took them too."""
_TEXT_ENTRY = ("text", "type")
_COMMON = ("comment", "context", "languages", "clientToken", "sessionId", "communityId")


@dataclass(frozen=True, slots=True)
class Reading:
    """How an installation reads requests: lenient bodies, and whether HTML is a comment."""

    lenient: bool = True
    html: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One attribute as it was asked for: ``key`` names it in the answer, ``name`` is its own."""

    key: str
    name: str
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Context:
    """What a comment stands among. ``entries`` are texts that a site sends along, never scored."""

    article: str = ""
    parent: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnalyzeRequest:
    """A text to score, and for what."""

    text: str
    asked: tuple[Asked, ...]
    context: Context
    languages: tuple[str, ...]
    spans: bool
    do_not_store: bool
    drop_unsupported: bool
    client_token: str | None


@dataclass(frozen=True, slots=True)
class SuggestedScore:
    """A score that somebody says is right; ``spans`` are begin, end and value in UTF-16 units."""

    key: str
    name: str
    value: float | None
    spans: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """A text and the scores that it should have had."""

    text: str
    scores: tuple[SuggestedScore, ...]
    context: Context
    languages: tuple[str, ...]
    client_token: str | None
    community: str


def analyze_request(content: dict[str, Any], reading: Reading) -> AnalyzeRequest:
    """The request for scores that a body holds; ``ServiceError`` says why there is none."""
    known = (
        *_COMMON,
        "requestedAttributes",
        "spanAnnotations",
        "doNotStore",
        "dropUnsupportedAttributes",
    )
    fields = Fields(content, "", known, lenient=reading.lenient)
    text = _comment(fields, reading)
    return AnalyzeRequest(
        text=text,
        asked=_asked(fields, reading),
        context=_context(fields, reading),
        languages=_languages(fields),
        spans=fields.flag("spanAnnotations"),
        do_not_store=fields.flag("doNotStore"),
        drop_unsupported=fields.flag("dropUnsupportedAttributes"),
        client_token=_token(fields),
    )


def forbids_storing(content: dict[str, Any]) -> bool:
    """Whether a body, be it a request or not, asks that nothing of it be kept or written down."""
    try:
        return Fields(content, "", ("doNotStore",)).flag("doNotStore")
    except errors.ServiceError:
        return False


def suggest_request(content: dict[str, Any], reading: Reading) -> SuggestRequest:
    """The suggestion that a body holds; ``ServiceError`` says why there is none."""
    fields = Fields(content, "", (*_COMMON, "attributeScores"), lenient=reading.lenient)
    text = _comment(fields, reading)
    return SuggestRequest(
        text=text,
        scores=_scores(fields, reading),
        context=_context(fields, reading),
        languages=_languages(fields),
        client_token=_token(fields),
        community=fields.text("communityId"),
    )


def _comment(fields: Fields, reading: Reading) -> str:
    if fields.get("comment") is None:
        raise errors.comment_empty()
    text, kind = _entry(fields.get("comment"), "comment", reading)
    if not text.strip():
        raise errors.comment_empty()
    if kind == "HTML" and not reading.html:
        raise errors.plain_text_only()
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise errors.comment_too_long()
    return text


def _entry(content: Any, path: str, reading: Reading) -> tuple[str, str]:
    entry = Fields(content, path, _TEXT_ENTRY, lenient=reading.lenient)
    kind = entry.choice("type", _TEXT_TYPES)
    if kind not in _TEXT_TYPES:
        raise errors.text_type()
    return entry.text("text"), kind


def _asked(fields: Fields, reading: Reading) -> tuple[Asked, ...]:
    wanted = fields.mapping("requestedAttributes", most=MOST_ATTRIBUTES)
    if not wanted:
        raise errors.no_attributes()
    asked = []
    for key, content in wanted.items():
        path = "requested_attributes[].value"
        known = ("scoreType", "scoreThreshold")
        parameters = Fields(content, path, known, lenient=reading.lenient)
        _check_score_type(parameters.choice("scoreType", _SCORE_TYPES), key, f"{path}.score_type")
        asked.append(Asked(key, plain_name(key), parameters.number("scoreThreshold")))
    return tuple(asked)


def plain_name(key: str) -> str:
    """An attribute's own name: without the version that a caller may pin it to."""
    return key.partition("@")[0]


def _check_score_type(kind: str, attribute: str, path: str) -> None:
    if kind in ("SCORE_TYPE_UNSPECIFIED", "PROBABILITY"):
        return
    if kind not in _SCORE_TYPES:
        raise errors.invalid_field(path, "google.commentanalyzer.v1alpha1.ScoreType")
    raise errors.score_type(kind, plain_name(attribute))


def _context(fields: Fields, reading: Reading) -> Context:
    if fields.get("context") is None:
        return Context()
    known = ("entries", "articleAndParentComment")
    context = Fields(fields.get("context"), "context", known, lenient=reading.lenient)
    entries = tuple(
        _entry(entry, f"context.entries[{number}]", reading)[0]
        for number, entry in enumerate(context.items("entries"))
    )
    around = context.get("articleAndParentComment")
    if around is None:
        return Context(entries=entries)
    if entries:
        raise errors.two_contexts()
    path = "context.article_and_parent_comment"
    both = Fields(around, path, ("article", "parentComment"), lenient=reading.lenient)
    texts = {
        name: _entry(both.get(name), both.place(name), reading)[0] if both.get(name) else ""
        for name in ("article", "parentComment")
    }
    return Context(article=texts["article"], parent=texts["parentComment"])


def _languages(fields: Fields) -> tuple[str, ...]:
    languages = fields.items("languages")
    if not all(isinstance(language, str) for language in languages):
        raise errors.invalid_field("languages", "TYPE_STRING")
    return tuple(filter(None, (language.strip() for language in languages)))


def _token(fields: Fields) -> str | None:
    return None if fields.get("clientToken") is None else fields.text("clientToken")


def _scores(fields: Fields, reading: Reading) -> tuple[SuggestedScore, ...]:
    given = fields.mapping("attributeScores", most=MOST_ATTRIBUTES)
    if not given:
        raise errors.invalid_request("Missing attribute_scores")
    scores = []
    for key, content in given.items():
        path = "attribute_scores[].value"
        score = Fields(content, path, ("summaryScore", "spanScores"), lenient=reading.lenient)
        summary = score.get("summaryScore")
        value = None if summary is None else _value(summary, key, f"{path}.summary_score", reading)
        spans = tuple(_span(span, key, path, reading) for span in score.items("spanScores"))
        if value is None and not spans:
            raise errors.invalid_request(f"Attribute {plain_name(key)[:100]} has no score")
        scores.append(SuggestedScore(key, plain_name(key), value, spans))
    return tuple(scores)


def _value(content: Any, key: str, path: str, reading: Reading) -> float:
    score = Fields(content, path, ("value", "type"), lenient=reading.lenient)
    _check_score_type(score.choice("type", _SCORE_TYPES), key, f"{path}.type")
    # A value that is left out is nought, as everywhere in the service's messages.
    value = score.number("value") or 0.0
    if not 0.0 <= value <= 1.0:
        raise errors.invalid_request("A score must be between 0 and 1.")
    return value


def _span(content: Any, key: str, path: str, reading: Reading) -> tuple[int, int, float]:
    place = f"{path}.span_scores[]"
    span = Fields(content, place, ("begin", "end", "score"), lenient=reading.lenient)
    begin, end = span.whole("begin"), span.whole("end")
    if begin is None or end is None:
        raise errors.invalid_request("A span score must have begin and end.")
    if span.get("score") is None:
        raise errors.invalid_request("A span score must have a score.")
    return begin, end, _value(span.get("score"), key, f"{place}.score", reading)
