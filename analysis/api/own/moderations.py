"""``POST /v1/moderations`` in the shape that OpenAI's clients expect.

Categories for which we have a measured answer are given; the others are ``null``, which is not no.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import JSONResponse

from analysis.api.own.admission import Analyzing, ServerHere
from analysis.api.own.bodies import MOST_TEXTS, ModerationInput, ModerationsBody
from analysis.api.perspective import errors
from analysis.api.perspective.request import MOST_BYTES
from analysis.api.server import Server
from analysis.domain.analysis import Analysis
from analysis.domain.attribute import value_of
from analysis.domain.finding import Status
from analysis.domain.profile import Recommendation
from analysis.services.serving.live_scoring import Answer
from analysis.services.serving.question import Question

router = APIRouter(prefix="/v1", tags=["moderations"])

CATEGORIES: Mapping[str, str] = {
    "harassment": "POSSIBLE_HOSTILITY",
    "harassment/threatening": "THREAT",
    "hate": "IDENTITY_ATTACK",
}
"""OpenAI's categories that an attribute of ours can answer, as far as it is offered."""
NOT_OFFERED = (
    "hate/threatening", "illicit", "illicit/violent", "self-harm", "self-harm/instructions",
    "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic",
)  # fmt: skip
_EVEN = 0.5
_LABEL = "possible_hostility"


@router.post("/moderations", response_model=None)
async def moderations(
    body: ModerationsBody, caller: Analyzing, server: ServerHere
) -> dict[str, Any] | JSONResponse:
    """Judge one text or several; ``flagged`` is our profile's flag for possible hostility."""
    try:
        texts = _texts(body.input)
    except _Unreadable as problem:
        return _error(str(problem), "invalid_input")
    answers = await server.ask([Question(text) for text in texts])
    results = []
    for answer in answers:
        result = _result(server, answer.analysis)
        if result is None:
            return _error(
                "A text is not in English, or can't be read; it was not judged.",
                "unsupported_language",
            )
        results.append(result)
    return {"id": _name(answers[0]), "model": _model(answers[0]), "results": results}


class _Unreadable(Exception):
    """An input that holds no text; the message never repeats it."""


def _texts(given: str | list[Any]) -> list[str]:
    parts = [given] if isinstance(given, str) else given
    if not 0 < len(parts) <= MOST_TEXTS:
        raise _Unreadable(f"input must hold 1 to {MOST_TEXTS} texts.")
    texts = []
    for part in parts:
        try:
            text = part if isinstance(part, str) else ModerationInput.model_validate(part).text
        except ValidationError:
            raise _Unreadable("input must be text; images are not judged here.") from None
        if not text.strip():
            raise _Unreadable("input must not be empty.")
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise _Unreadable(f"a text may have {MOST_BYTES} bytes.")
        texts.append(text)
    return texts


def _result(server: Server, analysis: Analysis) -> dict[str, Any] | None:
    if analysis.labels[_LABEL].status is Status.FAILED:
        raise errors.internal()
    recommendation = analysis.recommendations[_LABEL]
    if recommendation is Recommendation.UNSUPPORTED:
        return None
    flagged = recommendation is Recommendation.FLAG
    scores: dict[str, float | None] = dict.fromkeys(NOT_OFFERED)
    for category, name in CATEGORIES.items():
        attribute = server.offer.attributes.get(name)
        scores[category] = None if attribute is None else value_of(attribute, analysis)
    categories: dict[str, bool | None] = {
        name: None if score is None else score >= _EVEN for name, score in scores.items()
    }
    categories["harassment"] = flagged
    names = sorted(scores)
    return {
        "flagged": flagged,
        "categories": {name: categories[name] for name in names},
        "category_scores": {name: scores[name] for name in names},
        "category_applied_input_types": {
            name: [] if scores[name] is None else ["text"] for name in names
        },
    }


def _name(answer: Answer) -> str:
    return f"modr-{answer.release.id}"


def _model(answer: Answer) -> str:
    return f"moderato-{answer.release.id}"


def _error(message: str, code: str) -> JSONResponse:
    error = {"message": message, "type": "invalid_request_error", "param": "input", "code": code}
    return JSONResponse({"error": error}, errors.BAD_REQUEST)
