"""One line of JSON Lines as the object that it holds, whatever else somebody wrote there."""

from __future__ import annotations

import json
from typing import Any

ENCODING = "utf-8-sig"
"""UTF-8, also with the mark that some programs put before a file's first line."""


def object_in(line: str | bytes) -> dict[str, Any] | None:
    """The line's object; ``None`` where it holds none.

    Brackets by the thousand and numbers of thousands of digits are none, too: Python's reader gives
    up on them.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None
