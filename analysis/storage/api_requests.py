"""Requests of programs under the keys that they gave them, with what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.storage import hash_salts
from analysis.storage.tables import ApiRequestTable


@dataclass(frozen=True, slots=True)
class DoneRequest:
    """A request that was done: whether it asked the same, and its answer."""

    same: bool
    answer: Mapping[str, Any]


def done_request(session: Session, caller: str, key: str, body_sha256: str) -> DoneRequest | None:
    """What came of the request of this caller under this key, if it was done.

    It is not known to be the same any more once a comment that it brought was erased.
    """
    table = ApiRequestTable
    row = session.execute(
        select(table.id, table.body_sha256, table.answer).where(
            table.caller == caller, table.key == key
        )
    ).one_or_none()
    if row is None:
        return None
    salts = hash_salts.salts_of(session, hash_salts.REQUEST, [row.id]).get(row.id, ())
    return DoneRequest(row.body_sha256 == hash_salts.salted(salts, body_sha256), row.answer)


def add_request(
    session: Session,
    caller: str,
    key: str,
    body_sha256: str,
    answer: Mapping[str, Any],
    *,
    at: datetime,
    comments: Sequence[int] = (),
) -> None:
    """Keep what a request was answered; ``comments`` are those whose texts its body holds."""
    holds: list[int | None] = [*dict.fromkeys(comments)] or [None]
    salts = hash_salts.new_salts(len(holds))
    number = session.scalar(
        insert(ApiRequestTable)
        .values(
            caller=caller,
            key=key,
            body_sha256=hash_salts.salted(salts, body_sha256),
            answer=dict(answer),
            done_at=at,
        )
        .returning(ApiRequestTable.id)
    )
    if number is None:
        raise RuntimeError("the database gave the new request no number")
    hash_salts.keep_salts(session, hash_salts.REQUEST, number, salts, holds)
