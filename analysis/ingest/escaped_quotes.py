"""Tables that write a quotation mark inside a cell as ``\\"``, as databases do, not doubled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_ESCAPED = re.compile(r'\\(["\\])')


def escapes_quotes(lines: Sequence[str], delimiter: str) -> bool:
    """Whether lines have ``\\"`` where no cell ends, and no doubled quotation marks."""
    edge = re.escape(delimiter)
    inside = re.compile(rf'\\"(?![{edge}"\r\n]|\Z)')
    doubled = re.compile(rf'(?<![{edge}\r\n])(?<!\A)""(?![{edge}\r\n]|\Z)')
    return any(map(inside.search, lines)) and not any(map(doubled.search, lines))


def doubled_quotes(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Numbered lines with their quotation marks doubled and their backslashes single."""
    for number, line in numbered:
        if "\\" in line:
            line = _ESCAPED.sub(lambda mark: '""' if mark[1] == '"' else "\\", line)
        yield number, line
