"""Which words of a comment carry an answer: few phrases of whole words, none where none is due.

A token head gives each word a strength; against the channel's bar it is a gain or a loss. The
phrases are the maximal scoring segments of these (Ruzzo & Tompa 1999): a weak word between two
strong ones belongs to the phrase, a strong one far away does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from analysis.domain.span import Span
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_model import Floats, TokenScores

PASSAGES = 3  # shown for a label; more would mark half of a comment
_PROBABLE = 0.5  # from here a passage is shown even where no word passes the channel's bar
_RELATIVE = 0.6  # the bar then, against the strongest word
_BESIDE_BEST = 0.3  # a further phrase's score, against the best one's
_MOST_GAIN, _MOST_LOSS = 1.0, -1.0  # of one word; a single odd word decides nothing
_AT_SENTENCE_END = -0.5  # a phrase seldom goes on in the next sentence
WORD = re.compile(r"\w+(?:['’*@$#!-]+\w+)*|\S")  # a masked or joined word is one word
_LONGEST_REMEMBERED = 60  # of words; none that tells nothing is as long
_SENTENCE_END = frozenset(".!?;…")
_TELLS_NOTHING = frozenset((
    "a", "an", "the", "and", "or", "but", "so", "if", "as", "of", "at", "by", "for", "from", "in",
    "into", "on", "to", "up", "out", "with", "about", "than", "then", "i", "me", "my", "mine",
    "we", "us", "our", "you", "your", "yours", "he", "him", "his", "she", "her", "it", "its",
    "they", "them", "their", "this", "that", "these", "those", "there", "here", "who", "whom",
    "which", "what", "when", "where", "why", "how", "is", "am", "are", "was", "were", "be",
    "been", "being", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could",
    "shall", "should", "may", "might", "must", "not", "no", "nor", "too", "very", "just", "also",
    "all", "any", "some", "more", "most", "other", "only", "own", "same", "such",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Segment:
    first: int
    last: int
    score: float


class CommentWords:
    """The words of one comment, worked out once for all labels, and only where one asks."""

    def __init__(self, tokens: TokenScores, text: str) -> None:
        self._tokens, self._text = tokens, text

    @cached_property
    def scores(self) -> TokenScores:
        """Each word's place and probabilities (see :func:`by_word`)."""
        return by_word(self._tokens, self._text) if len(self._tokens.starts) else self._tokens

    @cached_property
    def spelled(self) -> list[str]:
        """The words as they stand in the text."""
        scores = self.scores
        pairs = zip(scores.starts.tolist(), scores.ends.tolist(), strict=True)
        return [self._text[start:end] for start, end in pairs]

    @property
    def telling(self) -> list[bool]:
        """Which words say something by themselves (see :func:`tells`)."""
        return [tells(word) for word in self.spelled]

    @cached_property
    def sentence_ends(self) -> npt.NDArray[np.int64]:
        """The places of the marks that end a sentence."""
        ends = [place for place, word in enumerate(self.spelled) if word in _SENTENCE_END]
        return np.array(ends, dtype=np.int64)


def passages(
    manifest: Manifest,
    words: CommentWords,
    channels: Sequence[str],
    *,
    label: str,
    probability: float,
) -> tuple[tuple[Span, float], ...]:
    """The phrases that some channel marks, strongest first, as ranges of the text.

    None where the label is as good as clear (below the manifest's ``marks_from``); at least one
    where it is probable and any word tells something.
    """
    if probability < manifest.marks_from.get(label, 0.0):
        return ()
    marked = _marked(manifest, words, channels, sure=probability >= _PROBABLE)
    return tuple(sorted(marked, key=lambda item: -item[1]))


def all_marked(manifest: Manifest, tokens: TokenScores, text: str, channel: str) -> list[Span]:
    """The phrases of a text that is known to carry the channel's label, in reading order."""
    words = CommentWords(tokens, text)
    return sorted(span for span, _ in _marked(manifest, words, [channel], sure=True))


