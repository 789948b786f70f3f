"""Entities of HTML, which a browser shows as the characters they stand for.

Also where the semicolon is missing, as browsers do: always of numbers, of names only where they
can be nothing else (``AT&T`` and ``R&D`` stay).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_ENTITY = re.compile(
    r"&(?:amp;){0,3}(?:"
    r"(?P<number>#0*[0-9]{1,7}(?![0-9])|#[xX]0*[0-9a-fA-F]{1,6}(?![0-9a-fA-F]));?"
    r"|[a-zA-Z][a-zA-Z0-9]{1,31};"
    r"|(?:nbsp|shy|[aeiounyAEIOUNY](?:acute|grave|circ|uml|tilde))"
    r"|(?:amp|lt|gt|quot)(?!\w))"
)
_FIRST_PRINTED = 32
"""Of numbers without a semicolon lower ones are counts ("&#1")."""


def entities(text: str) -> Iterator[tuple[int, int, str]]:
    """The ranges of ``text`` that are entities, in order, each with what it stands for."""
    for match in _ENTITY.finditer(text):
        entity = "&" + match[0][1:].replace("amp;", "")
        plain = html.unescape(entity if entity.endswith(";") or entity == "&" else entity + ";")
        if match["number"] and match[0][-1] != ";" and ord(plain[:1] or "\0") < _FIRST_PRINTED:
            continue
        if plain != entity or entity == "&":
            yield match.start(), match.end(), plain
