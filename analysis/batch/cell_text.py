"""A cell of the input as text."""

from __future__ import annotations

import math
from typing import Any

_EXACT = 2**53
"""From here on a float no longer tells neighbouring whole numbers apart."""


def cell_text(value: Any) -> str | None:
    """A value as text; whole numbers that a column with gaps has made fractions are whole again.

    So pandas writes ids that some rows lack, and 7.0 would answer nothing that is called 7.
    """
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
    return None if value is None else str(value)
