"""Names of columns as a message quotes them; what is rather somebody's words is not repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHOWN = 12
_LONGEST_NAME = 40
"""Longer "names" are most likely somebody's words in a file without a header; never shown."""

_PATH = re.compile(r"(?=.{1,120}\Z)\w+(?:\.\w+)+\Z")
"""A dotted name, as data frames and JSON have them: no words of anybody's."""


def is_name(name: str) -> bool:
    """Whether what stands in a header is a column's name and no sentence."""
    return bool(name) and name.isprintable() and (
        len(name) <= _LONGEST_NAME or bool(_PATH.match(name))
    )  # fmt: skip


def quoted_names(names: Sequence[str], *, last: str = ", ") -> str:
    """Column names for a message; what is too long for a name is not repeated."""
    words = [repr(name) if is_name(name) else "(not a name)" for name in names[:_SHOWN]]
    more = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
    words += more
    return ", ".join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)
