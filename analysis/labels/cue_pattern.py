"""The small language of cue lists, turned into linear regular expressions."""

from __future__ import annotations

import re
from dataclasses import dataclass

STAR = "\x01"
"""A star that stands in the text itself, written ``\\*`` in a list."""
_SPACE = r"[\s,]{1,3}"
_GAP = rf"(?:{_SPACE}[\w'-]+){{0,3}}"  # "~": up to three words in between
_ENDS = frozenset(")]|")


@dataclass(frozen=True, slots=True)
class CuePattern:
    """What an entry finds, and the words that it may begin with (``*`` for any ending)."""

    regex: str
    first_words: tuple[str, ...]


def cue_pattern(entry: str) -> CuePattern:
    """The pattern of an entry: words, ``(a|b)``, ``[optional]``, ``~`` and ``word*``.

    Groups may be nested. ``ValueError`` where a bracket is not closed or closes nothing, and where
    an entry or an alternative does not begin with a word.
    """
    reader = _Reader(entry)
    regex, first = reader.sequence()
    if reader.at < len(entry):
        raise ValueError(f"{entry[reader.at]!r} closes nothing")
    return CuePattern(regex + r"(?!\w)", tuple(dict.fromkeys(map(_as_found, first))))


def _as_found(word: str) -> str:
    """A first word as the word finder would cut it."""
    return re.split(r"[\s?!,.]", word, maxsplit=1)[0].replace(STAR, "*")


class _Reader:
    """Reads an entry from left to right; ``at`` is the next character."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self.at = 0

    def _next(self) -> str:
        return self._entry[self.at] if self.at < len(self._entry) else ""

    def sequence(self) -> tuple[str, list[str]]:
        """Words one after the other, up to what ends them; the pattern and the first words."""
        parts: list[str] = []
        first: list[str] = []
        while (char := self._next()) and char not in _ENDS:
            if char == " ":
                self.at += 1
            elif char in "~[" and not parts:
                raise ValueError("an entry begins with a word")
            elif char == "~":
                self.at += 1
                parts.append(_GAP)
            elif char == "[":
                parts.append(f"(?:{_SPACE}{self._choice(']')[0]})?")
            else:
                regex, words = self._word()
                first = first or words
                parts.append(_SPACE + regex if parts else regex)
        if not parts:
            raise ValueError("nothing between brackets")
        return "".join(parts), first

    def _choice(self, close: str) -> tuple[str, list[str]]:
        """Alternatives in brackets, with the opening one next."""
        regexes: list[str] = []
        words: list[str] = []
        while not regexes or self._next() == "|":
            self.at += 1
            regex, first = self.sequence()
            regexes.append(regex)
            words += first
        if self._next() != close:
            raise ValueError("a bracket is not closed")
        self.at += 1
        return f"(?:{'|'.join(regexes)})", words

    def _word(self) -> tuple[str, list[str]]:
        """Letters and groups up to the next blank: ``Canad(a|ians)``."""
        regex, first = "", [""]
        while (char := self._next()) and char not in " []|)":
            if char == "(":
                inner, words = self._choice(")")
                first = [lead + word for lead in first for word in words]
            else:
                self.at += 1
                inner = r"\w*" if char == "*" else re.escape(char).replace(STAR, r"\*")
                first = [word + char for word in first]
            regex += inner
        return regex, first
