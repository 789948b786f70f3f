"""Which words of a comment carry an answer: few phrases of whole words, none where none is due.

A token head gives each word a strength; against a share of the comment's strongest word it is a
gain or a loss. The phrases are the maximal scoring segments of these (Ruzzo & Tompa 1999): a weak
word between two strong ones belongs to the phrase, a strong one far away does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from analysis.domain.span import Span
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_pieces import TokenScores
from analysis.scorers.embedded_words import (
    CommentWords,
    Strengths,
    gains,
    sentence_ends,
    words_of,
)

PASSAGES = 3  # shown for a label; more would mark half of a comment
_PROBABLE = 0.5  # from here a passage is shown however weak the strongest word is
_NOTABLE = 0.4  # what the strongest word must reach below
_RELATIVE = 0.6  # the bar against the strongest word that tells, where no phrase tells anything
_BESIDE_BEST = 0.3  # a further phrase's score, against the best one's
_LONGEST_REMEMBERED = 60  # of words; none that tells nothing is as long
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


Segment = tuple[int, int, float]
"""The first and the last of some words, and what they bring together."""


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
    (words,) = words_of([tokens], [text])
    return sorted(span for span, _ in _marked(manifest, words, [channel], sure=True))


def _marked(
    manifest: Manifest, words: CommentWords, channels: Sequence[str], *, sure: bool
) -> list[tuple[Span, float]]:
    used = tuple(c for c in channels if c in manifest.channels)
    if not used or words.first == words.end:
        return []
    strengths = words.table.strengths(manifest, used)
    if not sure and max(strengths.best[words.first : words.end]) < _NOTABLE:
        return []
    phrases = _phrases(strengths.gains[words.first : words.end], words)
    if not phrases and sure:
        phrases = _strongest_phrase(strengths, words)
    starts, ends = words.table.starts, words.table.ends
    shift = words.first
    return [
        (
            Span(starts[shift + first], ends[shift + last]),
            max(strengths.best[shift + first : shift + last + 1]),
        )
        for first, last, _ in phrases
    ]


def _strongest_phrase(strengths: Strengths, words: CommentWords) -> list[Segment]:
    """The best phrase by a bar that the strongest telling word passes; none where no word tells."""
    relative = strengths.relative[words.first : words.end]
    spelled = words.spelled(0, len(relative))
    telling = relative[[tells(word) for word in spelled]]
    if not len(telling):
        return []
    lower = relative / (_RELATIVE * telling.max())
    return _phrases(gains(lower, sentence_ends(spelled)), words)[:1]


def _phrases(gained: Sequence[float], words: CommentWords) -> list[Segment]:
    """The best segments, strongest first, trimmed of punctuation, with a word that tells."""
    phrases = []
    for first, last, score in sorted(maximal_segments(gained), key=lambda s: -s[2]):
        spelled = words.spelled(first, last + 1)
        while len(spelled) > 1 and is_punctuation(spelled[0]):
            del spelled[0]
            first += 1
        while len(spelled) > 1 and is_punctuation(spelled[-1]):
            del spelled[-1]
            last -= 1
        if any(map(tells, spelled)):
            phrases.append((first, last, score))
    if not phrases:
        return []
    return [s for s in phrases if s[2] >= _BESIDE_BEST * phrases[0][2]][:PASSAGES]


def maximal_segments(gained: Sequence[float]) -> list[Segment]:
    """All maximal scoring segments as (first, last, score), in one pass (Ruzzo & Tompa 1999)."""
    segments: list[tuple[int, int, float, float]] = []  # first, last, sum before, sum with
    sums = [0.0, *accumulate(gained)]
    for place in [place for place, gain in enumerate(gained) if gain > 0]:
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
