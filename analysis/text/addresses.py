"""Addresses on the web and of mail are no words: one neutral address stands for any of them.

Readers of the text, rules and models alike, see that an address was given and nothing of it, so
that a page called ``you-are-an-idiot.html`` insults nobody. Training must read its texts through
:func:`analysis.text.clean.clean_view` as well, so that a model meets the same stand-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

STAND_IN = "https://www.link.com"
"""What is read instead of an address; it still looks like one to rules and models. Shorter ones
("link", "https://link") took more from the answers on comments whose evidence is a link."""

_PATH = r"[^\s<>\"“”«»{}|\\^`\x00-\x1f]"
_ADDRESS = re.compile(
    rf"(?<![\w@])(?:(?:https?|ftps?|hxxps?)://|www\d?\.(?=\w)){_PATH}{{1,2000}}"
    r"|(?<![\w@./-])mailto:[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w@./+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-zA-Z]{2,12}\b"
    r"|(?<![\w@./-])(?:[a-zA-Z0-9-]{1,40}\.){1,4}(?:com|org|net|edu|gov|info|io|co|me|tv|be|ly|"
    rf"ca|us|uk|au|nz|ie|de|at|ch|fr|nl|eu|example)/{_PATH}{{1,2000}}",
    re.IGNORECASE,
)
_HINT = re.compile(r"://|www|@|\.[a-zA-Z]{2,7}/", re.IGNORECASE)
_TAIL = ".,;:!?…'’*_~"
_PAIRS = {")": "(", "]": "["}


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """The ranges of ``text`` that are addresses, in order, each with what is read instead."""
    # Each hint holds one of these; they are quicker to look for.
    if not ("/" in text or "@" in text or "www" in text.lower()) or not _HINT.search(text):
        return
    for match in _ADDRESS.finditer(text):
        yield match.start(), _end(match[0], match.start()), STAND_IN


def _end(address: str, start: int) -> int:
    """Where the address ends: marks of the sentence around it are not its own."""
    end = len(address)
    while end > 1:
        last = address[end - 1]
        opener = _PAIRS.get(last)
        if last in _TAIL or (
            opener and address.count(opener, 0, end) < address.count(last, 0, end)
        ):
            end -= 1
        else:
            break
    return start + end
