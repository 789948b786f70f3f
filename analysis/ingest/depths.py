"""Parents where a column says only how deep each comment stands, in the order of the discussion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.ingest.column_names import plain_name, rank
from analysis.ingest.dates import parse_time
from analysis.ingest.number_times import OutOfRange
from analysis.ingest.record import Record
from analysis.ingest.values import count_of, is_nothing, plain_id

PARENT = "parent_id"
"""The column that is added."""

DEPTHS = ("depth", "comment_depth", "reply_depth", "thread_depth", "level", "comment_level",
          "reply_level", "nesting", "nesting_level", "indent", "indent_level", "indentation",
          "tiefe", "ebene", "profondeur", "niveau", "nivel", "livello")  # fmt: skip
ROOTS = ("root_comment_id", "root_comment", "root_parent_id", "root_reply_id", "top_level_id",
         "top_level_comment_id", "toplevel_comment_id", "top_comment_id", "top_parent_id",
         "ancestor_id", "first_comment_id", "thread_root_id")  # fmt: skip
"""Columns that name the first comment above, which is not always the one that is answered."""

_DEEPEST = 300
_CERTAIN = 2
"""Levels below the first that only the order of a discussion gives without a gap."""


@dataclass(frozen=True, slots=True)
class Depths:
    """The columns of the depth and of the id, and the depth of what answers nothing."""

    column: str
    id_of: str
    base: int

    def applied(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, each with the id of the nearest one above it that stands a level higher."""
        above: dict[int, str | None] = {}
        for record in records:
            depth = _depth(record.values.get(self.column))
            parent = above.get(depth - 1) if depth is not None else None
            if depth is not None:
                above = {level: own for level, own in above.items() if level < depth}
                above[depth] = plain_id(record.values.get(self.id_of))
            yield Record(record.position, {**record.values, PARENT: parent})


def depths_of(records: Sequence[Record]) -> Depths | None:
    """How deep the first records stand, where they are surely in the order of the discussion.

    No step down skips a level, and where there is one level below the first only, the times do not
    show that time alone ordered them.
    """
    names = list(dict.fromkeys(str(name) for record in records for name in record.values))
    by_rank = {n: place for n in names if n and (place := rank("id", n)) is not None}
    id_of = min(by_rank, key=lambda name: by_rank[name], default=None)
    for column in depth_columns(names):
        given = [_depth(record.values.get(column)) for record in records]
        depths = [depth for depth in given if depth is not None]
        if id_of is None or len(depths) != len(given) or max(depths, default=0) > _DEEPEST:
            continue
        base = min(depths, default=0)
        steady = depths[:1] == [base] and all(b <= a + 1 for a, b in pairwise(depths))
        deepest = max(depths, default=0) - base
        if base in (0, 1) and steady and deepest and (
            deepest >= _CERTAIN or not _by_time(names, records)
        ):  # fmt: skip
            return Depths(column, id_of, base)
    return None


def depth_columns(names: Iterable[str]) -> list[str]:
    """The columns that are called like a depth."""
    return [name for name in names if plain_name(name.rsplit(".", 1)[-1]) in DEPTHS]


def root_columns(names: Iterable[str]) -> list[str]:
    """The columns that are called like the first comment above."""
    return [name for name in names if plain_name(name.rsplit(".", 1)[-1]) in ROOTS]


def _by_time(names: Sequence[str], records: Sequence[Record]) -> bool:
    """Whether the times of the records only rise or only fall."""
    for name in names:
        if rank("created_at", name) is None:
            continue
        times = [key for record in records if (key := _moment(record.values, name)) is not None]
        if len(times) > 1:
            rising = all(a <= b for a, b in pairwise(times))
            return rising or all(a >= b for a, b in pairwise(times))
    return False


def _moment(values: Mapping[str, Any], name: str) -> float | None:
    try:
        moment = None if is_nothing(values.get(name)) else parse_time(values[name])
        return None if moment is None else moment.timestamp()
    except (OutOfRange, OverflowError, ValueError, OSError):
        return None


def _depth(value: Any) -> int | None:
    depth = None if is_nothing(value) else count_of(value)
    return depth if depth is not None and depth >= 0 else None
