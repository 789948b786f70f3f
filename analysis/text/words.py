"""Words of a text as they are compared: without case, apostrophes and punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])\\w)+"
    "(?:['’](?:(?![\u3040-\u30ff\u3400-\u9fff])\\w)+)*"
)
"""A run of letters and digits; Japanese and Chinese characters count one by one."""
_ASCII_WORD = re.compile(r"\w+(?:'\w+)*")
"""The same where there are no such characters; three times as quick."""


SHINGLE = 4
"""Words in a row that a copied passage must share with its source to be looked at."""


@dataclass(frozen=True)
class Words:
    """The compared forms (``keys``) of the words of a text and the range of each."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def rows(self) -> list[int]:
        """A number for each :data:`SHINGLE` words in a row, by the place of their first."""
        keys = self.keys
        return [hash(keys[at : at + SHINGLE]) for at in range(len(keys) - SHINGLE + 1)]

    def __len__(self) -> int:
        return len(self.keys)


@lru_cache(maxsize=2)
def words_of(text: str) -> Words:
    """The words of ``text`` in order; remembered until the next comment is read, because what is
    searched for quotes is most often what later comments may quote."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        start, end = match.span()
        keys.append(match[0].casefold())
        starts.append(start)
        ends.append(end)
    if "'" in text or "’" in text:
        keys = [key.replace("'", "").replace("’", "") for key in keys]
    return Words(tuple(keys), tuple(starts), tuple(ends))
