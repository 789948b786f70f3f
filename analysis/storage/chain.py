"""The hash chain: every audit event, decision, erasure, text and finding is in it, in order.

A link carries the SHA-256 of the link before it and of its own rows in a canonical form, so that
nothing inside can change, go or be slipped in without every later link telling. The form of a link
never changes: what was written by an earlier version must verify for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Executable, LargeBinary, Select, func, insert, select, type_coerce
from sqlalchemy.orm import Session

from analysis.storage.tables import (
    AnalysisDocumentTable,
    AnalysisTable,
    AuditEventTable,
    ChainLinkTable,
    CommentTable,
    CommentTextTable,
    DecisionTable,
    ErasureTable,
    LabelResultTable,
)

START = "0" * 64
"""What the first link carries as the hash before it."""

_HEAD = "chain_head"


class Kind(StrEnum):
    """The tables that the chain covers, by name."""

    AUDIT = "audit_event"
    DECISION = "decision"
    ERASURE = "erasure"
    TEXT = "comment_text"
    ANALYSIS = "analysis"


SINGLE: Mapping[Kind, tuple[str, ...]] = {
    Kind.AUDIT: (
        *("at", "person", "action", "comment_id", "run_key"),
        *("profile_name", "profile_version", "detail"),
    ),
    Kind.DECISION: (
        *("comment_id", "sequence", "action", "person", "decided_at", "reason_code", "note"),
        *("replaces", "revision", "run_key", "profile_name", "profile_version", "batch_id"),
        "reports_seen",
    ),
    Kind.ERASURE: ("comment_id", "revision", "sha256", "read_at", "person", "reason", "erased_at"),
}
"""Kinds with a link for each row, and the columns that their content is over."""

TABLES: Mapping[Kind, Any] = {
    Kind.AUDIT: AuditEventTable,
    Kind.DECISION: DecisionTable,
    Kind.ERASURE: ErasureTable,
    Kind.TEXT: CommentTextTable,
    Kind.ANALYSIS: AnalysisTable,
}

SEALED_AT_ONCE = 1_000
"""Rows of one link over a range, where old rows are taken into the chain."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as stored."""

    position: int
    kind: str
    first_id: int
    last_id: int
    previous_sha256: str
    content_sha256: str
    sha256: str

    def computed(self) -> str:
        """The hash that its columns give: 64 hex digits."""
        return _sha256(
            canonical(
                [
                    *(self.position, self.kind, self.first_id, self.last_id),
                    *(self.previous_sha256, self.content_sha256),
                ]
            )
        )


def canonical(values: Sequence[Any]) -> bytes:
    """``values`` in the one form that both databases agree on: ASCII JSON, times in UTC."""
    return json.dumps(
        [_plain(value) for value in values],
        ensure_ascii=True,
        sort_keys=True,
        separators=(",", ":"),
        default=str,
    ).encode("ascii")


def row_content(kind: Kind, row: Mapping[str, Any], number: int) -> str:
    """The content hash of one row of a ``SINGLE`` kind."""
    return _sha256(canonical([number, *(row[name] for name in SINGLE[kind])]))


def append(session: Session, kind: Kind, rows: Iterable[tuple[int, int, str]]) -> None:
    """Add links for ``rows`` (first number, last number, content hash), in this order.

    In the transaction that wrote them; the one writer makes sure that nobody is in between.
    """
    position, previous = _head_of(session)
    links = []
    for first, last, content in rows:
        position += 1
        link = Link(position, kind.value, first, last, previous, content, "")
        previous = link.computed()
        links.append(
            {
                "position": position,
                "kind": kind.value,
                "first_id": first,
                "last_id": last,
                "previous_sha256": link.previous_sha256,
                "content_sha256": content,
                "sha256": previous,
            }
        )
    if links:
        session.execute(insert(ChainLinkTable), links)
        session.info[_HEAD] = (position, previous)


