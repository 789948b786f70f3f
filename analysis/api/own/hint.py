"""A hint for the writer before a comment is posted: which passage, and why; switched off unless
the site wants it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from analysis.api.own.admission import Analyzing, ServerHere
from analysis.api.own.bodies import TextToAnalyze
from analysis.api.perspective import errors
from analysis.domain.profile import Recommendation
from analysis.labels import LABELS
from analysis.services.serving.question import Question

router = APIRouter(prefix="/v1", tags=["hint"])
PATH = "/v1/hint"


@router.post(PATH.removeprefix("/v1"))
async def hint(
    request: Request, body: TextToAnalyze, caller: Analyzing, server: ServerHere
) -> dict[str, Any]:
    """Passages that our profile would flag for a person's look, with reasons and no number.

    Nothing of the text is remembered or written down. Empty where nothing would be flagged.
    ``read`` is false where nobody could read the text, as in another language than English: that
    nothing is flagged says nothing then.
    """
    if not server.settings.api_hint:
        raise errors.not_found()
    request.state.logged = False
    (answer,) = await server.ask([Question(body.text, body.parent, body.article, keep=False)])
    analysis = answer.analysis
    concerns = [label for label in LABELS if label.concern]
    passages = [
        {
            "start": evidence.span.start,
            "end": evidence.span.end,
            "label": label.key,
            "reason": str(evidence.reason),
        }
        for label in concerns
        if analysis.recommendations[label.key] is Recommendation.FLAG
        for evidence in analysis.labels[label.key].evidence
    ]
    unread = (analysis.recommendations[c.key] is Recommendation.UNSUPPORTED for c in concerns)
    return {"passages": passages, "read": not any(unread)}
