"""How many readers reported a comment, where an export of comments says so beside the comment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.domain.packed_json import PackedRecord
from analysis.ingest.column_names import plain_name
from analysis.ingest.user_report_reasons import LONGEST_REASON, OWN_WORDS, known_reasons
from analysis.ingest.values import whole

MOST_PEOPLE = 1_000_000
"""A larger count is a mistake of the export, and is left out."""

COUNT_COLUMNS = (
    "reports", "report_count", "num_reports", "reports_count", "flags", "flag_count", "flags_count",
    "num_flags", "is_flagged", "flagged",
)  # fmt: skip
"""Columns that hold nothing but how often a comment was reported; the first there counts."""

_CORAL = "actionCounts"
_DISCOURSE = "actions_summary"
_REDDIT = "user_reports"


def counted_reports(record: Mapping[str, Any]) -> dict[str, int]:
    """Readers per reason (empty where none is given) as the raw record of a comment counts them.

    Knows Coral's ``actionCounts``, Discourse's ``actions_summary``, Reddit's ``user_reports``, and
    plain columns such as ``flag_count``, ``num_reports`` or Disqus' ``isFlagged``.
    """
    if isinstance(record, PackedRecord):
        return dict(record.reported)
    counts = _coral(record) or _discourse(record.get(_DISCOURSE)) or _reddit(record.get(_REDDIT))
    return counts or _plain_count(record)


def _coral(record: Mapping[str, Any]) -> dict[str, int]:
    """``FLAG`` counts all, ``FLAG__REASON`` one reason; what Coral's machines found is in both."""
    counts = record.get(_CORAL)
    pairs: Iterable[tuple[str, Any]] = (
        counts.items()
        if isinstance(counts, dict)
        else (
            (name.removeprefix(f"{_CORAL}."), value)
            for name, value in record.items()
            if name.startswith(f"{_CORAL}.")
        )
    )
    people = {name: number for name, value in pairs if (number := _people(value))}
    by_reason: Counter[str] = Counter()
    by_machines = 0
    for name, number in people.items():
        kind, joined, reason = name.partition("__")
        if kind != "FLAG" or not joined:
            continue
        if known_reasons().is_no_report(reason):
            by_machines += number
        else:
            by_reason[_word(reason)] += number
    rest = people.get("FLAG", 0) - by_machines - sum(by_reason.values())
    if rest > 0:
        by_reason[""] += rest
    return dict(by_reason)


def _discourse(summary: Any) -> dict[str, int]:
    reasons = known_reasons()
    by_reason: Counter[str] = Counter()
    for action in summary if isinstance(summary, list) else ():
        if not isinstance(action, dict):
            continue
        reason = reasons.numbered.get(str(action.get("id")))
        people = _people(action.get("count"))
        if reason and people and not reasons.is_no_report(reason):
            by_reason[reason] += people
    return dict(by_reason)


def _reddit(reports: Any) -> dict[str, int]:
    """Pairs of reason and count; longer entries tell more, which is left aside."""
    by_reason: Counter[str] = Counter()
    for entry in reports if isinstance(reports, list) else ():
        if isinstance(entry, list) and len(entry) >= 2 and (people := _people(entry[1])):
            by_reason[_word(str(entry[0] or ""))] += people
    return dict(by_reason)


def _plain_count(record: Mapping[str, Any]) -> dict[str, int]:
    columns = {plain_name(name): value for name, value in record.items()}
    for name in COUNT_COLUMNS:
        if people := _people(columns.get(name)):
            return {"": people}
    return {}


def _people(value: Any) -> int | None:
    """A whole number above nought; ``true`` says that somebody reported, so one."""
    if value is True or (isinstance(value, str) and value.strip().casefold() == "true"):
        return 1
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    number = whole(str(value))
    return number if number is not None and 0 < number <= MOST_PEOPLE else None


def _word(reason: str) -> str:
    plain = " ".join(reason.split())
    return plain if len(plain) <= LONGEST_REASON else OWN_WORDS
