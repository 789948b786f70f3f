"""Words written as addresses write them (``You%20are%20late``), outside an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGN = re.compile(r"%[2-7][0-9A-Fa-f]")
_CHUNK = re.compile(r"\S+")
_ESCAPED = re.compile(r"%[2-7][0-9A-Fa-f]|(?:%[89A-Fa-f][0-9A-Fa-f]){2,4}")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])%20(?=[^\W\d_])")
_PATH = re.compile(r"(?:\.{0,2}|~|[A-Za-z]:)[\\/][^\\/]+[\\/]")
_FEWEST = 2


def percent_encoded(text: str) -> Iterator[tuple[int, int, str]]:
    """The escapes in the words of ``text``, in order, each with what it stands for.

    One alone may be a share ("50%20"), so it counts between two letters only; and what begins as a
    path is none of it.
    """
    if not _SIGN.search(text):
        return
    for chunk in _CHUNK.finditer(text):
        if "%" not in chunk[0] or _PATH.match(chunk[0]):
            continue
        escapes = list(_ESCAPED.finditer(chunk[0]))
        if len(escapes) < _FEWEST and not _BETWEEN_LETTERS.search(chunk[0]):
            continue
        for escape in escapes:
            plain = _decoded(escape[0])
            if plain is not None:
                yield chunk.start() + escape.start(), chunk.start() + escape.end(), plain


def _decoded(escape: str) -> str | None:
    try:
        plain = bytes.fromhex(escape.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return plain if plain.isprintable() else None
