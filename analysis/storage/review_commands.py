"""Commands that were done, by the ids that front ends gave them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.domain.review_command import CommandAnswer, ReviewCommand
from analysis.storage.audit import now
from analysis.storage.profiles import set_setting, setting
from analysis.storage.tables import ReviewCommandTable

_NAME = "database_name"


@dataclass(frozen=True, slots=True)
class DoneCommand:
    """A command that was done: by whom, what it wrote, and what was answered."""

    person: str
    comment_id: int | None
    sequence: int | None
    answer: CommandAnswer


def done_command(session: Session, command_id: str) -> DoneCommand | None:
    """A command that was done, by its id; ``None`` when it was not."""
    table = ReviewCommandTable
    row = session.execute(
        select(table.person, table.comment_id, table.sequence, table.answer).where(
            table.key == command_id
        )
    ).one_or_none()
    if row is None:
        return None
    return DoneCommand(row.person, row.comment_id, row.sequence, _answer(row.answer))


def add_command(
    session: Session, command: ReviewCommand, answer: CommandAnswer, *, person: str
) -> None:
    """Write down that a command was done, in the transaction that does it."""
    session.execute(
        insert(ReviewCommandTable).values(
            key=command.id,
            person=person,
            kind=command.kind.value,
            comment_id=answer.comment_id,
            sequence=answer.sequence,
            answer=answer.as_json(),
            done_at=now(),
        )
    )


def _answer(answer: Mapping[str, Any]) -> CommandAnswer:
    return CommandAnswer(
        id=answer["id"],
        ok=answer["ok"],
        comment_id=answer["comment"],
        sequence=answer["sequence"],
        state=answer["state"],
        key=answer["key"],
        values=answer["values"],
        sentence=answer["sentence"],
        others=tuple(answer["others"]),
    )


def database_name(session: Session) -> str | None:
    """What tells this database apart from every other one; ``None`` where it has no name yet."""
    name = setting(session, _NAME)
    return None if name is None else str(name)


def name_database(session: Session) -> str:
    """Give the database a name of its own, unless it has one."""
    name = database_name(session)
    if name is None:
        name = uuid.uuid4().hex
        set_setting(session, _NAME, name)
    return name
