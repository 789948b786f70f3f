"""Which link over a range stands for which numbers, where SQLite has given a number twice.

A text's number is free again once the text was erased, if it was the last one. Before numbers were
chosen, the next text took it, and its link then covered a number that an older link covers too.
The newer link stands for it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analysis.storage.chain_content import Kind, Link, number_of
from analysis.storage.tables import ChainLinkTable

_LINK = ChainLinkTable


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers ``first`` to ``last``, and the position of the link that stands for them."""

    first: int
    last: int
    position: int


class Ranges:
    """The ranges of one kind that hold, by their first numbers; links are added in order.

    24 bytes each: a site that stores comments one by one has a link for each.
    """

    def __init__(self) -> None:
        self._firsts, self._lasts, self._positions = array("q"), array("q"), array("q")

    def add(self, link: Link) -> None:
        """A newer link over the same range takes its place; one that begins inside cuts it off."""
        place = bisect_left(self._firsts, link.first_id)
        known = place < len(self._firsts) and self._firsts[place] == link.first_id
        if known and link.last_id <= self._lasts[place]:
            self._lasts[place], self._positions[place] = link.last_id, link.position
            return
        for column in (self._firsts, self._lasts, self._positions):
            del column[place:]
        if place:
            self._lasts[-1] = min(self._lasts[-1], link.first_id - 1)
        self._firsts.append(link.first_id)
        self._lasts.append(link.last_id)
        self._positions.append(link.position)

    def newest(self) -> Iterator[Range]:
        """In the order of their numbers, none over another."""
        return map(Range, self._firsts, self._lasts, self._positions)


def covering(session: Session, kind: Kind, number: int) -> Link | None:
    """The newest link over the range that a row is in, cut off where a newer one begins."""
    row = session.execute(
        select(_LINK.__table__)
        .where(_LINK.kind == kind.value, _LINK.first_id <= number)
        .order_by(_LINK.first_id.desc(), _LINK.position.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    link = Link(*row)
    begins = session.scalar(
        select(func.min(_LINK.first_id)).where(
            _LINK.kind == kind.value,
            _LINK.first_id > link.first_id,
            _LINK.first_id <= link.last_id,
            _LINK.position > link.position,
        )
    )
    link = link if begins is None else replace(link, last_id=begins - 1)
    return None if link.last_id < number else link


def next_number(session: Session, kind: Kind) -> int:
    """A number that no row of this kind has had, none that is gone either."""
    linked = session.scalar(
        select(_LINK.last_id)
        .where(_LINK.kind == kind.value)
        .order_by(_LINK.first_id.desc(), _LINK.position.desc())
        .limit(1)
    )
    last = session.scalar(select(func.max(number_of(kind))))
    return max(linked or 0, last or 0) + 1
