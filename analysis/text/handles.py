"""Names that a platform knows are no words: ``@name``, ``u/name``, ``r/place``, ``:emoji:``.

Nobody is insulted by a name that its bearer chose. Only names that hold abuse are read as another
name; one that says something to somebody (``@you_fool``) stays as it is written and is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.text.vocabulary import disguised

_NAME = re.compile(
    r"(?<![\w@./-])@(?P<person>[^\W\d_][\w.-]{1,38}\w)"
    r"|(?<![\w@./-])/?(?P<kind>[ur])/(?P<place>\w[\w-]{1,38}\w)"
)
_EMOJI = re.compile(r":(?P<emoji>[a-z][a-z0-9_+-]{1,38}):(?![\w:])")
_SENTENCE_ENDS = frozenset(("", "\n", ". ", "! ", "? ", ".\n", "!\n", "?\n", "\n\n"))
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SAYING_WORDS = "you your yourself u ur are kill die should must will all"
_SAYING = frozenset(_SAYING_WORDS.split())
_SHORTEST_INSIDE = 4
"""Letters of abuse that is looked for inside a longer word of a name."""


def handles(text: str) -> Iterator[tuple[int, int, str]]:
    """The names in ``text`` that hold abuse, in order, each with a name that is read instead. A
    short name of an emoji is one only where it stands apart from a sentence, and nothing is read.
    """
    names = []
    if "@" in text or "r/" in text or "u/" in text:
        for match in _NAME.finditer(text):
            name = match["person"] or match["place"]
            read = "@user" if match["person"] else f"{match['kind']}/name"
            names.append((match.start(), match.end(), name, read))
    if ":" in text:
        for match in _EMOJI.finditer(text):
            before = text[max(0, match.start() - 2) : match.start()]
            if before in _SENTENCE_ENDS or before[-1:] == "\n":
                names.append((match.start(), match.end(), match["emoji"], ""))
    for start, end, name, read in sorted(names):
        if holds_abuse(name) and not says_it_to_somebody(name):
            yield start, end, read


@lru_cache(maxsize=4_096)
def holds_abuse(name: str) -> bool:
    """Whether a word of abuse is part of a name, set apart or not."""
    low = name.lower()
    return any(part.lower() in disguised().words for part in _PART.findall(name)) or any(
        len(word) >= _SHORTEST_INSIDE and word in low for word in disguised().words
    )


def says_it_to_somebody(name: str) -> bool:
    """Whether the words of a name may be a sentence."""
    return "you" in name.lower() or any(part.lower() in _SAYING for part in _PART.findall(name))
