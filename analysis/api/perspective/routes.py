"""The methods of the service, each from a body to a response; `/batch` calls them too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.concurrency import run_in_threadpool

from analysis.api.caller import Caller, shown_secret
from analysis.api.perspective import errors
from analysis.api.perspective.answer import UNTOLD, Scored, answered, wanted
from analysis.api.perspective.body import read_body
from analysis.api.perspective.request import (
    AnalyzeRequest,
    analyze_request,
    forbids_storing,
    suggest_request,
)
from analysis.api.perspective.verdicts import suggestion_of
from analysis.api.server import Server
from analysis.domain.api_key import Scope
from analysis.domain.errors import ModeratoError
from analysis.services.annotation.suggestions import take_suggestion
from analysis.services.serving.detected_language import detected_language
from analysis.services.serving.question import Question
from analysis.services.serving.sentence_spans import sentence_spans

MOST_SENTENCES = 60
"""Sentences that are scored one by one for span annotations; the longest comments have more."""

LONG_BODY = 64 * 1024
"""Bytes of a body from which it is read beside other requests; the longest text needs fewer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the service, of its own or as part of a batch."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; ``logged`` is false where the caller asked that nothing be."""

    status: int
    content: dict[str, Any]
    headers: Mapping[str, str]
    caller: str = ""
    logged: bool = True


Method = Callable[[Server, Caller, dict[str, Any]], Awaitable[Reply]]


async def respond(server: Server, call: Call) -> Reply:
    """The response to a call, errors in the service's own bodies."""
    caller, logged = "", True
    try:
        method, scope = METHODS.get(call.path, (None, Scope.ANALYZE))
        if method is None:
            raise errors.not_found()
        secret = shown_secret(call.query, call.headers)
        admitted = await server.callers.admitted(secret)
        caller = admitted.name
        admitted.check(scope)
        server.callers.count(admitted)
        content = await _content(call.body, lenient=server.reading.lenient)
        logged = not forbids_storing(content)
        reply = await method(server, admitted, content)
        return replace(reply, logged=logged)
    except errors.ServiceError as error:
        return Reply(error.code, error.body(), error.headers, caller, logged)
    except ModeratoError as problem:
        refusal = errors.of_service(problem)
        return Reply(refusal.code, refusal.body(), refusal.headers, caller, logged)


async def _content(body: bytes, *, lenient: bool) -> dict[str, Any]:
    """A body's object; a long one is read in a thread of its own, since others are answered here:
    what is no strict JSON takes seconds for a megabyte."""
    if len(body) <= LONG_BODY:
        return read_body(body, lenient=lenient)
    return await run_in_threadpool(read_body, body, lenient=lenient)


async def analyze(server: Server, caller: Caller, content: dict[str, Any]) -> Reply:
    """``comments:analyze``."""
    request = analyze_request(content, server.reading)
    chosen = wanted(request, server.offer)
    spans = sentence_spans(request.text, most=MOST_SENTENCES) if request.spans else []
    spans = spans if len(spans) > 1 else []
    whole = _question(request, request.text)
    answers = await server.ask([whole, *(_question(request, s.of(request.text)) for s in spans)])
    scored = Scored(
        answers[0].analysis,
        [(span, answer.analysis) for span, answer in zip(spans, answers[1:], strict=True)],
    )
    response = answered(request, chosen, scored, server.offer)
    release = {"X-Moderato-Release": answers[0].release.id}
    return Reply(200, response, release, caller.name)


async def suggest(server: Server, caller: Caller, content: dict[str, Any]) -> Reply:
    """``comments:suggestscore``."""
    request = suggest_request(content, server.reading)
    suggestion = suggestion_of(request, source=caller.name, names=server.offer.names)
    await run_in_threadpool(take_suggestion, server.store, suggestion, person=caller.person)
    server.background.look()
    detected = await run_in_threadpool(detected_language, request.text)
    response: dict[str, Any] = {
        "detectedLanguages": [] if detected == UNTOLD else [detected],
        "requestedLanguages": list(request.languages),
    }
    if request.client_token is not None:
        response["clientToken"] = request.client_token
    return Reply(200, response, {}, caller.name)


METHODS: Mapping[str, tuple[Method, Scope]] = {
    "/v1alpha1/comments:analyze": (analyze, Scope.ANALYZE),
    "/v1alpha1/comments:suggestscore": (suggest, Scope.SUGGEST),
}


def _question(request: AnalyzeRequest, text: str) -> Question:
    context = request.context
    return Question(text, context.parent, context.article, keep=not request.do_not_store)
