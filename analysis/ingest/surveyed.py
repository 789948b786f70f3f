"""What holds for a whole file, once it has been looked through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.ingest.dates import TimeReading
from analysis.ingest.parents import FORMS, IdShape
from analysis.ingest.values import plain_id


@dataclass(slots=True)
class Survey:
    """What holds for a whole file. Ids are remembered as hashes, with their author's hash."""

    columns: dict[str, str]
    times: TimeReading = field(default_factory=TimeReading)
    parent_form: str = FORMS[0]
    shape: IdShape = field(default_factory=IdShape)
    clock: str | None = None
    private: frozenset[str] = frozenset()
    zero_is_an_id: bool = False
    text_in_pieces: bool = False
    empty_words: frozenset[str] = frozenset()
    ids: dict[int, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    in_rings: set[int] = field(default_factory=set)
    complete: bool = True
    count: int = 0


def key_of(thread: str, comment: str) -> int:
    """A comment's place in the survey's memory."""
    return hash((thread, comment))


def thread_key(values: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    """The thread by which :func:`survey` remembered a record; empty without such a column."""
    column = columns.get("thread_id")
    return (plain_id(values.get(column)) if column else None) or ""
