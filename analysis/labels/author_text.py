"""The commenter's own words as rules read them: folded text, sentences, cues, quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from analysis.domain.span import Span
from analysis.labels.lazy import lazy
from analysis.labels.word_lists import WordLists
from analysis.labels.word_starts import WordStart

Result = TypeVar("Result")

MAX_CHARACTERS = 20_480  # about 3,500 words: far beyond a comment, still quick to search
_FOLD = str.maketrans(dict(zip("’‘‛`´“”„«»\u00a0\u2011–—", "'''''\"\"\"\"\" ---", strict=True)))
_DISGUISE = re.compile(r"[0$@13](?<=[^\W\d_].)(?=[^\W\d_])")
"""Between two letters. Begins with what is rare, so that most texts are passed in one step."""
_DISGUISED = {"0": "o", "$": "s", "@": "a", "1": "i", "3": "e"}
_DIGIT = re.compile(r"\d")
_DOUBLE = re.compile(r'"[^"\n]{1,300}"')
_SINGLE = re.compile(r"'(?<![\w'].)(?=\S)[^'\n]{1,200}(?:(?<=\w)'(?=\w)[^'\n]{1,200}){0,4}'(?!\w)")
_NESTED = 4
"""Quotation marks before a place that may still enclose it: double and single ones, nested."""


def fold(text: str) -> str:
    """A same-length copy in lower case with straight quotes and letters for disguised ones."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capital letters become two characters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    if not lower.isascii() or "`" in lower:
        lower = lower.translate(_FOLD)
    return _DISGUISE.sub(lambda m: _DISGUISED[m.group()], lower)


@dataclass(frozen=True)
class AuthorText:
    """What a rule may look at. All places are characters of ``text``, the own words as written.

    ``sentences`` cover ``text``; ``quotes_before`` are the places where a quoted passage was cut
    out before the own words go on. ``states`` parses on demand and says whether the noun at a
    place is the subject of a plain present statement; it is ``None`` where no parser is at hand.
    """

    text: str
    sentences: tuple[Span, ...]
    lists: WordLists
    quotes_before: tuple[int, ...] = ()
    states: Callable[[Span], bool] | None = field(default=None, compare=False)

    @lazy
    def folded(self) -> str:
        """The first ``MAX_CHARACTERS`` in folded form, the same length as that piece."""
        return fold(self.text[:MAX_CHARACTERS])

    @lazy
    def has_digits(self) -> bool:
        """Whether ``folded`` holds a digit; what looks for numbers need not look without one."""
        return _DIGIT.search(self.folded) is not None

    @lazy
    def _read(self) -> tuple[dict[str, list[Span]], list[WordStart]]:
        return self.lists.read(self.folded)

    @property
    def word_starts(self) -> list[WordStart]:
        """The words in ``folded`` that some rule's expression begins with, and their places."""
        return self._read[1]

    @lazy
    def _cue_spans(self) -> dict[str, list[Span]]:
        return self._read[0]

    @lazy
    def _longest(self) -> dict[str, int]:
        return {name: max(map(len, spans)) for name, spans in self._cue_spans.items() if spans}

    @lazy
    def _quoted(self) -> tuple[Span, ...]:
        marks = [*_DOUBLE.finditer(self.folded), *_SINGLE.finditer(self.folded)]
        spans = sorted(Span(m.start(), m.end()) for m in marks)
        reaching = [s for n, s in enumerate(spans) if n == 0 or s.end > spans[n - 1].end]
        return tuple(reaching)

    @lazy
    def _quote_starts(self) -> list[int]:
        return [s.start for s in self._quoted]

    @lazy
    def _starts(self) -> list[int]:
        return [s.start for s in self.sentences]

    @property
    def cue_lists(self) -> Iterable[str]:
        """The names of the lists of which a cue stands in the text."""
        return self._cue_spans

    def once(self, find: Callable[[AuthorText], Iterable[Result]]) -> tuple[Result, ...]:
        """What ``find`` gives for this text, worked out once for all rules that ask."""
        if find not in self._results:
            self._results[find] = tuple(find(self))
        return self._results[find]

    @lazy
    def _results(self) -> dict[object, tuple[Any, ...]]:
        return {}

    def cues(self, list_name: str) -> list[Span]:
        """Where the entries of a list stand, in order. ``KeyError`` for an unknown list."""
        if list_name not in self.lists.lists:
            raise KeyError(list_name)
        return self._cue_spans.get(list_name, [])

    def cues_from(self, list_name: str, first: int, end: int) -> list[Span]:
        """Those that begin from ``first`` up to ``end``, without a walk over all of them."""
        cues = self.cues(list_name)
        return cues[bisect_left(cues, first, key=_start) : bisect_left(cues, end, key=_start)]

    def cues_over(self, list_name: str, span: Span) -> list[Span]:
        """Those that share a character with ``span``, or lie right before it."""
        longest = self._longest.get(list_name, 0)
        near = self.cues_from(list_name, span.start - longest, span.end)
        return [cue for cue in near if cue.end >= span.start]

    def quoted(self, span: Span) -> bool:
        """Whether ``span`` lies inside quotation marks of the own words."""
        if not self._quoted:
            return False
        behind = bisect_left(self._quote_starts, span.start)
        near = self._quoted[max(0, behind - _NESTED) : behind]
        return any(span.end < q.end for q in near)

    def sentence(self, at: int) -> Span:
        """The sentence that ``at`` lies in or behind; the whole text where there are none."""
        index = bisect_right(self._starts, at) - 1
        return self.sentences[index] if index >= 0 else Span(0, len(self.folded))

    def before(self, span: Span, characters: int = 60) -> str:
        """The folded text of the same sentence before ``span``, at most that many characters."""
        start = max(self.sentence(span.start).start, span.start - characters)
        return self.folded[start : span.start]

    def after(self, span: Span, characters: int = 60) -> str:
        """The folded text of the same sentence after ``span``, at most that many characters."""
        end = min(self.sentence(span.start).end, span.end + characters)
        return self.folded[span.end : max(span.end, end)]

    def whole(self, span: Span) -> str:
        """The folded sentence that ``span`` starts in, at most 600 characters around it."""
        sentence = self.sentence(span.start)
        start = max(sentence.start, span.start - 300)
        return self.folded[start : min(sentence.end, span.end + 300)]

    def opens(self, span: Span) -> bool:
        """Whether ``span`` stands at the start of a sentence (after at most two short words)."""
        lead = self.before(span, 40).strip(" \n\t.,;:!?-\"'>*")
        return len(lead.split()) <= 2 and len(lead) <= 12 and len(self.before(span, 40)) < 40


def _start(span: Span) -> int:
    return span.start
