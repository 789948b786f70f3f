"""How long a sign-in waits after attempts that failed: it doubles, up to a longest pause.

Three counts stand side by side: of one name from one address, of one name from addresses it never
signed in from, and of one address. Whoever has signed in from an address before is held up there
by the first alone, so that nobody elsewhere can lock them out (after the device cookies of OWASP's
"Slow Down Online Guessing Attacks", with the address in place of the cookie).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=1)
REMEMBERED = timedelta(days=90)
"""How long an address counts as one that a name has signed in from."""
FORGOTTEN = timedelta(days=1)
"""How long failures count; after as long without another one nothing of them is kept."""


@dataclass(frozen=True, slots=True)
class PauseRule:
    """So many ``free`` failures cost nothing; then pauses double up to ``longest``."""

    free: int
    longest: timedelta

    def pause(self, failures: int) -> timedelta:
        """The pause after so many failures in a row."""
        if failures < self.free:
            return timedelta(0)
        # Beyond some doublings every rule has reached its longest.
        doublings: int = 2 ** min(failures - self.free, 20)
        return min(FIRST_PAUSE * doublings, self.longest)

    def left(self, failures: int, last_at: datetime, *, at: datetime) -> timedelta:
        """What is left of that pause; a clock that was set back doesn't lengthen it."""
        pause = self.pause(failures)
        return max(timedelta(0), min(pause, last_at + pause - at))


STRANGE_PAIR = PauseRule(5, timedelta(minutes=15))
"""One name from an address that it never signed in from."""
KNOWN_PAIR = PauseRule(5, timedelta(seconds=30))
"""One name from an address of its own. Short: somebody else may share that address."""
NAME = PauseRule(20, timedelta(minutes=15))
"""One name from all addresses that it never signed in from: guessing by many machines."""
ADDRESS = PauseRule(30, timedelta(minutes=15))
"""One address, whatever the names: trying one password on all of them."""
