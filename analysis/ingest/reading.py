"""What every reader hands back: discussions in order, and a log of how it went."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from analysis.domain.comment import Comment, Discussion
from analysis.domain.outcomes import ColumnUse, QuarantinedRecord, ReadSummary
from analysis.domain.placeholder import is_placeholder

KEPT_QUARANTINED = 1000
"""Quarantined places named one by one in a summary; all of them are counted."""

Quarantined = QuarantinedRecord

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class ReadLog:
    """The running notes of one reading, summed up at any moment."""

    file: str
    format: str
    encoding: str
    read: int = 0
    expected: int | None = None
    surveyed: int | None = None
    notes: list[str] = field(default_factory=list)
    tallies: Counter[str] = field(default_factory=Counter)
    quarantined: list[Quarantined] = field(default_factory=list)
    quarantined_count: int = 0
    conflicting: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    placeholders: int = 0
    answers: int = 0
    resolved: int = 0
    dated: int = 0
    first: datetime | None = None
    last: datetime | None = None
    columns: list[ColumnUse] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Add a remark once, however often it is made."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def assume(self, sentence: str) -> None:
        """Add, once, something that was taken for granted and could be otherwise."""
        if sentence not in self.assumed:
            self.assumed.append(sentence)

    def tally(self, what: str) -> None:
        """Count something that is reported as ``N comments: what``."""
        self.tallies[what] += 1

    def skip(self, rule: str) -> None:
        """Count a record that is left out by rule and is no fault: a pingback, a small action."""
        self.skipped[rule] += 1

    def quarantine(self, position: str, reason: str) -> None:
        """Set one unreadable place aside; the reader goes on after it."""
        self.quarantined_count += 1
        self._keep(position, reason)

    def conflict(self, position: str, reason: str) -> None:
        """Set one record aside that contradicts another one."""
        self.conflicting += 1
        self._keep(position, reason)

    def _keep(self, position: str, reason: str) -> None:
        if len(self.quarantined) < KEPT_QUARANTINED:
            self.quarantined.append(Quarantined(self.file, position, reason))

    def seen(self, comment: Comment) -> None:
        """Count a comment, and remark on characters that a reader of it would not see."""
        self.read += 1
        if is_placeholder(comment.text):
            self.placeholders += 1
        if comment.created_at is not None:
            self.dated += 1
            moment = comment.created_at.astimezone(UTC)
            self.first = moment if self.first is None else min(self.first, moment)
            self.last = moment if self.last is None else max(self.last, moment)
        if _CONTROL.search(comment.text):
            self.tally("control characters in the text, kept in the original")
        if _BIDI.search(comment.text):
            self.tally("characters that reverse the writing direction, kept in the original")

    def summary(self) -> ReadSummary:
        """The summary so far; complete once the reading has been iterated."""
        tallies = [
            f"{count} {'comment' if count == 1 else 'comments'}: {what}."
            for what, count in self.tallies.items()
        ]
        skipped = tuple(self.skipped.items())
        aside = self.conflicting + self.quarantined_count + sum(self.skipped.values())
        return ReadSummary(
            format=self.format,
            encoding=self.encoding,
            read=self.read,
            expected=self.expected,
            notes=(*self.notes, *tallies),
            quarantined=tuple(self.quarantined),
            quarantined_count=self.quarantined_count,
            records=self.read + aside,
            conflicting=self.conflicting,
            skipped=skipped,
            placeholders=self.placeholders,
            answers=self.answers,
            resolved=self.resolved,
            dated=self.dated,
            first=self.first,
            last=self.last,
            columns=tuple(self.columns),
            assumed=tuple(self.assumed),
        )


class Reading:
    """The discussions of one file, read while they are iterated.

    Iterating again reads the file again. ``summary`` tells what has been read so far; it is
    complete once the iteration is over. Iterating may raise ``BadInput``.
    """

    def __init__(
        self, format_: str, start: Callable[[], tuple[ReadLog, Iterator[Discussion]]]
    ) -> None:
        self.format = format_
        self._start = start
        self._log: ReadLog | None = None

    def __iter__(self) -> Generator[Discussion]:
        log, discussions = self._start()
        self._log = log
        for discussion in discussions:
            for comment in discussion.comments:
                log.seen(comment)
            yield discussion

    @property
    def surveyed(self) -> int | None:
        """How many records the first look at the file has counted; ``None`` before it is over."""
        return self._log.surveyed if self._log is not None else None

    @property
    def summary(self) -> ReadSummary:
        """What has been read so far."""
        if self._log is None:
            self._log, _ = self._start()
        return self._log.summary()
