"""How long one comment may take: work is given up between two steps, never a hang.

Every function over a text is linear and a comment's length is bounded, so that the limit is met
by faults only. It counts the processor's time of this thread; a busy machine does not matter.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from analysis.domain.quick_init import quick_init

SECONDS = 20.0
"""Some hundred times what the longest comment takes."""


class OutOfTime(Exception):
    """A comment took longer than it may; says nothing of its text."""


@quick_init
@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Begins when it is made; ``seconds`` of this thread's processor time."""

    seconds: float = SECONDS
    begun: float = field(default_factory=time.thread_time)
    _clock_at_begin: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Go on, or raise ``OutOfTime``.

        The thread's own time is asked of the system, which costs more than many a rule; it can't
        have run out before as much has passed on the clock.
        """
        if time.monotonic() - self._clock_at_begin < self.seconds:
            return
        if time.thread_time() - self.begun > self.seconds:
            raise OutOfTime(f"more than {self.seconds:g} seconds")
