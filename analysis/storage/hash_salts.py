"""Hashes of what may hold a text, kept so that an erasure can make them say nothing any more.

A file's and a request's hash tells whether the same arrives again. A text that can be guessed is
confirmed by such a hash, so it is over a random salt, and the salt goes with the text.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from analysis.domain.comment import erased_sha256
from analysis.storage.comments import chunks
from analysis.storage.tables import ApiRequestTable, CommentTable, HashSaltTable, ImportTable

IMPORT, REQUEST = ImportTable.__tablename__, ApiRequestTable.__tablename__
"""Tables whose rows hold such a hash."""

_BYTES = 16


def new_salts(count: int = 1) -> list[str]:
    """Random salts of 32 hex digits."""
    return [secrets.token_hex(_BYTES) for _ in range(count)]


def salted(salts: Sequence[str], sha256: str) -> str:
    """The hash to keep of a SHA-256 under all of its salts; without any, as in old rows, itself."""
    return erased_sha256("".join(salts), sha256) if salts else sha256


def keep_salts(
    session: Session,
    kind: str,
    number: int,
    salts: Sequence[str],
    comment_ids: Sequence[int | None] = (None,),
) -> None:
    """Keep the salts of a row's hash, each with the comment that it goes with."""
    session.execute(
        insert(HashSaltTable),
        [
            {"kind": kind, "number": number, "comment_id": comment_id, "salt": salt}
            for salt, comment_id in zip(salts, comment_ids, strict=True)
        ],
    )


def salts_of(session: Session, kind: str, numbers: Iterable[int]) -> dict[int, list[str]]:
    """The salts of each of these rows' hashes, in the order in which they were kept."""
    table = HashSaltTable
    salts: dict[int, list[str]] = {}
    for some in chunks(list(numbers)):
        for number, salt in session.execute(
            select(table.number, table.salt)
            .where(table.kind == kind, table.number.in_(some))
            .order_by(table.id)
        ):
            salts.setdefault(number, []).append(salt)
    return salts


def forget_salts(session: Session, comment_id: int, read_at: Sequence[datetime]) -> None:
    """Let the hashes of the files and requests that brought a comment's texts say nothing more.

    ``read_at`` are the times of its texts, which are those of their imports. Imports of a file of
    the same name go with them: they may have read the same file again. So do later ones that may
    have met it under another.
    """
    salt, file = HashSaltTable, ImportTable
    brought = select(CommentTable.import_id).where(CommentTable.id == comment_id)
    names = select(file.file).where(or_(file.id.in_(brought), file.started_at.in_(read_at)))
    numbers = select(file.id).where(file.file.in_(names))
    session.execute(delete(salt).where(salt.comment_id == comment_id))
    session.execute(delete(salt).where(salt.kind == IMPORT, salt.number.in_(numbers)))
    for some in chunks(_may_have_met(session, min(read_at))):
        session.execute(delete(salt).where(salt.kind == IMPORT, salt.number.in_(some)))


def _may_have_met(session: Session, moment: datetime) -> list[int]:
    """Imports with a salt that went on after ``moment`` and met comments that were stored before.

    A finished one counted those. One that was undone may have brought it back for a while.
    """
    salt, file = HashSaltTable, ImportTable
    salted_ones = select(salt.number).where(salt.kind == IMPORT)
    rows = session.execute(
        select(file.id, file.state, file.counts).where(
            file.id.in_(salted_ones), or_(file.finished_at >= moment, file.state != "finished")
        )
    )
    return [row.id for row in rows if row.state != "finished" or row.counts.get("unchanged", 1)]
