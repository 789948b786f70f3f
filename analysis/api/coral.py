"""Coral's external moderation phase: a flag or nothing, quickly; never a status.

Coral posts every new comment, signed, and waits 200 ms. What is not flagged in time is answered
with nothing, which leaves the comment to Coral's other phases.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from analysis.api.limits import read_limited
from analysis.api.perspective import errors
from analysis.api.perspective.body import read_body
from analysis.api.perspective.endpoints import error_response
from analysis.api.perspective.request import MOST_BYTES
from analysis.api.server import Server
from analysis.domain.profile import Recommendation
from analysis.services.serving.question import Question

SECONDS = 0.15
"""How long an answer may take; Coral waits 200 ms, the way there and back included."""
SIGNATURE = "x-coral-signature"
_FLAG = {"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}
_LABEL = "possible_hostility"


async def _phase(request: Request) -> Response:
    server: Server = request.app.state.server
    secrets = server.settings.coral_signing_secrets
    try:
        if not secrets:
            raise errors.not_found()
        body = await read_limited(request)
        if not is_signed(body, request.headers.get(SIGNATURE, ""), secrets):
            raise errors.not_allowed("The signature is not right.")
        content = read_body(body, lenient=False)
    except errors.ServiceError as error:
        return error_response(request, error)
    request.state.caller = "coral"
    text = _text(content)
    if text and await _is_flagged(server, text):
        return JSONResponse({"actions": [_FLAG]})
    return Response(status_code=204)


def is_signed(body: bytes, header: str, secrets: tuple[str, ...]) -> bool:
    """Whether one of the header's signatures (several while Coral rotates) is one of ours."""
    expected = [
        "sha256=" + hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest()
        for secret in secrets
    ]
    given = [part.strip().encode("utf-8") for part in header.split(",")]
    return any(hmac.compare_digest(e.encode("ascii"), g) for e in expected for g in given)


def _text(content: dict[str, Any]) -> str:
    comment = content.get("comment")
    body = comment.get("body") if isinstance(comment, dict) else None
    text = body if isinstance(body, str) else ""
    return text if len(text.encode("utf-8", "surrogatepass")) <= MOST_BYTES else ""


async def _is_flagged(server: Server, text: str) -> bool:
    try:
        (answer,) = await asyncio.wait_for(server.ask([Question(text)]), SECONDS)
    except (TimeoutError, errors.ServiceError):
        server.metrics.refused.labels("coral").inc()
        return False
    return answer.analysis.recommendations.get(_LABEL) is Recommendation.FLAG


ROUTES = [Route("/coral/moderation-phase", _phase, methods=["POST"])]
