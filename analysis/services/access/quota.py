"""How many requests a key has left in this minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

WINDOW = 60.0


class Quota:
    """A token bucket per key: full at the start, refilled evenly over a minute.

    Counted per process; ``share`` processes that serve together divide the quota.
    """

    def __init__(self, *, share: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._share = share
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str, per_minute: int | None) -> float:
        """Seconds to wait before the next request may come; 0.0 when this one was counted."""
        if per_minute is None:
            return 0.0
        most = max(1.0, per_minute / self._share)
        now = self._clock()
        with self._lock:
            left, at = self._left.get(name, (most, now))
            left = min(most, left + (now - at) * most / WINDOW)
            if left < 1.0:
                self._left[name] = (left, now)
                return (1.0 - left) * WINDOW / most
            self._left[name] = (left - 1.0, now)
            return 0.0
