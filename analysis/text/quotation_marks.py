"""Passages between quotation marks, of many hands: “a”, «a», 「a」, ``a'', 'a.'

Marks pair within a paragraph; a quotation that goes on in the next paragraph opens there once more.
Single straight marks are most often apostrophes: they quote only where they stand around a
sentence.
"""

from __future__ import annotations

import re

from analysis.domain.span import Span
from analysis.text.marked_passage import Marked

_PAIRS = {
    "“": '”"',
    "«": "»",
    "„": '“”"',
    "»": "«",
    "‘": "’",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    "《": "》",
    '"': '"”',
    "”": "”",
    "″": "″",
    "'": "'",
    "``": "''",
    "''": "''",
}
_MARK = re.compile("``|''|[" + "".join(mark for mark in _PAIRS if len(mark) == 1) + "]")
_ALWAYS_OPEN = "“«„‹「『《"
_BACKWARD = "»›"
"""They open in German and close in French."""
_STRAIGHT = frozenset("\"″'‘")
"""What closes them also stands for inches, apostrophes and plurals."""
_CONTINUED = frozenset('“«„"')
_CUT_WORD = re.compile(
    r"'(?:tis|twas|cause|cuz|coz|til|till|em|n|bout|ere|cept|nuff|sup|ello|ave|e|im|er|\d\ds?)\b",
    re.IGNORECASE,
)
"""Words that begin with an apostrophe."""
_PARAGRAPH_END = re.compile(r"\n(?=[^\S\n]*(?:\n|>|\Z))")
_LONGEST = 4_000
"""Characters between two quotation marks; further apart they are no pair."""
_PARAGRAPHS = 20
"""Paragraphs that one quotation may go on for."""


def quotation_marks(text: str) -> list[Marked]:
    """Passages between quotation marks, in order and disjoint.

    Linear in the length of ``text``: what closes is looked for once for each kind of mark.
    """
    return _Reader(text).passages()


class _Reader:
    """One reading of a text from its first mark to its last."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._reached: dict[str, int] = {}

    def passages(self) -> list[Marked]:
        """All passages, each begun by the first mark that is closed."""
        text = self._text
        passages: list[Marked] = []
        at = 0
        while (match := _MARK.search(text, at)) is not None:
            mark, start = match[0], match.start()
            at = match.end()
            if not self._opens(start, mark):
                continue
            close = self._closing(start, mark)
            if close is None:
                continue
            escaped = text[start - 1 : start] == "\\" and text[close - 1] == "\\"
            inner = Span(at, close - 1 if escaped and close > at else close)
            end = close + (2 if mark in ("``", "''") else 1)
            passages.append(Marked(Span(start - escaped, end), inner, block=False))
            at = end
        return passages

    def _opens(self, at: int, mark: str) -> bool:
        """An opening mark stands before a word and not behind one."""
        text = self._text
        before = text[at - 1] if at else " "
        after = text[at + len(mark) : at + len(mark) + 1] or " "
        if mark in _BACKWARD:
            return not before.isalnum() and after.isalnum()
        if mark in _ALWAYS_OPEN:
            return True
        if mark == "'" and (not after.isalnum() or _CUT_WORD.match(text, at)):
            return False
        return not before.isalnum() and not after.isspace()

    def _closing(self, at: int, mark: str) -> int | None:
        """Where the mark at ``at`` is closed, in its paragraph or in one that opens once more."""
        text = self._text
        begin = at
        for _ in range(_PARAGRAPHS):
            place = self._next_stop(begin, mark)
            if place >= at + _LONGEST or place >= len(text):
                return None
            if text[place] != "\n":
                return None if mark == "'" and self._opens_again(at, place) else place
            again = place
            while again < len(text) and text[again].isspace():
                again += 1
            if mark not in _CONTINUED or text[again : again + 1] != mark:
                return None
            begin = again
        return None

    def _opens_again(self, at: int, end: int) -> bool:
        """Whether another single mark opens in between: then the first one quoted words alone, and
        what stands between the two is the writer's."""
        place = self._text.find("'", at + 1, end)
        while place >= 0:
            if self._opens(place, "'"):
                return True
            place = self._text.find("'", place + 1, end)
        return False

    def _next_stop(self, at: int, mark: str) -> int:
        """The first closing mark or paragraph end behind ``at``; remembered for the next of its
        kind, because nothing between can be one."""
        text = self._text
        place = self._reached.get(mark, 0)
        if place < at + len(mark):
            place = at + len(mark)
            while place < len(text) and not self._stops(place, mark):
                place += 1
            self._reached[mark] = place
        return place

    def _stops(self, place: int, mark: str) -> bool:
        text = self._text
        if text[place] == "\n":
            return _PARAGRAPH_END.match(text, place) is not None
        closing = _PAIRS[mark]
        if closing == "''":
            return text.startswith(closing, place)
        if text[place] not in closing:
            return False
        after = text[place + 1] if place + 1 < len(text) else " "
        if mark not in _STRAIGHT and text[place] != '"':
            return True
        ended = text[place - 1] in ".!?…" and after.isupper()  # the space was left out
        if (after.isalnum() and not ended) or text[place - 1].isspace():
            return False
        return mark != "'" or text[place - 1] in ".!?…," or after in ".!?…,;:"
