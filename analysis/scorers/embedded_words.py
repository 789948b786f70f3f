"""Words in place of the encoder's tokens, those of several comments worked out together.

A word is as strong in a channel as its strongest token. Arrays of a single comment are so short
that each step over one costs as much as over sixteen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, pairwise

import numpy as np

from analysis.domain.quick_init import quick_init
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_pieces import Floats, Places, TokenScores
from analysis.scorers.embedded_spelling import ENDS_SENTENCE, SENTENCE_END, WORD

_WORDS_APART = re.compile(f"({WORD.pattern})")
_MOST_GAIN, _MOST_LOSS = 1.0, -1.0  # of one word; a single odd word decides nothing
_LEAST = np.finfo(np.float32).tiny
_AT_SENTENCE_END = -0.5  # a phrase seldom goes on in the next sentence


@dataclass(frozen=True, slots=True)
class Strengths:
    """How strong words are in some channels: the highest probability, the same against the bar
    (1 where it is just reached), and what a word brings to a phrase or takes from it."""

    best: list[float]
    relative: Floats
    gains: list[float]


class WordTable:
    """The words of several comments, one after the other, without those that no token touches.

    ``starts`` and ``ends`` are places in the word's own text, ``probabilities`` a row per word
    and a column per channel; the words of the comment ``n`` lie from ``bounds[n]`` up to
    ``bounds[n + 1]``. ``sentence_ends`` are the words that are marks that end a sentence.
    """

    def __init__(
        self,
        places: Places,
        bounds: list[int],
        probabilities: Floats,
        sentence_ends: Sequence[int],
    ) -> None:
        self.starts: list[int] = places[0].tolist()
        self.ends: list[int] = places[1].tolist()
        self.bounds = bounds
        self.probabilities = probabilities
        self._sentence_ends = sentence_ends
        self._strengths: dict[tuple[str, ...], Strengths] = {}

    @classmethod
    def by_search(cls, tokens: Sequence[TokenScores], texts: Sequence[str]) -> WordTable:
        """Of any texts, by a search for their words and for the tokens that touch each."""
        spelled: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        counts: list[int] = []
        bases: list[int] = []
        base = 0
        for text in texts:
            pieces = _WORDS_APART.split(text)  # gap, word, gap, ... word, gap
            edges = list(accumulate(map(len, pieces), initial=base))
            starts += edges[1:-1:2]
            ends += edges[2::2]
            spelled += pieces[1::2]
            counts.append(len(pieces) // 2)
            bases.append(base)
            base = edges[-1] + 1
        first, behind = _tokens_inside(tokens, bases, starts, ends)
        owners = np.repeat(np.arange(len(texts)), counts)
        places = np.array((starts, ends), dtype=np.int64) - np.array(bases, dtype=np.int64)[owners]
        touched = first < behind
        if not touched.all():
            first, behind, owners = first[touched], behind[touched], owners[touched]
            places = places[:, touched]
            spelled = [word for word, inside in zip(spelled, touched, strict=True) if inside]
        bounds = np.searchsorted(owners, np.arange(len(texts) + 1)).tolist()
        probabilities = _strongest([scores.probabilities for scores in tokens], first, behind)
        return cls(places, bounds, probabilities, sentence_ends(spelled))

    @classmethod
    def by_tokens(cls, tokens: Sequence[TokenScores]) -> WordTable:
        """Of texts of which the tokens' kinds are known: they say where words begin."""
        kinds = np.concatenate([scores.kinds for scores in tokens if scores.kinds is not None])
        first = np.flatnonzero(kinds)
        behind = np.append(first[1:], len(kinds))[: len(first)]
        starts = np.concatenate([scores.starts for scores in tokens])[first]
        ends = np.concatenate([scores.ends for scores in tokens])[behind - 1]
        counts = [len(scores.starts) for scores in tokens]
        bounds = np.searchsorted(first, [0, *accumulate(counts)]).tolist()
        probabilities = _strongest([scores.probabilities for scores in tokens], first, behind)
        marks = np.flatnonzero(kinds[first] == ENDS_SENTENCE).tolist()
        return cls(np.stack((starts, ends)), bounds, probabilities, marks)

    def strengths(self, manifest: Manifest, channels: tuple[str, ...]) -> Strengths:
        """Of all words in these channels, at least one; worked out once."""
        known = self._strengths.get(channels)
        if known is None:
            known = self._strengths[channels] = self._in_channels(manifest, channels)
        return known

    def _in_channels(self, manifest: Manifest, channels: tuple[str, ...]) -> Strengths:
        columns = [self.probabilities[:, manifest.channels.index(c)] for c in channels]
        shares = [np.float32(manifest.span_shares.get(c, 0.5)) for c in channels]
        best: Floats = reduce(np.maximum, columns)
        shared: Floats = reduce(np.maximum, [c / s for c, s in zip(columns, shares, strict=True)])
        relative = shared / self._strongest_beside(best)
        return Strengths(best.tolist(), relative, gains(relative, self._sentence_ends))

    def _strongest_beside(self, best: Floats) -> Floats:
        """For each word the highest of its comment's, above 0."""
        counts = np.diff(self.bounds)
        firsts = np.array(self.bounds[:-1])[counts > 0]
        strongest = np.maximum.reduceat(best, firsts) if len(firsts) else best
        beside: Floats = np.repeat(np.maximum(strongest, _LEAST), counts[counts > 0])
        return beside


