"""Commands of a page, done for whom its cookie names; independent of any Streamlit session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.domain.errors import BadInput, ModeratoError, Unavailable
from analysis.domain.review_command import CommandAnswer, command_from, is_command_id
from analysis.services.moderation.claims import end_walk
from analysis.services.moderation.review_commands import database_name, execute
from dashboard import sign_in, wiring

#: So many commands of one message; a page holds back far fewer.
MOST_AT_ONCE = 100


def done(token: str | None, message: Any) -> tuple[int, dict[str, Any]]:
    """HTTP status and answers to ``{"person", "database", "commands"}``.

    Commands are done in their order. Whatever is not answered was not done, and may be sent again.
    """
    if not isinstance(message, Mapping) or not isinstance(message.get("commands"), list):
        return 400, {"problem": "malformed"}
    answers: list[dict[str, Any]] = []
    try:
        store = wiring.store()
        account = sign_in.account_of(token)
        if account is None:
            return 401, {"problem": "session", "answers": answers}
        if message.get("person") != account.name:
            return 409, {"problem": "person", "answers": answers}
        if message.get("database") != database_name(store):
            return 409, {"problem": "database", "answers": answers}
        for raw in message["commands"][:MOST_AT_ONCE]:
            try:
                answer = execute(store, command_from(raw), person=account.name)
            except Unavailable:
                raise
            except BadInput as refusal:
                answer = CommandAnswer(_id_of(raw), ok=False, sentence=str(refusal))
            answers.append(answer.as_json())
    except ModeratoError:
        return 503, {"problem": "unavailable", "answers": answers}
    return 200, {"answers": answers}


def ended(token: str | None, message: Any) -> tuple[int, dict[str, Any]]:
    """Give back all that the page of ``{"walk"}`` holds for this person, for good."""
    walk = message.get("walk") if isinstance(message, Mapping) else None
    if not isinstance(walk, str):
        return 400, {"problem": "malformed"}
    try:
        account = sign_in.account_of(token)
        if account is None:
            return 401, {"problem": "session"}
        end_walk(wiring.store(), person=account.name, walk=walk)
    except Unavailable:
        return 503, {"problem": "unavailable"}
    except ModeratoError:
        return 400, {"problem": "malformed"}
    return 200, {}


def _id_of(raw: Any) -> str:
    """The id under which an answer is of use; what is none is not sent back."""
    named = raw.get("id") if isinstance(raw, Mapping) else None
    return str(named) if is_command_id(named) else ""
