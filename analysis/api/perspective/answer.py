"""Scores in the service's shape; what is not answered is refused or dropped, never a low score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.api.perspective import errors
from analysis.api.perspective.request import AnalyzeRequest, Asked
from analysis.api.perspective.utf16 import Utf16
from analysis.domain.analysis import Analysis
from analysis.domain.attribute import Attribute, value_of
from analysis.domain.finding import Status
from analysis.domain.span import Span
from analysis.services.serving.detected_language import detected_language

SERVED = "en"
"""The language of all attributes that we answer."""
UNTOLD = "und"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an installation answers: attributes by name, all names that there are, and its mode.

    ``dropping`` leaves out what is not answered, where the service would refuse it all.
    """

    attributes: Mapping[str, Attribute]
    names: frozenset[str]
    dropping: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """What was scored of a request: the text as a whole, and its sentences where asked."""

    whole: Analysis
    sentences: Sequence[tuple[Span, Analysis]] = ()


def wanted(request: AnalyzeRequest, offer: Offer) -> list[tuple[Asked, Attribute]]:
    """The attributes to answer; ``ServiceError`` for the first that can't be."""
    chosen = []
    dropping = offer.dropping or request.drop_unsupported
    for asked in request.asked:
        attribute = offer.attributes.get(asked.name)
        if asked.name not in offer.names:
            if not offer.dropping:
                raise errors.unknown_attribute(asked.name[:100])
        elif attribute is None or not all(map(is_served, request.languages)):
            if not dropping:
                raise _not_offered(request, asked)
        else:
            chosen.append((asked, attribute))
    return chosen


def _not_offered(request: AnalyzeRequest, asked: Asked) -> errors.ServiceError:
    if request.languages:
        return errors.unsupported(asked.key, request.languages, requested=request.languages)
    detected = detected_language(request.text)
    if detected == UNTOLD:
        return errors.undetected()
    return errors.unsupported(asked.key, [detected])


def is_served(language: str) -> bool:
    """Whether a language, as ISO or BCP-47 writes it, is one that we answer in."""
    return language.replace("_", "-").split("-")[0].lower() == SERVED


def answered(
    request: AnalyzeRequest,
    chosen: Sequence[tuple[Asked, Attribute]],
    scored: Scored,
    offer: Offer,
) -> dict[str, Any]:
    """The response. A text in another language than the caller says is found out here."""
    language = scored.whole.language
    dropping = offer.dropping or request.drop_unsupported
    units = Utf16(request.text)
    scores: dict[str, Any] = {}
    for asked, attribute in chosen:
        value = value_of(attribute, scored.whole)
        if value is None:
            if not dropping:
                raise _unanswered(request, asked, attribute, scored.whole)
            continue
        if asked.threshold is not None and _float32(value) < asked.threshold:
            continue
        scores[asked.key] = {
            "spanScores": _spans(attribute, value, scored, units),
            "summaryScore": _probability(value),
        }
    detected = [] if language == UNTOLD else [language]
    response: dict[str, Any] = {
        "attributeScores": scores,
        "languages": list(request.languages) or detected,
        "detectedLanguages": detected,
    }
    if request.client_token is not None:
        response["clientToken"] = request.client_token
    return response


def _unanswered(
    request: AnalyzeRequest, asked: Asked, attribute: Attribute, whole: Analysis
) -> errors.ServiceError:
    result = whole.labels.get(attribute.label or "")
    if result is not None and result.status is Status.FAILED:
        return errors.internal()
    if whole.language not in (SERVED, UNTOLD):
        return errors.unsupported(asked.key, [whole.language], requested=request.languages)
    if whole.language == UNTOLD:
        return errors.undetected()
    # English, but for a part that was not read: nobody may take that for a low score.
    return errors.unsupported(asked.key, [UNTOLD], requested=request.languages)


def _spans(
    attribute: Attribute, value: float, scored: Scored, units: Utf16
) -> list[dict[str, Any]]:
    """The spans with their scores; the whole text where there are no sentences."""
    spans = []
    for span, analysis in scored.sentences:
        of_sentence = value_of(attribute, analysis)
        if of_sentence is not None:
            begin, end = units.begin_end(span)
            spans.append({"begin": begin, "end": end, "score": _probability(of_sentence)})
    return spans or [{"begin": 0, "end": units.length, "score": _probability(value)}]


def _probability(value: float) -> dict[str, Any]:
    return {"value": _float32(value), "type": "PROBABILITY"}


def _float32(value: float) -> float:
    """The shortest number that is the same as a 32-bit float, as the service writes it."""
    return float(str(np.float32(value)))
