"""Expressions that begin with one of some words: tried where such a word stands, nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.labels.author_text import AuthorText
from analysis.labels.word_starts import NOTED


class FirstWords:
    """An expression of which every match begins with one of ``words``, whole and with no letter or
    digit before it ("isn" of "isn't").

    To search for it would try it at every character of a text; words are noted once for all.
    """

    def __init__(self, words: str, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.words = frozenset(words.split())
        NOTED.update(self.words)

    def matches(self, text: AuthorText) -> Iterator[re.Match[str]]:
        """What ``pattern.finditer`` gives for the folded text."""
        words, match_at, folded = self.words, self.pattern.match, text.folded
        behind = 0
        for at in [at for word, at in text.word_starts if word in words]:
            if at >= behind:
                match = match_at(folded, at)
                if match is not None:
                    behind = match.end()
                    yield match
