"""Values on their way into a spreadsheet."""

from __future__ import annotations

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """``value``, with an apostrophe before words that a spreadsheet would run."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value