def by_word(tokens: TokenScores, text: str) -> TokenScores:
    """Whole words instead of pieces of words; a word is as strong as its strongest piece."""
    bounds = [word.span() for word in WORD.finditer(text)]
    words = np.array(bounds, dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(tokens.ends, words[:, 0], side="right")
    behind = np.searchsorted(tokens.starts, words[:, 1], side="left")
    seen = first < behind
    if not seen.all():
        words, first, behind = words[seen], first[seen], behind[seen]
    if not len(words):
        empty = np.zeros((0, tokens.probabilities.shape[1]), np.float32)
        return TokenScores(words[:, 0], words[:, 1], empty)
    # Every second result is a word's; a row behind the last token lets a word end there.
    rows = np.concatenate([tokens.probabilities, tokens.probabilities[-1:]])
    edges = np.empty(2 * len(words), dtype=np.int64)
    edges[::2], edges[1::2] = first, behind
    return TokenScores(words[:, 0], words[:, 1], np.maximum.reduceat(rows, edges)[::2])


def _marked(
    manifest: Manifest, words: CommentWords, channels: Sequence[str], *, sure: bool
) -> list[tuple[Span, float]]:
    used = [c for c in channels if c in manifest.channels]
    if not used or len(words.scores.starts) == 0:
        return []
    strengths = [words.scores.probabilities[:, manifest.channels.index(c)] for c in used]
    bars = [np.float32(manifest.span_thresholds.get(c, 0.5)) for c in used]
    best: Floats = reduce(np.maximum, strengths)
    relative: Floats = reduce(np.maximum, [s / b for s, b in zip(strengths, bars, strict=True)])
    phrases = _phrases(relative, words)
    if not phrases and sure:
        telling = relative[np.array(words.telling)]
        if len(telling):
            phrases = _phrases(relative / (_RELATIVE * telling.max()), words)[:1]
    return [
        (
            Span(int(words.scores.starts[p.first]), int(words.scores.ends[p.last])),
            float(best[p.first : p.last + 1].max()),
        )
        for p in phrases
    ]


def _phrases(relative: Floats, words: CommentWords) -> list[_Segment]:
    """The best segments, strongest first, trimmed of punctuation, with a word that tells."""
    gains = np.minimum(np.maximum(relative - 1.0, _MOST_LOSS), _MOST_GAIN)
    if not gains.max() > 0.0:
        return []
    gains[words.sentence_ends] = np.minimum(gains[words.sentence_ends], _AT_SENTENCE_END)
    phrases = []
    for segment in sorted(maximal_segments(gains.tolist()), key=lambda s: -s[2]):
        first, last = segment[0], segment[1]
        while first < last and is_punctuation(words.spelled[first]):
            first += 1
        while last > first and is_punctuation(words.spelled[last]):
            last -= 1
        if any(map(tells, words.spelled[first : last + 1])):
            phrases.append(_Segment(first, last, segment[2]))
    if not phrases:
        return []
    return [s for s in phrases if s.score >= _BESIDE_BEST * phrases[0].score][:PASSAGES]


def maximal_segments(gains: Sequence[float]) -> list[tuple[int, int, float]]:
    """All maximal scoring segments as (first, last, score), in one pass (Ruzzo & Tompa 1999)."""
    segments: list[tuple[int, int, float, float]] = []  # first, last, sum before, sum with
    sums = [0.0, *accumulate(gains)]
    for place in [place for place, gain in enumerate(gains) if gain > 0]:
        first, left, total = place, sums[place], sums[place + 1]
        while segments:
            earlier = len(segments) - 1
            while earlier >= 0 and segments[earlier][2] >= left:
                earlier -= 1
            if earlier < 0 or segments[earlier][3] >= total:
                break
            first, left = segments[earlier][0], segments[earlier][2]
            del segments[earlier:]
        segments.append((first, place, left, total))
    return [(first, last, with_it - left) for first, last, left, with_it in segments]


def tells(word: str) -> bool:
    """Whether a word says something by itself: no function word, no punctuation mark."""
    return len(word) > _LONGEST_REMEMBERED or _tells(word)


@lru_cache(maxsize=50_000)
def _tells(word: str) -> bool:
    return word.lower() not in _TELLS_NOTHING and not is_punctuation(word)


def is_punctuation(word: str) -> bool:
    """Whether it is a mark of punctuation; an emoji is none."""
    return len(word) == 1 and not word.isalnum() and ord(word) < 0x2190
