"""Imports as batches: begun, ended, read before, and the comments that each brought."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from analysis.domain.decision import ReviewState
from analysis.storage import chain, hash_salts
from analysis.storage.comments import chunks
from analysis.storage.tables import (
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    ImportTable,
    QueueEntryTable,
)

RUNNING, FINISHED, UNDONE, REPLACED = "running", "finished", "undone", "replaced"

STANDS = QueueEntryTable.state != ReviewState.OPEN.value
"""That a decision on a comment stands: of one that was undone the row stays, too."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A comment as it can be read anew: the text that its batch brought, and that text's record.

    ``record`` is empty where a page had none.
    """

    number: int
    platform_id: str
    author: str | None
    text: str
    record: dict[str, Any]


def begin_import(
    session: Session, *, sha256: str | None, same_file_as: int | None = None, **columns: Any
) -> int:
    """Open a batch before its first comment is stored; its number.

    ``sha256`` is that of its file; ``same_file_as`` in its place a batch that read the same file.
    """
    salts: list[str] = []
    digest = None
    if sha256 is not None:
        salts = hash_salts.new_salts()
        digest = hash_salts.salted(salts, sha256)
    elif same_file_as is not None:
        salts = hash_salts.salts_of(session, hash_salts.IMPORT, [same_file_as]).get(
            same_file_as, []
        )
        digest = session.scalar(select(ImportTable.digest).where(ImportTable.id == same_file_as))
    number = session.scalar(
        insert(ImportTable)
        .values(counts={}, notes=[], state=RUNNING, digest=digest, **columns)
        .returning(ImportTable.id)
    )
    if number is None:
        raise RuntimeError("the database gave the new import no number")
    if salts:
        hash_salts.keep_salts(session, hash_salts.IMPORT, number, salts)
    chain.append_stored(session, chain.Kind.IMPORT, [number])
    return int(number)


def is_running(session: Session, number: int) -> bool:
    """Whether a batch is still being read; if so, nobody changes that before this transaction
    ends."""
    table = ImportTable
    state = session.scalar(select(table.state).where(table.id == number).with_for_update(read=True))
    return state == RUNNING


def end_import(session: Session, number: int, **columns: Any) -> None:
    """Keep what a batch counted (see ``ImportTable``) and that it is finished."""
    session.execute(
        update(ImportTable).where(ImportTable.id == number).values(state=FINISHED, **columns)
    )


def set_state(session: Session, number: int, state: str) -> None:
    """Say that a batch is undone or replaced by another reading of its file."""
    session.execute(update(ImportTable).where(ImportTable.id == number).values(state=state))


def earlier_reading(session: Session, sha256: str, options: Mapping[str, Any]) -> int | None:
    """The newest finished batch of the same bytes, if they were read in another way."""
    readings = _readings(session, [sha256], [FINISHED])[sha256]
    if not readings:
        return None
    number, read_as = readings[0]
    return None if read_as == dict(options) else number


def imported_among(
    session: Session, hashes: Collection[str], options: Mapping[str, Any]
) -> set[str]:
    """Which of these files, by their SHA-256, a batch has read in this way, whole.

    Also one that was undone or corrected since: reading it again would take that back.
    """
    readings = _readings(session, hashes, (FINISHED, UNDONE, REPLACED))
    return {
        sha256
        for sha256 in hashes
        if any(read_as == dict(options) for _, read_as in readings[sha256])
    }


def _readings(
    session: Session, hashes: Collection[str], states: Collection[str]
) -> dict[str, list[tuple[int, Any]]]:
    """By SHA-256 of a file the batches that read it, newest first, with their options.

    A batch's hash has a salt of its own, so that each is tried with each.
    """
    readings: dict[str, list[tuple[int, Any]]] = {sha256: [] for sha256 in hashes}
    table = ImportTable
    rows = session.execute(
        select(table.id, table.digest, table.options)
        .where(table.digest.is_not(None), table.state.in_(states))
        .order_by(table.id.desc())
    ).all()
    salts = hash_salts.salts_of(session, hash_salts.IMPORT, [row.id for row in rows])
    for row in rows:
        for sha256, batches in readings.items():
            if hash_salts.salted(salts.get(row.id, ()), sha256) == row.digest:
                batches.append((row.id, row.options))
    return readings


def comments_of(session: Session, number: int, *, after: int, limit: int) -> list[int]:
    """The next comments that a batch brought and that are shown, by number."""
    table = CommentTable
    return list(
        session.scalars(
            select(table.id)
            .where(table.import_id == number, table.withdrawn.is_(False), table.id > after)
            .order_by(table.id)
            .limit(limit)
        )
    )


def stored_records(session: Session, number: int, *, after: int, limit: int) -> list[StoredRecord]:
    """The next comments that a batch brought, without those whose text is erased.

    Each with the last text that the batch, or one that it took the place of, brought: an edit that
    came some other way since has other columns, or none.
    """
    texts, own = CommentTextTable, aliased(CommentTextTable)
    newest = (
        select(func.max(own.revision))
        .where(own.comment_id == CommentTable.id)
        .where(or_(own.revision == 1, own.read_at.in_(_begun(session, number))))
        .correlate(CommentTable)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            CommentTable.id,
            CommentTable.platform_id,
            CommentTable.author,
            texts.text,
            CommentRawTable.record,
        )
        .select_from(CommentTable)
        .join(texts, and_(texts.comment_id == CommentTable.id, texts.revision == newest))
        .outerjoin(CommentRawTable, CommentRawTable.text_id == texts.id)
        .where(
            CommentTable.import_id == number,
            CommentTable.withdrawn.is_(False),
            CommentTable.id > after,
        )
        .order_by(CommentTable.id)
        .limit(limit)
    )
    return [
        StoredRecord(number, platform_id, author, text, dict(record or {}))
        for number, platform_id, author, text, record in rows
    ]


def _begun(session: Session, number: int) -> list[datetime]:
    """When a batch began, and those that it took the place of: when their texts were read."""
    table = ImportTable
    begun: list[datetime] = []
    asked: int | None = number
    while asked is not None:
        row = session.execute(
            select(table.started_at, table.counts).where(table.id == asked)
        ).one_or_none()
        if row is None:
            break
        begun.append(row.started_at)
        asked = (row.counts or {}).get("replaces")
    return begun


def withdraw(session: Session, ids: Sequence[int]) -> None:
    """Take comments out of sight; their originals stay."""
    for some in chunks(ids):
        session.execute(
            update(CommentTable).where(CommentTable.id.in_(some)).values(withdrawn=True)
        )


def decided_among(session: Session, ids: Sequence[int]) -> set[int]:
    """Which of these comments are decided: a decision that was undone is none any more."""
    entry = QueueEntryTable
    decided: set[int] = set()
    for some in chunks(ids):
        decided |= set(
            session.scalars(select(entry.comment_id).where(entry.comment_id.in_(some), STANDS))
        )
    return decided
