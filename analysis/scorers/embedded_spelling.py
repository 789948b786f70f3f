"""What one word is for the passages that are shown, and which tokens begin one."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORD = re.compile(r"\w+(?:['’*@$#!-]+\w+)*|\S")  # a masked or joined word is one word
SENTENCE_END = frozenset(".!?;…")
GOES_ON, BEGINS, ENDS_SENTENCE = range(3)
"""What a token does: goes on with the word before, begins a word, is a word that is such a mark."""


def token_kinds(text: str, starts: Sequence[int]) -> bytes:
    """What each token does, by the place where it begins; for tokens that cover all but space."""
    begins = {
        match.start(): ENDS_SENTENCE if match[0] in SENTENCE_END else BEGINS
        for match in WORD.finditer(text)
    }
    return bytes([begins.get(start, GOES_ON) for start in starts])
