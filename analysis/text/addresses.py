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

_PATH = r"[^\s<>\"“”«»\\\x00-\x1f]"
_HOSTS = (
    r"github\.io|gitlab\.io|blogspot\.com|wordpress\.com|tumblr\.com|substack\.com|medium\.com|"
    r"livejournal\.com|neocities\.org|netlify\.app|vercel\.app|pages\.dev|bandcamp\.com"
)
"""Of sites whose names people choose. Any other name without a path may be two sentences."""
_FOLDERS = r"home|usr|etc|var|tmp|opt|mnt|media|srv|root|Users|Volumes|Applications"
_ADDRESS = re.compile(
    rf"(?<![\w@])(?:(?:https?|s?ftps?|hxxps?|file|ssh|git|svn)://|www\d?\.(?=\w)){_PATH}+"
    r"|(?<![\w@./-])mailto:[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w@./+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-zA-Z]{2,12}\b"
    r"(?::[\w.~-]{1,99}(?:/[\w.~-]{1,99}){1,9})?"
    r"|(?<![\w@./-])(?:[a-zA-Z0-9-]{1,40}\.){1,4}(?:com|org|net|edu|gov|info|io|co|me|tv|be|ly|"
    rf"ca|us|uk|au|nz|ie|de|at|ch|fr|nl|eu|example)/{_PATH}+"
    rf"|(?<![\w@./-])[a-zA-Z0-9-]{{1,40}}\.(?:{_HOSTS})\b"
    rf"|(?<![\w@./-])(?:doi:\s?)?10\.\d{{4,9}}/{_PATH}+"
    rf"|(?<![\w@./~-])(?:/(?:{_FOLDERS})|~)/{_PATH}+"
    r"|(?<!\w)[a-zA-Z]:\\[\w.~-]{1,99}(?:\\[\w.~-]{1,99}){1,9}",
    re.IGNORECASE,
)
_HINT = re.compile(
    rf"://|www|@|\.[a-zA-Z]{{2,7}}/|\d{{4}}/|~/|/(?:{_FOLDERS})/|:\\|\.(?:{_HOSTS})", re.IGNORECASE
)
_SIGNS = ("/", "@", "www", ":\\", ".github.", ".gitlab.", ".com", ".org", ".app", ".dev")
_TAIL = ".,;:!?…'’*_~|`^"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """The ranges of ``text`` that are addresses, in order, each with what is read instead."""
    # Each hint holds one of these; they are quicker to look for.
    low = text.lower()
    if not any(sign in low for sign in _SIGNS) or not _HINT.search(text):
        return
    for match in _ADDRESS.finditer(text):
        yield match.start(), _end(match[0], match.start()), STAND_IN


def _end(address: str, start: int) -> int:
    """Where the address ends: marks of the sentence around it are not its own."""
    end = len(address)
    unopened = {
        last: address.count(last) - address.count(opener) for last, opener in _PAIRS.items()
    }
    while end > 1:
        last = address[end - 1]
        if last in unopened:
            if unopened[last] <= 0:
                break
            unopened[last] -= 1
        elif last not in _TAIL:
            break
        end -= 1
    return start + end
