"""The votes of a record, from columns of counts or from one of vote lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.domain.comment import Votes
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import RefusedRecord
from analysis.ingest.values import LARGEST_COUNT, count_of, is_nothing
from analysis.ingest.votes import fits, parse_votes

_NO_COUNT = frozenset("-\u2013\u2014\u2022")
"""What interfaces print where nobody has voted yet."""


def votes_of(values: Mapping[str, Any], columns: Mapping[str, str], log: ReadLog) -> Votes | None:
    """The votes in a record's columns; ``None`` where there are none that can be read.

    Raises :class:`RefusedRecord` for counts that no database can hold.
    """

    def count(field: str) -> int | None:
        value = values.get(columns[field]) if field in columns else None
        votes = None if is_nothing(value) else count_of(value)
        if votes is None and _is_unread_count(value):
            log.tally("its votes could not be read")
        if votes is not None and abs(votes) > LARGEST_COUNT:
            raise RefusedRecord(f"its votes lie beyond {LARGEST_COUNT:,}")
        return votes

    printed = values.get(columns["votes"]) if "votes" in columns else None
    votes = parse_votes(str(printed)) if isinstance(printed, str) and printed.strip() else None
    if votes:
        if not fits(votes):
            raise RefusedRecord(f"its votes lie beyond {LARGEST_COUNT:,}")
        return votes
    up, down, score = count("up"), count("down"), count("score")
    if score is None:
        score = count("votes")
    if up is None and down is None and score is None:
        return None
    return Votes(up=up, down=None if down is None else abs(down), score=score)


def _is_unread_count(value: Any) -> bool:
    return isinstance(value, str | float) and not (
        is_nothing(value) or str(value).strip() in _NO_COUNT
    )
