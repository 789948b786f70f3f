"""Which column names the discussion: that of a comment and its parent is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.ingest.column_names import rank
from analysis.ingest.record import Record
from analysis.ingest.values import is_nothing, is_root, plain_id

_AGREE = 0.5
_SURELY = 0.9
_FEW = 4
"""Records below which nothing is said of ids that come twice."""


def thread_shares(
    records: Sequence[Record], columns: Mapping[str, str], candidates: Sequence[str]
) -> dict[str, float]:
    """By column, the share (0 to 1) of answers whose cell is that of the comment they answer.

    Empty where no record answers another one.
    """
    pairs = _answers(records, columns)
    if not pairs:
        return {}
    return {name: sum(_agree(name, *pair) for pair in pairs) / len(pairs) for name in candidates}


def articles_part_answers(records: Sequence[Record], columns: Mapping[str, str]) -> bool:
    """Whether most answers have another title and address than what they answer."""
    pairs = _answers(records, columns)

    def article(record: Record) -> tuple[Any, ...]:
        cells = (record.values.get(columns.get(field, "")) for field in ("title", "url"))
        return tuple(None if is_nothing(cell) else cell for cell in cells)

    agree = sum(any(article(above) == article(own) for above in known) for own, known in pairs)
    return agree < _AGREE * len(pairs)


def _answers(
    records: Sequence[Record], columns: Mapping[str, str]
) -> list[tuple[Record, Sequence[Record]]]:
    """Each answer with the records that have the id of what it answers."""
    id_of, parent_of = columns.get("id"), columns.get("parent_id")
    if id_of is None or parent_of is None:
        return []
    known: dict[str, list[Record]] = {}
    for record in records:
        if own := plain_id(record.values.get(id_of)):
            known.setdefault(own, []).append(record)
    return [
        (record, known[parent])
        for record in records
        if (parent := plain_id(record.values.get(parent_of)))
        and parent in known and not is_root(parent, "")
    ]  # fmt: skip


def numbered_anew(records: Sequence[Record]) -> tuple[str, str] | None:
    """The column of ids that count in each thread from the beginning, and that of the threads.

    ``None`` where ids are unlike over all records, or not even in their threads.
    """
    names = dict.fromkeys(name for record in records for name in record.values if name)
    ids = [name for name in names if rank("id", name) is not None]
    if any(_differ(records, name) for name in ids):
        return None
    threads = [name for name in names if rank("thread_id", name) is not None]
    pairs = {
        (own, thread): place + other
        for own in ids
        for thread in threads
        if own != thread
        and (place := rank("id", own)) is not None
        and (other := rank("thread_id", thread)) is not None
        and _count_in(records, own, thread)
    }
    return min(pairs, key=lambda pair: pairs[pair], default=None)


def _count_in(records: Sequence[Record], own: str, thread: str) -> bool:
    """Whether ids are nowhere the same within a thread."""
    cells = [(plain_id(r.values.get(own)), plain_id(r.values.get(thread))) for r in records]
    if len(cells) < _FEW or any(number is None or place is None for number, place in cells):
        return False
    return len({place for _, place in cells}) > 1 and len(set(cells)) == len(cells)


def _differ(records: Sequence[Record], own: str) -> bool:
    """Whether more than half of the ids are unlike."""
    cells = [number for r in records if (number := plain_id(r.values.get(own))) is not None]
    return 2 * len(set(cells)) > len(cells)


def other_thread(records: Sequence[Record], columns: Mapping[str, str]) -> str | None:
    """The column to be taken instead of the chosen one, ``""`` for none; ``None`` where it fits."""
    chosen = columns.get("thread_id")
    if chosen is None:
        return None
    names = dict.fromkeys(name for record in records for name in record.values)
    others = [
        n for n in names
        if n == chosen or (n and n not in columns.values() and rank("thread_id", n) is not None)
    ]  # fmt: skip
    shares = thread_shares(records, columns, others)
    if not shares or shares[chosen] >= _AGREE:
        return None
    fitting = [name for name in others if shares[name] >= _SURELY]
    return min(fitting, key=lambda name: rank("thread_id", name) or 0, default="")


def _agree(name: str, record: Record, parents: Sequence[Record]) -> bool:
    here = plain_id(record.values.get(name))
    return any(plain_id(parent.values.get(name)) == here for parent in parents)
