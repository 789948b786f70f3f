"""What a front end asks the review to do, and how that went: values that survive a restart."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from analysis.domain.annotation import Feedback
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput, nearest
from analysis.domain.shown import Shown
from analysis.domain.span import Span

LONGEST_NAME = 200
"""Characters of a name (a reason, a label, an id) in a command: far more than any of ours has."""

LARGEST_NUMBER = 2**31 - 1
"""The largest comment number, sequence or report number that a database column holds."""

_Word = TypeVar("_Word", bound=StrEnum)

_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class CommandKind(StrEnum):
    """What a command asks for."""

    DECIDE = "decide"
    UNDO = "undo"
    UNDO_LAST = "undo_last"
    UNDO_BATCH = "undo_batch"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class PassageFeedback:
    """A person's word on one passage of the original."""

    label: str
    facet: str
    span: Span
    verdict: Feedback
    scorer: str = ""


@dataclass(frozen=True, slots=True)
class ReviewCommand:
    """One act, under an ``id`` that its front end made (a UUID) and keeps until it is answered.

    ``sequence`` and ``reports`` are the last decision and report that were on screen, ``shown`` is
    the text and what was said of it there; ``None`` where the front end can't say. ``undoes``
    names the command whose decision is taken back, ``batch`` a bulk decision. An ``UNDO_LAST``
    without a comment only asks which decision that would be: its ``comment_id`` and ``sequence``.
    """

    id: str
    kind: CommandKind
    comment_id: int | None = None
    action: Action | None = None
    reason: str = ""
    note: str = ""
    sequence: int = 0
    reports: int = 0
    undoes: str = ""
    batch: str = ""
    passage: PassageFeedback | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class CommandAnswer:
    """How a command went. ``key`` names a sentence for people, ``values`` its places; ``sentence``
    is a service's own refusal. Not ``ok``: it was refused, nothing was done, and asking again in
    the same words helps nothing.

    ``sequence`` and ``state`` are the comment's after it; ``others`` are comments it changed too.
    """

    id: str
    ok: bool
    comment_id: int | None = None
    sequence: int | None = None
    state: str | None = None
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    others: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as a front end reads it."""
        return {
            "id": self.id,
            "ok": self.ok,
            "comment": self.comment_id,
            "sequence": self.sequence,
            "state": self.state,
            "key": self.key,
            "values": dict(self.values),
            "sentence": self.sentence,
            "others": list(self.others),
        }


def is_command_id(value: object) -> bool:
    """Whether this may be a command's id: 8 to 64 letters, digits and hyphens."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def command_from(raw: object) -> ReviewCommand:
    """The command that a front end sent as JSON. ``BadInput`` names the part that is wrong."""
    if not isinstance(raw, Mapping):
        raise BadInput("A command must be an object.")
    kind = _word("kind", raw.get("kind"), CommandKind)
    command_id = _text("id", raw.get("id"))
    if not is_command_id(command_id):
        raise BadInput("id of a command must be 8 to 64 letters, digits and hyphens.")
    needs_comment = kind in (CommandKind.DECIDE, CommandKind.FEEDBACK)
    names_one = needs_comment or (kind is CommandKind.UNDO_LAST and raw.get("comment") is not None)
    return ReviewCommand(
        id=command_id,
        kind=kind,
        comment_id=_number("comment", raw.get("comment"), least=1) if names_one else None,
        action=_word("action", raw.get("action"), Action) if kind is CommandKind.DECIDE else None,
        reason=_name("reason", raw.get("reason", "")),
        note=_text("note", raw.get("note", "")),
        sequence=_number("sequence", raw.get("sequence", 0)),
        reports=_number("reports", raw.get("reports", 0)),
        undoes=_name("undoes", raw.get("undoes", "")),
        batch=_name("batch", raw.get("batch", "")),
        passage=_passage(raw) if kind is CommandKind.FEEDBACK else None,
        shown=_shown(raw.get("shown")) if needs_comment else None,
    )


def _shown(raw: object) -> Shown | None:
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise BadInput("shown of a command must be an object.")
    run = raw.get("run")
    return Shown(
        revision=_number("revision", raw.get("revision"), least=1),
        run_id=None if run is None else _name("run", run),
        profile_name=_name("profile", raw.get("profile")),
        profile_version=_number("profile_version", raw.get("profile_version")),
    )


def _passage(raw: Mapping[str, Any]) -> PassageFeedback:
    span = raw.get("span")
    if not isinstance(span, list) or len(span) != 2:
        raise BadInput("span must be two numbers.")
    start, end = (_number("span", place) for place in span)
    if start >= end:
        raise BadInput("span must begin before it ends.")
    return PassageFeedback(
        label=_name("label", raw.get("label")),
        facet=_name("facet", raw.get("facet", "")),
        span=Span(start, end),
        verdict=_word("verdict", raw.get("verdict"), Feedback),
        scorer=_name("scorer", raw.get("scorer", "")),
    )


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{name} of a command must be text.")
    return value


def _name(name: str, value: object) -> str:
    text = _text(name, value)
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise BadInput(
            f"{name} of a command must have at most {LONGEST_NAME} printable characters."
        )
    return text


def _number(name: str, value: object, *, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(f"{name} of a command must be a whole number.")
    if value != int(value) or not least <= value <= LARGEST_NUMBER:
        raise BadInput(f"{name} of a command must be a whole number from {least}.")
    return int(value)


def _word(name: str, value: object, kind: type[_Word]) -> _Word:
    try:
        return kind(_text(name, value))
    except ValueError:
        allowed = [word.value for word in kind]
        raise BadInput(
            f"unknown {name} of a command; {nearest(str(value)[:40], allowed)}"
        ) from None
