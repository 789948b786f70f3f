"""Numbers that count a time from another year than 1970: Windows, .NET, browsers, Apple."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_FIRST, _LAST = datetime(1995, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
"""When comments on pages are written. Counted from 1970, the numbers below lie far outside."""

APPLES_ZERO = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Epoch:
    """A count of parts of a second since the beginning of a year, and who counts so."""

    zero: datetime
    per_second: int
    named: str

    def counts(self, number: float) -> bool:
        """Whether a number is a time of comments in this count."""
        first, last = ((end - self.zero).total_seconds() for end in (_FIRST, _LAST))
        return first * self.per_second <= number <= last * self.per_second

    def moment(self, number: float) -> datetime:
        """The time that a number stands for."""
        return self.zero + timedelta(seconds=number / self.per_second)


_EPOCHS = (
    Epoch(datetime(1601, 1, 1, tzinfo=UTC), 10_000_000, "ten millionths of a second since 1601 "
          "(Windows)"),
    Epoch(datetime(1, 1, 1, tzinfo=UTC), 10_000_000, "ten millionths of a second since the year 1 "
          "(.NET)"),
    Epoch(datetime(1601, 1, 1, tzinfo=UTC), 1_000_000, "millionths of a second since 1601 "
          "(WebKit, Chrome)"),
)  # fmt: skip


def other_epoch(number: float) -> Epoch | None:
    """The count that makes a number a time of comments; ``None`` where it is since 1970."""
    return next((epoch for epoch in _EPOCHS if epoch.counts(number)), None)


def told_epochs(column: str, numbers: Iterable[float], since_1970: list[datetime]) -> Iterator[str]:
    """What is assumed of a column's numbers; ``since_1970`` are the times of all its cells.

    Times of the last century are Apple's, maybe: those count from 2001.
    """
    named = {epoch.named: None for number in numbers if (epoch := other_epoch(number))}
    for name in named:
        yield f"The numbers in {column!r} are {name}."
    if named or not since_1970 or max(since_1970) >= _FIRST:
        return
    shifted = max(since_1970) + (APPLES_ZERO - datetime(1970, 1, 1, tzinfo=UTC))
    if min(since_1970).year > 1970 and shifted <= datetime.now(UTC):
        yield (
            f"The numbers in {column!r} count from 1970, which makes them times up to "
            f"{max(since_1970).year}; counted from 2001, as Apple does, they end in {shifted.year}."
        )
