"""Requests of programs under the keys that they gave them, with what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from analysis.storage.tables import ApiRequestTable


@dataclass(frozen=True, slots=True)
class DoneRequest:
    """A request that was done: the hash of what it asked, and its answer."""

    body_sha256: str
    answer: Mapping[str, Any]


def done_request(session: Session, caller: str, key: str) -> DoneRequest | None:
    """What came of the request of this caller under this key, if it was done."""
    table = ApiRequestTable
    row = session.execute(
        select(table.body_sha256, table.answer).where(table.caller == caller, table.key == key)
    ).one_or_none()
    return None if row is None else DoneRequest(row.body_sha256, row.answer)


def add_request(
    session: Session, caller: str, key: str, done: DoneRequest, *, at: datetime
) -> None:
    """Keep what a request was answered."""
    session.execute(
        insert(ApiRequestTable).values(
            caller=caller,
            key=key,
            body_sha256=done.body_sha256,
            answer=dict(done.answer),
            done_at=at,
        )
    )
