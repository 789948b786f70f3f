"""What readers reported: that a comment needs a look. It moves a queue, never a score."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UserReport:
    """One reader's report of a comment, or a platform's count of them.

    ``reason`` is the platform's word for it, empty where it gave none; ``label`` what that word
    maps to, if anything. ``reporter`` tells one reader from another for this comment alone; it is
    ``None`` for a count, where only ``people`` is known. ``number`` grows with every report.
    """

    number: int
    comment_id: int
    reason: str
    label: str | None
    reporter: str | None
    people: int
    reported_at: datetime | None
    read_at: datetime


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """How many readers gave one reason, and the label that it maps to."""

    reason: str
    label: str | None
    people: int


@dataclass(frozen=True, slots=True)
class Reported:
    """What the reports of one comment come to.

    ``people`` are different readers, ``waiting`` those of them whom no decision has answered yet.
    ``reasons`` are of all reports, the most frequent first. ``last`` is the newest report's number:
    a decision names it, so that it answers what was on screen and nothing later.
    """

    people: int
    waiting: int
    reasons: tuple[ReasonGiven, ...]
    latest: datetime | None
    last: int


def different_people(reports: Iterable[UserReport]) -> int:
    """How many readers reported: each once, and never fewer than the platform counted.

    A count speaks of the same people as the single reports, so the larger number holds rather
    than their sum.
    """
    named: set[str] = set()
    counted = 0
    for report in reports:
        if report.reporter is None:
            counted += report.people
        else:
            named.add(report.reporter)
    return max(len(named), counted)


def summary(reports: Iterable[UserReport], *, answered: int = 0) -> Reported | None:
    """What these reports of one comment come to; ``None`` where there are none.

    ``answered`` is the number of the last report that the standing decision had before it. A
    reader who reported before it and reports again is not counted as waiting.
    """
    known = list(reports)
    if not known:
        return None
    people = different_people(known)
    before = different_people(report for report in known if report.number <= answered)
    times = [report.reported_at for report in known if report.reported_at is not None]
    return Reported(
        people=people,
        waiting=people - before,
        reasons=_reasons(known),
        latest=max(times, default=None),
        last=max(report.number for report in known),
    )


def _reasons(reports: Iterable[UserReport]) -> tuple[ReasonGiven, ...]:
    by_reason: Mapping[str, list[UserReport]] = defaultdict(list)
    for report in reports:
        by_reason[report.reason].append(report)
    reasons = [
        ReasonGiven(
            reason=reason,
            label=Counter(report.label for report in some).most_common(1)[0][0],
            people=different_people(some),
        )
        for reason, some in by_reason.items()
    ]
    return tuple(sorted(reasons, key=lambda given: (-given.people, given.reason)))
