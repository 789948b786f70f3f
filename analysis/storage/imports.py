"""What imports leave behind besides comments: their account, and what could not be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, true, update
from sqlalchemy.orm import Session, aliased

from analysis.domain.decision import ReviewState
from analysis.domain.outcomes import BatchInfo, ColumnUse, QuarantinedRecord
from analysis.storage import chain, hash_salts
from analysis.storage.comments import chunks
from analysis.storage.tables import (
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    DecisionTable,
    ImportTable,
    QuarantineTable,
    QueueEntryTable,
)

RUNNING, FINISHED, UNDONE, REPLACED = "running", "finished", "undone", "replaced"

_STANDS = QueueEntryTable.state != ReviewState.OPEN.value
"""That a decision on a comment stands: of one that was undone the row stays, too."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A comment as it can be read anew: its newest text, and that text's record.

    ``record`` is empty where a page had none.
    """

    number: int
    platform_id: str
    author: str | None
    text: str
    record: dict[str, Any]


def add_quarantine(
    session: Session,
    records: Sequence[QuarantinedRecord],
    *,
    seen_at: datetime,
    import_id: int | None = None,
) -> int:
    """Keep what could not be read, each place and reason once; how many are new."""
    table = QuarantineTable
    new = 0
    for some in chunks(list(dict.fromkeys(records))):
        known = {
            (row.file, row.position, row.reason): row.id
            for row in session.execute(
                select(table.id, table.file, table.position, table.reason).where(
                    table.file.in_({record.file for record in some}),
                    table.position.in_({record.position for record in some}),
                )
            )
        }
        rows = [
            {
                "file": r.file, "position": r.position, "reason": r.reason, "seen_at": seen_at,
                "import_id": import_id,
            }
            for r in some
            if (r.file, r.position, r.reason) not in known
        ]  # fmt: skip
        if rows:
            session.execute(insert(table), rows)
        again = [known[key] for r in some if (key := (r.file, r.position, r.reason)) in known]
        if again:
            session.execute(update(table).where(table.id.in_(again)).values(resolved_at=None))
        new += len(rows)
    return new


def resolve_quarantine(
    session: Session,
    file: str,
    still: Sequence[QuarantinedRecord],
    *,
    at: datetime,
    places: Sequence[str] = (),
) -> int:
    """Mark what a new reading of ``file`` could read after all; how many there are.

    ``places`` are where that file lies and lay: one of its name that lies elsewhere is another.
    """
    remaining = {(record.position, record.reason) for record in still}
    table = QuarantineTable
    rows = session.execute(
        select(table.id, table.position, table.reason).where(
            table.file == file, table.resolved_at.is_(None), _may_be_of(places)
        )
    ).all()
    gone = [row.id for row in rows if (row.position, row.reason) not in remaining]
    for some in chunks(gone):
        session.execute(update(table).where(table.id.in_(some)).values(resolved_at=at))
    return len(gone)


def _may_be_of(places: Sequence[str]) -> ColumnElement[bool]:
    """Whether what is in quarantine is of a file at ``places``, as far as it is known."""
    if not places:
        return true()
    elsewhere = select(ImportTable.id).where(ImportTable.path.not_in(places))
    batch = QuarantineTable.import_id
    return or_(batch.is_(None), batch.not_in(elsewhere))


def read_quarantine(
    session: Session, *, offset: int = 0, limit: int = 100, file: str | None = None
) -> tuple[list[QuarantinedRecord], int]:
    """Some of what could not be read and still can't, newest first, and how much there is."""
    table = QuarantineTable
    where: list[ColumnElement[bool]] = [table.resolved_at.is_(None)]
    if file is not None:
        where.append(table.file == file)
    rows = session.execute(
        select(table.file, table.position, table.reason)
        .where(*where)
        .order_by(table.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = session.scalars(select(func.count()).select_from(table).where(*where)).one()
    return [QuarantinedRecord(*row) for row in rows], total


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
    """The next comments that a batch brought, without those whose text is erased."""
    texts, newer = CommentTextTable, aliased(CommentTextTable)
    newest = (
        select(func.max(newer.revision))
        .where(newer.comment_id == CommentTable.id)
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
            session.scalars(select(entry.comment_id).where(entry.comment_id.in_(some), _STANDS))
        )
    return decided


def read_batches(
    session: Session, *, number: int | None = None, limit: int = 100
) -> list[BatchInfo]:
    """Batches, newest first; with ``number`` that one."""
    statement = select(ImportTable).order_by(ImportTable.id.desc()).limit(limit)
    if number is not None:
        statement = statement.where(ImportTable.id == number)
    rows = session.scalars(statement).all()
    numbers = [row.id for row in rows]
    comments, decided = _comments_in(session, numbers), _decided_in(session, numbers)
    return [_batch(row, comments.get(row.id, 0), decided.get(row.id, 0)) for row in rows]


def _comments_in(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """How many comments of each of these batches are shown."""
    table = CommentTable
    rows = session.execute(
        select(table.import_id, func.count())
        .where(table.import_id.in_(numbers), table.withdrawn.is_(False))
        .group_by(table.import_id)
    )
    return {number: count for number, count in rows if number is not None}


def _decided_in(session: Session, numbers: Sequence[int]) -> dict[int, int]:
    """How many of these are decided: one step for each decided comment, whatever its batch."""
    decided = select(DecisionTable.comment_id).distinct().subquery()
    table, entry = CommentTable, QueueEntryTable
    rows = session.execute(
        select(table.import_id, func.count())
        .select_from(decided)
        .join(table, table.id == decided.c.comment_id)
        .join(entry, entry.comment_id == table.id)
        .where(table.import_id.in_(numbers), table.withdrawn.is_(False), _STANDS)
        .group_by(table.import_id)
    )
    return {number: count for number, count in rows if number is not None}


def _batch(row: ImportTable, comments: int, decided: int) -> BatchInfo:
    return BatchInfo(
        number=row.id,
        file=row.file,
        format=row.format,
        person=row.person,
        started_at=row.started_at,
        finished_at=row.finished_at,
        state=row.state,
        counts=row.counts,
        notes=tuple(row.notes),
        options=row.options or {},
        columns=tuple(ColumnUse(*use) for use in row.columns or ()),
        comments=comments,
        decided=decided,
        path=row.path,
    )
