"""Words for a reader, where a piece of markup may hold words as well as code, a value or a name.

In doubt it is words: whoever hides an insult in a tag is worse than some noise that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.domain.span import Span
from analysis.text.vocabulary import disguised

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CHUNK = re.compile(r"&#?\w{1,12};|(?:(?!&#?\w{1,12};)\S)+")
_ENTITY = re.compile(r"&#?\w{1,12};\Z")
"""May be a blank, so it parts two chunks."""
_CODE = re.compile(r"[{}=;<>]|\w[(\[:]\S|\w{2}[./:_\\|&]\w{2}|[^\W\d][\"']?:\Z|\A[.#@/*][\w*]")
"""Marks that code has and sentences have not."""
_BLANK = re.compile(
    r"[\s\u2800\u3164]|&(?:amp;){0,3}(?:nbsp|[et][nmh]\w{0,4}sp|#0{0,9}(?:32|160)|#[xX]0{0,9}(?:20|[aA]0));?"
)
_ADDRESS_SIGN = re.compile(r"[/.:#?&=@\\]")
_FEWEST_IN_CODE = 3
"""Plain words in a row that are read although code stands around them."""
_TELLING_WORDS = """
you your yours youre you're you’re yourself yourselves u ur i i'm i’m i'll i’ll im me my we us
is are am be was were will shall should must die kill hate go get they them
"""
_TELLING = frozenset(_TELLING_WORDS.split())
"""Words of sentences that names and values of markup do without."""


def is_prose(text: str) -> bool:
    """Whether ``text`` is two words or more, and so neither a value nor a plain file name."""
    words = sum(_WORD.search(chunk) is not None for chunk in _BLANK.split(text))
    return words > 1 or (not _ADDRESS_SIGN.search(text) and says_something(text))


def says_something(text: str) -> bool:
    """Whether ``text`` is two words or more of which one is abuse or no part of a name: "you"."""
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) > 1 and any(word in _TELLING or _is_abuse(word) for word in words)


def is_value(text: str) -> bool:
    """Whether ``text`` is an address, a file's name or an id: no blank, and nothing said by it."""
    text = text.strip()
    if _BLANK.search(text):
        return False
    if _ADDRESS_SIGN.search(text):
        return True
    return not _is_abuse(text.lower()) and not says_something(text.replace("_", " "))


def _is_abuse(word: str) -> bool:
    return word in disguised().words


def words_in_code(text: str, pieces: Iterable[Span]) -> Iterator[Span] | None:
    """Which ranges of ``pieces`` of a text are words where most of it is code.

    ``None`` where plain words outweigh code, so that all of it is to be read.
    """
    chunks = [
        Span(match.start(), match.end())
        for piece in pieces
        for match in _CHUNK.finditer(text, piece.start, piece.end)
        if not _ENTITY.match(match[0])
        if any(map(str.isalnum, match[0])) or _CODE.search(match[0])
    ]
    plain = [not _CODE.search(chunk.of(text)) for chunk in chunks]
    return None if 2 * sum(plain) > len(chunks) else _runs(chunks, plain)


def _runs(chunks: list[Span], plain: list[bool]) -> Iterator[Span]:
    begun: list[Span] = []
    for chunk, is_plain in zip([*chunks, Span(0, 0)], [*plain, False], strict=True):
        if is_plain:
            begun.append(chunk)
            continue
        if len(begun) >= _FEWEST_IN_CODE:
            yield Span(begun[0].start, begun[-1].end)
        begun = []
