"""How many comments came in since a moment: read from files, sent by programs, polled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from analysis.storage.imports import FINISHED
from analysis.storage.tables import CommentTable, CommentTextTable, ErasureTable, ImportTable

_COMMENT = CommentTable
_SENT = and_(_COMMENT.import_id.is_(None), _COMMENT.withdrawn.is_(False))
"""A comment that came in no file: a program sent it, or it was polled from its site."""


def arrived_since(session: Session, begin: datetime) -> int:
    """New comments since ``begin``, without those of imports that were undone.

    Of imports those that began since count, what a batch took over from another reading of its
    file included where that is one of them. Costs some steps of indexes, whatever is stored.
    """
    table = ImportTable
    rows = session.execute(
        select(table.id, table.state, table.counts).where(table.started_at >= begin)
    ).all()
    batches = {row.id: row.counts or {} for row in rows}
    finished = [row.id for row in rows if row.state == FINISHED]
    return sum(_brought(session, number, batches) for number in finished) + _sent(session, begin)


def _brought(session: Session, number: int, batches: Mapping[int, Mapping[str, Any]]) -> int:
    """The new comments of a batch, with those that came in readings which it took the place of."""
    new = int(batches[number].get("new", 0))
    taken_over = 0
    earlier = batches.get(int(batches[number].get("replaces", 0)))
    while earlier is not None:
        taken_over += int(earlier.get("new", 0))
        earlier = batches.get(int(earlier.get("replaces", 0)))
    if not taken_over:
        return new
    shown = select(func.count()).where(_COMMENT.import_id == number, _COMMENT.withdrawn.is_(False))
    return min(new + taken_over, int(session.scalars(shown).one()))


def _sent(session: Session, begin: datetime) -> int:
    """How many comments that came in no file were first read since ``begin``.

    Their numbers grow with the time at which they were read, so that the first is looked for by
    halving, and the rest is a range of an index.
    """
    low, high = session.execute(
        select(func.min(_COMMENT.id), func.max(_COMMENT.id)).where(_SENT)
    ).one()
    if low is None or not _is_since(session, high, begin):
        return 0
    while low < high:
        middle = (low + high) // 2
        if _is_since(session, middle, begin):
            high = middle
        else:
            low = middle + 1
    return int(session.scalars(select(func.count()).where(_SENT, _COMMENT.id >= low)).one())


def _is_since(session: Session, number: int, begin: datetime) -> bool:
    """Whether the first such comment from this number on was first read since ``begin``."""
    text, erased = CommentTextTable, ErasureTable
    row = session.execute(
        select(text.read_at, erased.read_at.label("erased"))
        .select_from(_COMMENT)
        .outerjoin(text, and_(text.comment_id == _COMMENT.id, text.revision == 1))
        .outerjoin(erased, and_(erased.comment_id == _COMMENT.id, erased.revision == 1))
        .where(_SENT, _COMMENT.id >= number)
        .order_by(_COMMENT.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return True
    at = row.read_at or row.erased
    return at is not None and at >= begin
