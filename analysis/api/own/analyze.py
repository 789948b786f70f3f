"""Label texts at once: one, several, or a stream of them; with passages and reasons."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from analysis.api.limits import MOST_BYTES, is_packed, pieces
from analysis.api.own.admission import Analyzing, ServerHere
from analysis.api.own.bodies import AnalyzeBody, TextToAnalyze
from analysis.api.perspective import errors
from analysis.api.server import Server
from analysis.services.data.analysis_schema import analysis_record
from analysis.services.serving.live_scoring import Answer
from analysis.services.serving.question import Question

router = APIRouter(prefix="/v1", tags=["analyze"])

STREAM = "/v1/analyze/stream"
_RETRY_SECONDS = 0.1
"""How long a stream waits when too much waits already; it has time, others don't."""


_LONGEST_NAME = 100
"""Characters that are repeated of a name that is none of a body's."""


class LineStream(Response):
    """Lines as they come, while the request is still being read.

    Starlette's own streaming response may wait for the caller to leave, and would take the
    request's body away meanwhile.
    """

    media_type = "application/x-ndjson"

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send every line by itself."""
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        async for line in self._lines:
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


@router.post("/analyze")
async def analyze(
    request: Request, body: AnalyzeBody, caller: Analyzing, server: ServerHere
) -> dict[str, Any]:
    """Label up to 100 texts. Offsets are code points of each text, end exclusive."""
    request.state.logged = not body.do_not_store
    questions = [_question(text, keep=not body.do_not_store) for text in body.texts]
    answers = await server.ask(questions)
    pairs = zip(body.texts, answers, strict=True)
    return {
        "release": answers[0].release.id,
        "results": [_record(text, answer) for text, answer in pairs],
    }


_LINES = {LineStream.media_type: {"schema": {"type": "string"}}}


@router.post(
    STREAM.removeprefix("/v1"),
    response_class=Response,
    responses={200: {"content": _LINES}},
    openapi_extra={"requestBody": {"required": True, "content": _LINES}},
)
async def analyze_stream(request: Request, caller: Analyzing, server: ServerHere) -> LineStream:
    """Label texts as they come: a JSON object a line in, a JSON object a line out, in order.

    A line that can't be answered is answered with its error; the stream goes on. Where the body
    can't be read any further, an error is its last line.
    """
    is_packed(request)  # refused here, while a status can still say so
    return LineStream(_answers(request, server))


@router.get("/release")
async def release(caller: Analyzing, server: ServerHere) -> dict[str, Any]:
    """What answers now: models, rules, thresholds; ``id`` is the SHA-256 of ``document``."""
    current = server.release()
    return {"id": current.id, "document": current.document}


async def _answers(request: Request, server: Server) -> AsyncIterator[bytes]:
    try:
        async for line in _lines(request):
            yield _line(await _line_answer(server, line))
    except errors.ServiceError as error:  # of the body, of which nothing more can be read
        yield _line(error.body())


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode("ascii") + b"\n"


async def _lines(request: Request) -> AsyncIterator[bytes]:
    waiting = bytearray()
    async for piece in pieces(request):
        waiting += piece
        *whole, rest = waiting.split(b"\n")
        waiting = bytearray(rest)
        for line in whole:
            if line.strip():
                yield bytes(line)
        if len(waiting) > MOST_BYTES:
            yield bytes(waiting)
            return
    if waiting.strip():
        yield bytes(waiting)


async def _line_answer(server: Server, line: bytes) -> dict[str, Any]:
    try:
        if len(line) > MOST_BYTES:
            raise errors.too_large()
        text = TextToAnalyze.model_validate_json(line)
        (answer,) = await _patient(server, _question(text, keep=True))
        return {"release": answer.release.id, **_record(text, answer)}
    except ValidationError as invalid:
        return invalid_body(invalid.errors(include_input=False, include_url=False)).body()
    except errors.ServiceError as error:
        return error.body()


async def _patient(server: Server, question: Question) -> list[Answer]:
    limit = asyncio.get_running_loop().time() + server.settings.api_seconds
    while True:
        try:
            return await server.ask([question])
        except errors.ServiceError as error:
            late = asyncio.get_running_loop().time() > limit
            if error.code != errors.UNAVAILABLE or late:
                raise
            await asyncio.sleep(_RETRY_SECONDS)


def invalid_body(problems: list[Any]) -> errors.ServiceError:
    """The first thing that is wrong about a body: where, and what was expected; never its value."""
    first = problems[0]
    if first["type"] == "json_invalid":  # its place is one among the characters
        return errors.not_json()
    place = ".".join(str(part)[:_LONGEST_NAME] for part in first["loc"] if part != "body")
    return errors.invalid_field(place or "request", f"{first['type']}: {first['msg']}")


def _question(text: TextToAnalyze, *, keep: bool) -> Question:
    return Question(text.text, text.parent, text.article, keep=keep)


def _record(text: TextToAnalyze, answer: Answer) -> dict[str, Any]:
    analysis = replace(answer.analysis, comment=replace(answer.analysis.comment, id=text.id))
    return analysis_record(analysis, answer.release.run)