@quick_init
@dataclass(frozen=True, slots=True)
class CommentWords:
    """The words of one comment: those of ``table`` from ``first`` up to ``end``."""

    table: WordTable
    first: int
    end: int
    text: str

    def spelled(self, first: int, end: int) -> list[str]:
        """Some of the words as they stand in the text, counted from the comment's first."""
        places = slice(self.first + first, self.first + end)
        text, table = self.text, self.table
        return [
            text[start:end]
            for start, end in zip(table.starts[places], table.ends[places], strict=True)
        ]


def words_of(tokens: Sequence[TokenScores], texts: Sequence[str]) -> list[CommentWords]:
    """The words of each text, in order, with the probabilities of its tokens."""
    words: dict[int, CommentWords] = {}
    for known in (True, False):
        of = [n for n, scores in enumerate(tokens) if (scores.kinds is not None) is known]
        if of:
            some, their_texts = [tokens[n] for n in of], [texts[n] for n in of]
            table = WordTable.by_tokens(some) if known else WordTable.by_search(some, their_texts)
            for n, text, (first, end) in zip(of, their_texts, pairwise(table.bounds), strict=True):
                words[n] = CommentWords(table, first, end, text)
    return [words[n] for n in range(len(texts))]


def gains(relative: Floats, sentence_ends: Sequence[int]) -> list[float]:
    """What each word brings to a phrase, or takes from it, by its strength against the bar; the
    marks at ``sentence_ends`` only take."""
    brought = np.minimum(np.maximum(relative - 1.0, _MOST_LOSS), _MOST_GAIN)
    at_end = np.array(sentence_ends, dtype=np.int64)
    brought[at_end] = np.minimum(brought[at_end], _AT_SENTENCE_END)
    gained: list[float] = brought.tolist()
    return gained


def sentence_ends(spelled: Sequence[str]) -> list[int]:
    """The places of the marks that end a sentence."""
    return [place for place, word in enumerate(spelled) if word in SENTENCE_END]


def _tokens_inside(
    tokens: Sequence[TokenScores], bases: Sequence[int], starts: list[int], ends: list[int]
) -> tuple[Places, Places]:
    """The first token inside each word, and the first behind it, counted over all texts."""
    offsets = np.repeat(bases, [len(scores.starts) for scores in tokens])
    token_starts = np.concatenate([scores.starts for scores in tokens]) + offsets
    token_ends = np.concatenate([scores.ends for scores in tokens]) + offsets
    first = np.searchsorted(token_ends, np.array(starts, dtype=np.int64), side="right")
    behind = np.searchsorted(token_starts, np.array(ends, dtype=np.int64), side="left")
    return first, behind


def _strongest(probabilities: Sequence[Floats], first: Places, behind: Places) -> Floats:
    """The highest row of each word's tokens."""
    if not len(first):
        return np.zeros((0, probabilities[0].shape[1]), np.float32)
    # Every second result is a word's; a row behind the last token lets a word end there.
    behind_all = np.zeros((1, probabilities[0].shape[1]), np.float32)
    rows = np.concatenate([*probabilities, behind_all])
    edges = np.empty(2 * len(first), dtype=np.int64)
    edges[::2], edges[1::2] = first, behind
    strongest: Floats = np.maximum.reduceat(rows, edges)[::2]
    return strongest
