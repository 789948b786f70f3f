"""Words of a text as they are compared: without case, apostrophes and punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff])\\w)+"
    "(?:['’](?:(?![\u3040-\u30ff\u3400-\u9fff])\\w)+)*"
)
"""A run of letters and digits; Japanese and Chinese characters count one by one."""


@dataclass(frozen=True, slots=True)
class Words:
    """The compared forms (``keys``) of the words of a text and the range of each."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.keys)


def words_of(text: str) -> Words:
    """The words of ``text`` in order."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(text):
        keys.append(match[0].casefold().replace("'", "").replace("’", ""))
        starts.append(match.start())
        ends.append(match.end())
    return Words(tuple(keys), tuple(starts), tuple(ends))