def append_rows(
    session: Session, kind: Kind, numbers: Iterable[int], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Add one link for each row of a ``SINGLE`` kind, as it was just written."""
    append(
        session,
        kind,
        [
            (number, number, row_content(kind, row, number))
            for number, row in zip(numbers, rows, strict=True)
        ],
    )


def seal(session: Session, kind: Kind, numbers: Sequence[int]) -> None:
    """Add one link over the rows with these numbers, which one writer has just added together."""
    if numbers:
        first, last = min(numbers), max(numbers)
        append(session, kind, [(first, last, range_content(session, kind, first, last))])


def range_content(session: Session, kind: Kind, first: int, last: int) -> str:
    """The content hash of texts or findings ``first`` to ``last``, as they are now."""
    digest = hashlib.sha256()
    for statement in _ranges(kind, first, last):
        for row in session.execute(statement):
            digest.update(canonical(list(row)) + b"\n")
    return digest.hexdigest()


def covering(session: Session, kind: Kind, number: int) -> Link | None:
    """The newest link over the range that a text or finding is in."""
    row = session.execute(
        select(ChainLinkTable.__table__)
        .where(ChainLinkTable.kind == kind.value, ChainLinkTable.first_id <= number)
        .order_by(ChainLinkTable.first_id.desc(), ChainLinkTable.position.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None or row.last_id < number else Link(*row)


def intact(session: Session, ids: Sequence[int]) -> list[Link]:
    """The newest links over all that belongs to these comments, if the rows are still as sealed.

    Who is going to change such rows lawfully asks before, and hands the answer to ``reseal``: a
    range that did not match before is left as it is, so that no change hides another.
    """
    newest: dict[tuple[str, int], Link] = {}
    for kind in (Kind.TEXT, Kind.ANALYSIS):
        table = TABLES[kind]
        for number in session.scalars(select(table.id).where(table.comment_id.in_(ids))):
            link = covering(session, kind, number)
            if link is not None:
                newest[link.kind, link.first_id] = link
    return [
        link
        for link in newest.values()
        if range_content(session, Kind(link.kind), link.first_id, link.last_id)
        == link.content_sha256
    ]


def reseal(session: Session, links: Iterable[Link]) -> None:
    """Add newer links over the same ranges as ``links``: what holds of their rows from now on."""
    for link in links:
        kind = Kind(link.kind)
        content = range_content(session, kind, link.first_id, link.last_id)
        append(session, kind, [(link.first_id, link.last_id, content)])


def head(session: Session) -> tuple[int, str]:
    """Position and hash of the last link; 0 and ``START`` when there is none."""
    row = session.execute(
        select(ChainLinkTable.position, ChainLinkTable.sha256)
        .order_by(ChainLinkTable.position.desc())
        .limit(1)
    ).one_or_none()
    return (0, START) if row is None else (row.position, row.sha256)


def link_at(session: Session, position: int) -> Link | None:
    """The link at a position."""
    row = session.execute(
        select(ChainLinkTable.__table__).where(ChainLinkTable.position == position)
    ).one_or_none()
    return None if row is None else Link(*row)


def links_after(session: Session, position: int, *, limit: int) -> list[Link]:
    """The next links behind a position, in order."""
    rows = session.execute(
        select(ChainLinkTable.__table__)
        .where(ChainLinkTable.position > position)
        .order_by(ChainLinkTable.position)
        .limit(limit)
    )
    return [Link(*row) for row in rows]


def single_rows(kind: Kind, numbers: Sequence[int] | None = None) -> Select[Any]:
    """Number and content columns of a ``SINGLE`` kind's rows, in the order of their numbers."""
    table = TABLES[kind]
    columns = [getattr(table, name) for name in SINGLE[kind]]
    statement = select(table.id, *columns).order_by(table.id)
    return statement if numbers is None else statement.where(table.id.in_(numbers))


def take_in(session: Session) -> None:
    """Take all that is there already into an empty chain, as an upgrade does once."""
    for kind in SINGLE:
        rows = session.execute(single_rows(kind), execution_options={"stream_results": True})
        for some in _batches(row._mapping for row in rows):
            append_rows(session, kind, [row["id"] for row in some], some)
    for kind in (Kind.TEXT, Kind.ANALYSIS):
        table = TABLES[kind]
        last = 0
        while True:
            following = select(table.id).where(table.id > last).order_by(table.id)
            some = list(session.scalars(following.limit(SEALED_AT_ONCE)))
            if not some:
                break
            seal(session, kind, some)
            last = some[-1]


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == SEALED_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _head_of(session: Session) -> tuple[int, str]:
    """The last link; a session remembers what it has added itself (it is the only writer)."""
    remembered: tuple[int, str] | None = session.info.get(_HEAD)
    return head(session) if remembered is None else remembered


def _ranges(kind: Kind, first: int, last: int) -> Iterator[Executable]:
    """What the content of a range is over: comments with their texts' hashes, or findings."""
    if kind is Kind.TEXT:
        text, comment = CommentTextTable, CommentTable
        yield (
            select(
                *(text.id, text.comment_id, text.revision, text.sha256, text.read_at),
                *(comment.article_id, comment.platform_id, comment.position),
                *(comment.parent_platform_id, comment.author, comment.created_at),
            )
            .join(comment, comment.id == text.comment_id)
            .where(text.id.between(first, last))
            .order_by(text.id)
        )
        return
    analysis, document, label = AnalysisTable, AnalysisDocumentTable, LabelResultTable
    yield (
        select(
            *(analysis.id, analysis.comment_id, analysis.revision, analysis.run_id),
            analysis.language,
            type_coerce(document.body, LargeBinary),
        )
        .outerjoin(document, document.analysis_id == analysis.id)
        .where(analysis.id.between(first, last))
        .order_by(analysis.id)
    )
    yield (
        select(label.analysis_id, label.label, label.status, label.probability, label.facets)
        .where(label.analysis_id.between(first, last))
        .order_by(label.analysis_id, func.length(label.label), label.label)
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return _sha256(bytes(value))
    if isinstance(value, Mapping):  # as the document will come back
        return json.loads(json.dumps(dict(value), default=str))
    return value


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
