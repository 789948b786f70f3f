"""Verify the hash chain: the links themselves, the rows they stand for, rows that have no link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.domain.integrity import ChainCheck, Fault
from analysis.storage.chain import START, head, link_at, links_after
from analysis.storage.chain_content import (
    SINGLE,
    TABLES,
    Kind,
    Link,
    number_of,
    range_content,
    row_content,
    single_rows,
)
from analysis.storage.chain_ranges import Range, Ranges
from analysis.storage.tables import ChainLinkTable

AT_ONCE = 1_000
"""Links read together."""

CHAIN = "chain"
"""The name of this check in a report."""

_NAMES = {
    Kind.AUDIT: "audit event",
    Kind.DECISION: "decision",
    Kind.ERASURE: "erasure",
    Kind.TEXT: "text",
    Kind.ANALYSIS: "analysis",
    Kind.RECORD: "record of text",
    Kind.USER_REPORT: "user report",
    Kind.ANNOTATION_ITEM: "annotation item",
    Kind.ANNOTATION: "annotation",
    Kind.FEEDBACK: "feedback on evidence",
    Kind.PROFILE: "profile",
    Kind.HEADS: "heads",
    Kind.RUN: "run",
    Kind.IMPORT: "import",
}

_RANGES: Mapping[Kind, tuple[str, str]] = {
    Kind.TEXT: ("texts", "a comment or a text's hash among them is not as read, gone or added"),
    Kind.ANALYSIS: ("analyses", "a finding among them is not as scored, gone or added"),
    Kind.RECORD: ("records of texts", "one among them is not as read, gone or added"),
    Kind.USER_REPORT: ("user reports", "one among them is not as read, gone or added"),
    Kind.ANNOTATION_ITEM: ("annotation items", "one among them is not as chosen, gone or added"),
}
"""How the rows of a range are called, and what is wrong where their hash is another."""

_FORGED = "it has no link: it was not written by this program"


def verify(session: Session) -> ChainCheck:
    """Every link against the one before it, every row against its link; in one consistent view."""
    faults: list[Fault] = []
    ranges: dict[Kind, Ranges] = defaultdict(Ranges)
    position, before = 0, START
    while links := links_after(session, position, limit=AT_ONCE):
        singles: dict[Kind, list[Link]] = defaultdict(list)
        for link in links:
            faults += _of_link(link, position, before)
            position, before = link.position, link.sha256
            if link.kind not in TABLES:
                faults.append(Fault(CHAIN, f"link {link.position}", "it is of an unknown kind"))
            elif (kind := Kind(link.kind)) in SINGLE:
                singles[kind].append(link)
            else:
                ranges[kind].add(link)
        for kind, some in singles.items():
            faults += _of_rows(session, kind, some)
    for kind, of_kind in ranges.items():
        faults += _of_ranges(session, kind, of_kind)
    for kind in Kind:
        faults += _unlinked(session, kind, ranges[kind])
    return ChainCheck(position, before, tuple(faults))


def contains(session: Session, position: int, sha256: str) -> list[Fault]:
    """Whether the chain still holds what a checkpoint says; the fault otherwise."""
    if position == 0:
        return []
    link = link_at(session, position)
    if link is None:
        last, _ = head(session)
        what = f"the chain ends at link {last}: an older file was put back, or links were cut off"
        return [Fault("checkpoint", f"link {position}", what)]
    if link.sha256 != sha256:
        what = "the chain is another one than the checkpoint was taken of"
        return [Fault("checkpoint", f"link {position}", what)]
    return []


def _of_link(link: Link, position: int, before: str) -> Iterator[Fault]:
    row = f"link {link.position}"
    if link.position != position + 1:
        missing = f"{position + 1} to {link.position - 1}"
        yield Fault(CHAIN, row, f"links {missing} before it are gone")
    elif link.previous_sha256 != before:
        yield Fault(CHAIN, row, "it does not carry the hash of the link before")
    if link.computed() != link.sha256:
        yield Fault(CHAIN, row, "its hash is not that of its content")


def _of_rows(session: Session, kind: Kind, links: Sequence[Link]) -> Iterator[Fault]:
    name = _NAMES[kind]
    rows: dict[int, Any] = {
        row.id: row._mapping
        for row in session.execute(single_rows(kind, [link.first_id for link in links]))
    }
    for link in links:
        row = rows.get(link.first_id)
        where = f"{name} {link.first_id}"
        if row is None:
            yield Fault(CHAIN, where, f"it is gone; link {link.position} is left")
        elif row_content(kind, row, link.first_id) != link.content_sha256:
            yield Fault(CHAIN, where, f"it is not as written (link {link.position})")


def _of_ranges(session: Session, kind: Kind, ranges: Ranges) -> Iterator[Fault]:
    table = ChainLinkTable
    every = ranges.newest()
    while some := list(islice(every, AT_ONCE)):
        rows = session.execute(
            select(table.position, table.content_sha256).where(
                table.position.in_([range_.position for range_ in some])
            )
        )
        written = {row.position: row.content_sha256 for row in rows}
        for range_ in some:
            content = range_content(session, kind, range_.first, range_.last)
            if content != written[range_.position]:
                yield _range_fault(kind, range_)


def _range_fault(kind: Kind, range_: Range) -> Fault:
    name, what = _RANGES[kind]
    return Fault(
        CHAIN, f"{name} {range_.first} to {range_.last}", f"{what} (link {range_.position})"
    )


def _unlinked(session: Session, kind: Kind, ranges: Ranges) -> Iterator[Fault]:
    """Rows that no link stands for."""
    table, own = TABLES[kind], number_of(kind)
    if kind in SINGLE:
        link = ChainLinkTable
        has_link = (
            select(link.position)
            .where(link.kind == kind.value, link.first_id == own)
            .correlate(table)
            .exists()
        )
        numbers = session.scalars(select(own).where(~has_link).order_by(own))
    else:
        gaps, end = [], 0
        for range_ in ranges.newest():
            if range_.first > end + 1:
                gaps.append((end + 1, range_.first - 1))
            end = max(end, range_.last)
        gaps.append((end + 1, session.scalar(select(func.max(own))) or 0))
        numbers = (  # type: ignore[assignment]
            number
            for first, last in gaps
            if first <= last
            for number in session.scalars(select(own).where(own.between(first, last)))
        )
    for number in numbers:
        yield Fault(CHAIN, f"{_NAMES[kind]} {number}", _FORGED)
