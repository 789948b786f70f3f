"""What holds for a whole file, once it has been looked through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.ingest.moderation_states import StateFlag
from analysis.ingest.parents import FORMS, IdShape
from analysis.ingest.rounded_numbers import is_long_number, is_rounded
from analysis.ingest.time_readings import TimeReading
from analysis.ingest.values import plain_id


@dataclass(slots=True)
class Survey:
    """What holds for a whole file. Ids are remembered as hashes, with their author's hash.

    ``rounded`` are the columns whose long numbers a spreadsheet has rounded to fifteen digits,
    ``root_ids`` ids that elsewhere stand for no parent: ``0``, ``-1``, ``main``.
    """

    columns: dict[str, str]
    times: TimeReading = field(default_factory=TimeReading)
    parent_form: str = FORMS[0]
    shape: IdShape = field(default_factory=IdShape)
    clock: str | None = None
    private: frozenset[str] = frozenset()
    rounded: frozenset[str] = frozenset()
    flags: tuple[StateFlag, ...] = ()
    root_ids: frozenset[str] = frozenset()
    text_in_pieces: bool = False
    empty_words: frozenset[str] = frozenset()
    ids: dict[int, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    in_rings: set[int] = field(default_factory=set)
    complete: bool = True
    count: int = 0

    def is_rounded(self, field: str, given: str) -> bool:
        """Whether what stands in the column of ``field`` is a number that lost its last digits."""
        if is_rounded(given):
            return True
        return self.columns.get(field) in self.rounded and is_long_number(given)

    def exact_id(self, field: str, values: Mapping[str, Any]) -> str | None:
        """The id in the column of ``field``; ``None`` for nothing and for a rounded number."""
        column = self.columns.get(field)
        given = None if column is None else plain_id(values.get(column))
        return None if given is None or self.is_rounded(field, given) else given

    def thread_key(self, values: Mapping[str, Any]) -> str:
        """The thread by which a record is remembered; empty without one."""
        return self.exact_id("thread_id", values) or ""


def key_of(thread: str, comment: str) -> int:
    """A comment's place in the survey's memory."""
    return hash((thread, comment))
