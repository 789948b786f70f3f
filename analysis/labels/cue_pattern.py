"""The small language of cue lists, turned into linear regular expressions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

STAR = "\x01"
"""A star that stands in the text itself, written ``\\*`` in a list."""
_SPACE = r"[\s,]{1,3}"
_GAP = rf"(?:{_SPACE}[\w'-]+){{0,3}}"  # "~": up to three words in between
_ENDS = frozenset(")]|")


_WHOLE_WORD = re.compile(r"[^\W_][\w$@*'-]*")
"""What the word finder takes for one word."""
_PLAIN_RUN = re.compile(r"[^\W_]\w*(?![\w*])")
"""Letters and digits up to another character that stands for itself, or to the end."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A word that an entry may begin with (``*`` for any ending), and the letters and digits that
    the word behind it must begin with and end with: "don" of "i don't". ``None``: any may follow.
    """

    word: str
    next_run: str | None


@dataclass(frozen=True, slots=True)
class CuePattern:
    """What an entry finds, and the ways in which it may begin."""

    regex: str
    openings: tuple[Opening, ...]


def cue_pattern(entry: str) -> CuePattern:
    """The pattern of an entry: words, ``(a|b)``, ``[optional]``, ``~`` and ``word*``.

    Groups may be nested. ``ValueError`` where a bracket is not closed or closes nothing, and where
    an entry or an alternative does not begin with a word.
    """
    reader = _Reader(entry)
    regex, starts = reader.sequence()
    if reader.at < len(entry):
        raise ValueError(f"{entry[reader.at]!r} closes nothing")
    # Where one alternative begins with more than a word ("e.g"), it may stand where another is
    # looked for that begins with the same letters.
    odd = [_first_word(s).rstrip("*") for s in starts if not _WHOLE_WORD.fullmatch(s.first)]
    openings = [_opening(start, next_known=not _alike(start, odd)) for start in starts]
    return CuePattern(regex + r"(?!\w)", tuple(dict.fromkeys(openings)))


@dataclass(frozen=True, slots=True)
class _Start:
    """The first word of a sequence and the one behind it, as far as they are known.

    ``second`` is empty where the sequence has no second word, ``None`` where it may be any.
    """

    first: str
    second: str | None = ""


def _first_word(start: _Start) -> str:
    """As the word finder would cut it."""
    return re.split(r"[\s?!,.]", start.first, maxsplit=1)[0].replace(STAR, "*")


def _alike(start: _Start, words: Sequence[str]) -> bool:
    """Whether its first word is one of ``words``, or begins like one or as one does."""
    own = _first_word(start).rstrip("*")
    return any(own.startswith(word) or word.startswith(own) for word in words)


def _opening(start: _Start, *, next_known: bool) -> Opening:
    """A start as the word finder would cut it."""
    word = _first_word(start)
    if not start.second or not next_known:
        return Opening(word, None)
    run = _PLAIN_RUN.match(start.second)
    return Opening(word, run.group() if run else None)


class _Reader:
    """Reads an entry from left to right; ``at`` is the next character."""

    def __init__(self, entry: str) -> None:
        self._entry = entry
        self.at = 0

    def _next(self) -> str:
        return self._entry[self.at] if self.at < len(self._entry) else ""

    def sequence(self) -> tuple[str, list[_Start]]:
        """Words one after the other, up to what ends them; the pattern and how it may begin."""
        parts: list[str] = []
        starts: list[_Start] = []
        seconds: list[str | None] = []
        ended = False  # whether the second words are all known
        while (char := self._next()) and char not in _ENDS:
            if char == " ":
                self.at += 1
            elif char in "~[" and not parts:
                raise ValueError("an entry begins with a word")
            elif char == "~":
                self.at += 1
                parts.append(_GAP)
                seconds, ended = [*seconds, *([] if ended else [None])], True
            elif char == "[":
                regex, optional = self._choice("]")
                parts.append(f"(?:{_SPACE}{regex})?")
                seconds += [] if ended else [start.first for start in optional]
            elif not parts:
                regex, starts = self._word()
                parts.append(regex)
            else:
                regex, words = self._word()
                parts.append(_SPACE + regex)
                seconds, ended = [*seconds, *([] if ended else [w.first for w in words])], True
        if not parts:
            raise ValueError("nothing between brackets")
        seconds += [] if ended else [""]
        return "".join(parts), [full for start in starts for full in _followed(start, seconds)]

    def _choice(self, close: str) -> tuple[str, list[_Start]]:
        """Alternatives in brackets, with the opening one next."""
        regexes: list[str] = []
        starts: list[_Start] = []
        while not regexes or self._next() == "|":
            self.at += 1
            regex, first = self.sequence()
            regexes.append(regex)
            starts += first
        if self._next() != close:
            raise ValueError("a bracket is not closed")
        self.at += 1
        return f"(?:{'|'.join(regexes)})", starts

    def _word(self) -> tuple[str, list[_Start]]:
        """Letters and groups up to the next blank: ``Canad(a|ians)``."""
        regex, starts = "", [_Start("")]
        while (char := self._next()) and char not in " []|)":
            if char == "(":
                inner, words = self._choice(")")
                starts = [_joined(lead, word) for lead in starts for word in words]
            else:
                self.at += 1
                inner = r"\w*" if char == "*" else re.escape(char).replace(STAR, r"\*")
                starts = [_joined(lead, _Start(char)) for lead in starts]
            regex += inner
        return regex, starts


def _joined(lead: _Start, tail: _Start) -> _Start:
    """What stands there where ``tail`` goes on without a blank; behind several words the letters
    belong to a word that is not looked at."""
    if lead.second == "":
        return _Start(lead.first + tail.first, tail.second)
    return _Start(lead.first, None)


def _followed(start: _Start, seconds: Sequence[str | None]) -> list[_Start]:
    return [start] if start.second != "" else [_Start(start.first, s) for s in seconds]
