"""How long ago something was, in words with one unit."""

from __future__ import annotations

from datetime import timedelta

from dashboard.texts import text

_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60))


def age(passed: timedelta) -> str:
    """``2 days``, ``5 hours``, ``1 minute``; less than a minute is said so."""
    seconds = passed.total_seconds()
    for unit, length in _UNITS:
        count = int(seconds // length)
        if count:
            return text(f"home.{unit}_one" if count == 1 else f"home.{unit}_many", n=count)
    return text("home.just_now")
