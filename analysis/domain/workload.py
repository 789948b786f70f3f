"""How much waits and how much is done: plain data for the home screen, none of a comment's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from analysis.domain.profile import Profile
from analysis.domain.queue_policy import Queue
from analysis.domain.run import RunInfo


@dataclass(frozen=True, slots=True)
class QueueWait:
    """A queue's length, and when the comment that has waited longest in it was read."""

    queue: Queue
    comments: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionCount:
    """How many decisions one person made in the time that begins at ``begin``; undos left out."""

    begin: datetime
    person: str
    decisions: int


@dataclass(frozen=True, slots=True)
class SinceVisit:
    """What happened since a person was here last (at most ``LONGEST_ABSENCE`` ago).

    ``imported`` counts the comments that came in, in files or sent by programs.
    """

    since: datetime
    imported: int
    decided_by_others: int
    own_overturned: int
    published: tuple[int, ...]
    """Version numbers of thresholds published since."""


LONGEST_ABSENCE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SecondReviews:
    """Verdicts of a second person on a comment that somebody had approved or rejected.

    ``overturned`` of ``reviewed`` differ from the first person's.
    """

    reviewed: int
    overturned: int


@dataclass(frozen=True, slots=True)
class Home:
    """What the home screen shows. ``run`` is the newest, ``None`` before anything was labelled;
    ``failed`` counts comments with a label whose scorer failed."""

    at: datetime
    waiting: tuple[QueueWait, ...]
    comments: int
    unscored: int
    failed: int
    run: RunInfo | None
    profile: Profile
    since: SinceVisit | None
    days: tuple[DecisionCount, ...]

    @property
    def counts(self) -> Mapping[Queue, int]:
        """How many comments wait in each queue."""
        return {wait.queue: wait.comments for wait in self.waiting}

    @property
    def oldest(self) -> datetime | None:
        """When the comment that has waited longest in any queue was read."""
        return min((wait.oldest for wait in self.waiting if wait.oldest), default=None)


class StepKind(StrEnum):
    """What a person should do next."""

    IMPORT = "import"
    SCORE = "score"
    REVIEW = "review"
    TONE = "tone"
    ANNOTATE = "annotate"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next; ``queue`` and how many wait in it where it is reviewing."""

    kind: StepKind
    queue: Queue | None = None
    comments: int = 0


def first_day(today: date, days: int) -> date:
    """The first of ``days`` days that end with ``today``."""
    return today - timedelta(days=days - 1)
