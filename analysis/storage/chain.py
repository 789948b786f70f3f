"""The hash chain: what was read, scored, judged, published and done is in it, in order.

A link carries the SHA-256 of the link before it and of its own rows in a canonical form, so that
nothing inside can change, go or be slipped in without every later link telling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.storage.bulk_insert import insert_values
from analysis.storage.chain_content import (
    SINGLE,
    TABLES,
    Kind,
    Link,
    number_of,
    range_content,
    row_content,
    rows_content,
    single_rows,
)
from analysis.storage.chain_ranges import covering, next_number
from analysis.storage.tables import ChainLinkTable

__all__ = [
    "Kind", "append_links", "append_rows", "head", "intact", "next_number", "reseal",
    "rows_content", "seal", "take_in",
]  # fmt: skip

START = "0" * 64
"""What the first link carries as the hash before it."""

_HEAD = "chain_head"

_LINK = (
    "position", "kind", "first_id", "last_id", "previous_sha256", "content_sha256", "sha256",
)  # fmt: skip

OF_A_COMMENT = (Kind.TEXT, Kind.ANALYSIS, Kind.RECORD, Kind.USER_REPORT)
"""Kinds whose rows go, or lose a part, when their comment is erased."""

FIRST_KINDS = (Kind.AUDIT, Kind.DECISION, Kind.ERASURE, Kind.TEXT, Kind.ANALYSIS)
"""What the chain was over when it began."""

SEALED_AT_ONCE = 1_000
"""Rows of one link over a range, where old rows are taken into the chain."""


def append(session: Session, kind: Kind, rows: Iterable[tuple[int, int, str]]) -> None:
    """Add links for ``rows`` (first number, last number, content hash), in this order.

    In the transaction that wrote them; the one writer makes sure that nobody is in between.
    """
    append_links(session, ((kind, *row) for row in rows))


def append_links(session: Session, rows: Iterable[tuple[Kind, int, int, str]]) -> None:
    """The same for rows of several kinds."""
    position, previous = _head_of(session)
    links = []
    for kind, first, last, content in rows:
        position += 1
        link = Link(position, kind.value, first, last, previous, content, "")
        previous = link.computed()
        links.append((position, kind.value, first, last, link.previous_sha256, content, previous))
    if links:
        insert_values(session, ChainLinkTable, _LINK, links)
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


def append_stored(session: Session, kind: Kind, numbers: Sequence[int]) -> None:
    """As :func:`append_rows`, of rows as the database gives them back."""
    rows: list[Any] = [row._mapping for row in session.execute(single_rows(kind, numbers))]
    append_rows(session, kind, [row["id"] for row in rows], rows)


def seal(session: Session, kind: Kind, numbers: Sequence[int]) -> None:
    """Add one link over the rows with these numbers, which one writer has just added together."""
    if numbers:
        first, last = min(numbers), max(numbers)
        append(session, kind, [(first, last, range_content(session, kind, first, last))])


def intact(
    session: Session, ids: Sequence[int], kinds: Iterable[Kind] = OF_A_COMMENT
) -> list[Link]:
    """The newest links over all that belongs to these comments, if the rows are still as sealed.

    Who is going to change such rows lawfully asks before, and hands the answer to ``reseal``: a
    range that did not match before is left as it is, so that no change hides another.
    """
    newest: dict[tuple[str, int], Link] = {}
    for kind in kinds:
        table = TABLES[kind]
        numbers = select(number_of(kind)).where(table.comment_id.in_(ids))
        for number in session.scalars(numbers):
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


def take_in(session: Session, kinds: Sequence[Kind] = FIRST_KINDS) -> None:
    """Take all that is there already into the chain, as an upgrade does once for each kind."""
    for kind in kinds:
        if kind in SINGLE:
            rows = session.execute(single_rows(kind), execution_options={"stream_results": True})
            for some in _batches(row._mapping for row in rows):
                append_rows(session, kind, [row["id"] for row in some], some)
            continue
        last, number = 0, number_of(kind)
        while True:
            following = select(number).where(number > last).order_by(number)
            batch = list(session.scalars(following.limit(SEALED_AT_ONCE)))
            if not batch:
                break
            seal(session, kind, batch)
            last = batch[-1]


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
