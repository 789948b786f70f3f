"""The words that some rule's expression begins with, and where they stand in a piece of text."""

from __future__ import annotations

import re

NOTED: set[str] = set()
"""These words; rules add to them when they are made."""
_RUN = re.compile(r"\w+")

WordStart = tuple[str, int]
"""A run of letters and digits with none beside it, and where it begins."""


def starts_in(piece: str) -> tuple[WordStart, ...]:
    """The noted words of a piece between two blanks, in order."""
    return tuple([
        (match[0], match.start()) for match in _RUN.finditer(piece) if match[0] in NOTED
    ])  # fmt: skip
