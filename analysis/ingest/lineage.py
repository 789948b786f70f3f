"""Parents where no column names them: ids such as ``A.B``, paths such as ``0.11.12``, depths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from analysis.ingest.column_names import plain_name, rank
from analysis.ingest.depths import depth_columns, depths_of, root_columns
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.values import is_nothing, plain_id

LOOKED_AT = 500
PARENT, ID = "parent_id", "id"
"""The columns that are added."""

_PATHS = ("path", "comment_path", "thread_path", "tree_path", "lineage", "ancestry")
_SPLIT = re.compile(r"[./]")
_SPLIT_IDS = re.compile(r"[./_-]")
"""Ids may go on with these, too: ``3-1`` is the first answer to ``3``."""
_SURELY = 0.9
_ROOT = "0"


@dataclass(frozen=True, slots=True)
class Lineage:
    """A column whose cells hold the way to a comment: ``whole`` where it is the id itself, else
    the last step is the id and the one before it the parent's."""

    column: str
    whole: bool
    is_id: bool

    def applied(self, record: Record) -> Record:
        """``record`` with the columns for the parent and, where it has none, the id."""
        given = str(record.values.get(self.column) or "").strip("./ ")
        above = _above(given) if self.whole else _step_before(given)
        added = {PARENT: above} if self.is_id else {PARENT: above, ID: given or None}
        return Record(record.position, {**record.values, **added})


def with_parents(
    records: Callable[[ReadLog], Iterable[Record]], log: ReadLog
) -> Callable[[ReadLog], Iterable[Record]]:
    """``records`` with a column for the parents, where ids, paths or depths tell them.

    What was taken, or could not be, goes to ``log``.
    """
    first = list(islice(records(ReadLog(log.file, log.format, log.encoding)), LOOKED_AT))
    names = list(dict.fromkeys(str(name) for record in first for name in record.values))
    if any(rank(PARENT, name) is not None for name in names):
        return records
    if (lineage := lineage_of(first)) is not None:
        log.assume(f"What each comment answers was taken from the parts of {lineage.column!r}.")
        return lambda log: map(lineage.applied, records(log))
    if (depths := depths_of(first)) is not None:
        log.assume(
            f"What each comment answers was taken from {depths.column!r} and the order of the "
            "records."
        )
        return lambda log: depths.applied(records(log))
    for name in depth_columns(names):
        log.note(f"{name!r} was not read: how deep a comment stands does not say what it answers.")
    for name in root_columns(names):
        log.note(
            f"{name!r} was not read: it names the first comment above, which need not be the one "
            f"that is answered; --map parent_id={name} takes it for that."
        )
    return records


def lineage_of(first: Sequence[Record]) -> Lineage | None:
    """How records name what they answer without a column for it; ``None`` if not so."""
    names = list(dict.fromkeys(str(name) for record in first for name in record.values))
    by_rank = {n: place for n in names if n and (place := rank(ID, n)) is not None}
    id_of = min(by_rank, key=lambda name: by_rank[name], default=None)
    paths = [n for n in names if plain_name(n.rsplit(".", 1)[-1]) in _PATHS]
    for path in paths:
        if id_of is not None and _ends_in_ids(first, path, id_of):
            return Lineage(path, whole=False, is_id=True)
    for column in [*paths, *([id_of] if id_of else [])]:
        if _is_whole(first, column):
            return Lineage(column, whole=True, is_id=column == id_of or id_of is not None)
    return None


def _cells(records: Sequence[Record], column: str) -> list[str]:
    cells = (record.values.get(column) for record in records)
    return [str(cell).strip("./ ") for cell in cells if not is_nothing(cell)]


def _ends_in_ids(records: Sequence[Record], path: str, id_of: str) -> bool:
    deep = 0
    for record in records:
        steps = _SPLIT.split(str(record.values.get(path) or "").strip("./ "))
        if steps[-1].lstrip("0") != (plain_id(record.values.get(id_of)) or "").lstrip("0"):
            return False
        deep += len(steps) > 1
    return deep > 0


def _is_whole(records: Sequence[Record], column: str) -> bool:
    """Whether cells go on from other cells: ``1.2`` below ``1``, ``Ug1.x`` below ``Ug1``."""
    cells = _cells(records, column)
    known = set(cells)
    below = [above for cell in cells if (above := _above(cell))]
    resolved = sum(above in known for above in below)
    return len(known) == len(cells) and resolved > 0 and resolved >= _SURELY * len(below)


def _above(cell: str) -> str | None:
    cuts = [match.start() for match in _SPLIT_IDS.finditer(cell)]
    return cell[: cuts[-1]] if cuts else None


def _step_before(cell: str) -> str | None:
    steps = _SPLIT.split(cell)
    return steps[-2] if len(steps) > 1 and steps[-2].strip(_ROOT) else None
