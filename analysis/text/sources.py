"""Texts that a comment may quote, indexed so that copied words are found in linear time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz

from analysis.text.words import SHINGLE, Words, words_of

_POSTINGS = 8
"""Places remembered per row of words; commoner rows ("I don't think that") tell nothing."""
_INDEXED_WORDS = 400_000
"""Words of earlier comments kept in the index (some 8,000 comments); the oldest leave first."""
_GAP = 6
"""Words that a quoter may drop or change in one place and still be quoting."""
_ADDED = 2
"""Words that a quoter may add in one place; more are the quoter's own."""
_LEAST_COMPARED = 20_000
_COMPARED_EACH = 60
_BACK = 12
"""Words before the first shared row that are compared, for a change near the beginning."""


@dataclass(frozen=True)
class Source:
    """A text that may be quoted: the ``article`` or an earlier ``comment``'s own words."""

    kind: str
    comment_id: str | None
    text: str
    words: Words
    author: str | None = None

    @cached_property
    def compared(self) -> str:
        """The words with a space between, for the comparison of altered passages."""
        return " ".join(self.words.keys)


@dataclass(slots=True)
class Budget:
    """How many words of sources one comment may still be compared with, so that a text of one
    word over and over ("ha ha ha") takes no more than a multiple of its length."""

    left: int

    @classmethod
    def of(cls, words: Words) -> Budget:
        """Enough for any text that people write."""
        return cls(_LEAST_COMPARED + _COMPARED_EACH * len(words))


@dataclass(frozen=True, slots=True)
class Match:
    """Words ``[start, end)`` of a comment that stand in ``source`` at ``[at, until)``."""

    source: Source
    start: int
    end: int
    at: int
    until: int
    equal: int

    def __len__(self) -> int:
        return self.end - self.start


class Sources:
    """The article and the earlier comments of one thread, in reading order."""

    def __init__(self) -> None:
        self._sources: dict[int, Source] = {}
        self._postings: dict[int, list[tuple[int, int]]] = {}
        self._articles: list[Source] = []
        self._comments: deque[int] = deque()
        self._indexed = 0
        self._next = 0

    def add(
        self, kind: str, comment_id: str | None, text: str, *, author: str | None = None
    ) -> None:
        """Add a text that later comments may quote."""
        words = words_of(text)
        number = self._next
        self._next += 1
        self._sources[number] = Source(kind, comment_id, text, words, author)
        for at, row in enumerate(words.rows):
            places = self._postings.setdefault(row, [])
            if len(places) < _POSTINGS:
                places.append((number, at))
        if kind == "article":
            self._articles.append(self._sources[number])
        else:
            self._comments.append(number)
            self._indexed += len(words)
            while self._indexed > _INDEXED_WORDS and len(self._comments) > 1:
                self._forget(self._comments.popleft())

    def __bool__(self) -> bool:
        return bool(self._sources)

    def recent(self, count: int) -> list[Source]:
        """The articles and the latest ``count`` comments."""
        latest = islice(reversed(self._comments), count)
        return [*self._articles, *(self._sources[number] for number in latest)]

    def may_hold(self, row: int) -> bool:
        """Whether some text may hold these words in a row (see :attr:`Words.rows`)."""
        return row in self._postings

    def longest(self, words: Words, start: int, *, lowest: int, budget: Budget) -> Match | None:
        """The longest match whose first shared row begins at word ``start``.

        It may reach back to ``lowest``. The article wins over a comment that holds nearly as
        much of the passage, and an earlier comment over a later one. Nothing is found once
        ``budget``, which is used up by this, is spent.
        """
        if budget.left <= 0:
            return None
        row = words.rows[start]
        best: Match | None = None
        for number, at in self._postings.get(row, ()):
            source = self._sources[number]
            if source.words.keys[at : at + SHINGLE] != words.keys[start : start + SHINGLE]:
                continue
            match = align(words, start, source, at, lowest=lowest)
            budget.left -= len(match)
            if best is None or _rank(match) > _rank(best):
                best = match
        return best

    def _forget(self, number: int) -> None:
        source = self._sources.pop(number)
        self._indexed -= len(source.words)
        for row in source.words.rows:
            places = [place for place in self._postings.get(row, ()) if place[0] != number]
            if places:
                self._postings[row] = places
            else:
                self._postings.pop(row, None)


def _rank(match: Match) -> tuple[float, int]:
    """More shared words first; the article may be a tenth shorter than a comment."""
    favour = 1.1 if match.source.kind == "article" else 1.0
    return match.equal * favour, -match.at


def align(words: Words, start: int, source: Source, at: int, *, lowest: int) -> Match:
    """Follow words that both texts share from one shared place in both directions."""
    equal, end, until = _follow(words.keys, start, source.words.keys, at)
    back = words.keys[max(lowest, start - _BACK) : start][::-1]
    back_source = source.words.keys[max(0, at - _BACK - _GAP) : at][::-1]
    more, left, left_source = _follow(back, 0, back_source, 0)
    return Match(source, start - left, end, at - left_source, until, equal + more)


def _follow(a: tuple[str, ...], i: int, b: tuple[str, ...], j: int) -> tuple[int, int, int]:
    """Count shared words from ``a[i]`` and ``b[j]`` on; where the last shared pair ends."""
    equal = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            equal += 1
            i += 1
            j += 1
            continue
        step = _resume(a, i, b, j)
        if step is None:
            break
        i += step[0]
        j += step[1]
    return equal, i, j


def _resume(a: tuple[str, ...], i: int, b: tuple[str, ...], j: int) -> tuple[int, int] | None:
    """The smallest step over changed, added or dropped words after which the texts agree."""
    for gap in range(1, _GAP + _ADDED + 1):
        for added in range(min(gap, _ADDED) + 1):
            dropped = gap - added
            if dropped > _GAP:
                continue
            needed = 2 if gap <= 2 else 3
            ours = a[i + added : i + added + needed]
            theirs = b[j + dropped : j + dropped + needed]
            if len(ours) == needed and ours == theirs:
                return added, dropped
    return None


def similarity(words: Words, match: Match) -> float:
    """How alike passage and source are, 0 to 1, over their words without punctuation."""
    ours = " ".join(words.keys[match.start : match.end])
    theirs = " ".join(match.source.words.keys[match.at : match.until])
    return fuzz.ratio(ours, theirs) / 100


def closest(
    words: Words, start: int, end: int, sources: list[Source], least: float
) -> Match | None:
    """The source that holds a passage most nearly, for one too altered to share a row.

    ``least`` is the similarity (0 to 1) below which nothing is said.
    """
    passage = " ".join(words.keys[start:end])
    best: tuple[float, Source, int, int] | None = None
    for source in sources:
        text = source.compared
        if len(text) < len(passage) / 2:
            continue
        alignment = fuzz.partial_ratio_alignment(passage, text, score_cutoff=least * 100)
        if alignment is not None and (best is None or alignment.score > best[0]):
            best = (alignment.score, source, alignment.dest_start, alignment.dest_end)
    if best is None:
        return None
    _, source, at, until = best
    keys = source.words.keys
    ends: list[int] = []
    total = -1
    for key in keys:
        total += len(key) + 1
        ends.append(total)
    first = next((n for n, stop in enumerate(ends) if stop > at), len(keys))
    last = next((n for n, stop in enumerate(ends) if stop >= until), len(keys) - 1) + 1
    return Match(source, start, end, first, max(first, last), end - start)
