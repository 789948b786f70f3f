"""Lines that a sign at their start marks as quoted: ``> you said``, ``| you said``.

A sign may also compare ("> 50 % of them"), point ("->") or make a face (">:(", ">_<"); such lines
are the writer's own.
"""

from __future__ import annotations

import re

from analysis.domain.span import Span
from analysis.text.marked_passage import Marked

_QUOTED = re.compile(
    r"[^\S\n]*(?:(?:(?:[-*+•]|\d{1,2}[.)])[^\S\n]+)?(?:>[^\S\n]*)+(?:"
    r"(?=[^\W_]|[\"“‘«„‹「『\[¿¡…]|['(_]\w|[.*][^\s<>()_]|[*_]{1,3}\w|@\w|#{1,6}[^\S\n]*\w|"
    r"[\u2190-\u2bff\U0001f000-\U0001faff])|"
    r"(?<=[^\S\n])(?=[*\-–—•+~&!`](?:[^\S\n]*[^\W\d_]|[^\S\n][^\n]*[^\W\d_])))|"
    r"»[^\S\n]*(?=\w[^«\n]*$)|"
    r"[|¦┃▌│][^\S\n]+(?=[\w\"“‘'«„][^|¦┃▌│\n]*$))"
)
_FIGURE = re.compile(r"[^\S\n]*(?:[-*+•][^\S\n]+)?>[^\S\n]*[$£€]?[\d.,]+\s*[%\w]?(?=\s|$)")
"""``> 50% of them`` at a line's start compares; it does not quote."""
_COMPARES = re.compile(
    r"[^\S\n]*>[^\S\n]*(?:[$£€]|[\d.,]+\s*(?:%|per\s?cent|(?:out\s+)?of\b|only\b|or\b|and\b|plus\b|"
    r"is\b|are\b|was\b|would\b|[$£€]))"
)
"""Behind these a figure compares also where an own answer follows."""
_EMPTY = re.compile(r"[^\S\n]*>+[^\S\n]*\Z")
_SENTENCE_WORDS = 5
"""Words of a lone line with a figure in front that can be somebody's sentence."""


def quoted_lines(text: str) -> list[Marked]:
    """The runs of quoted lines in order.

    A figure behind ``>`` compares, unless other quoted lines stand beside it or the line is a
    sentence with an own answer below an empty line.
    """
    if not any(sign in text for sign in ">»|¦┃▌│"):
        return []
    lines = text.split("\n")
    runs: list[Marked] = []
    offset = number = 0
    while number < len(lines):
        first = _QUOTED.match(lines[number])
        if first is None:
            offset += len(lines[number]) + 1
            number += 1
            continue
        behind = _run_end(lines, number)
        end = offset + sum(len(line) + 1 for line in lines[number:behind]) - 1
        last = offset + len(text[offset:end].rstrip())
        if _quotes(lines, number, behind):
            runs.append(Marked(Span(offset, last), Span(offset + first.end(), last), block=True))
        offset = end + 1
        number = behind
    return runs


def _run_end(lines: list[str], start: int) -> int:
    """The number behind the last quoted line of a run; bare ``>`` between two is a part of it."""
    behind = number = start + 1
    while number < len(lines):
        if _QUOTED.match(lines[number]):
            behind = number + 1
        elif not _EMPTY.match(lines[number]):
            break
        number += 1
    return behind


def _quotes(lines: list[str], start: int, behind: int) -> bool:
    """Whether a run quotes; where all of its lines begin with a figure they may compare."""
    run = [line for line in lines[start:behind] if not _EMPTY.match(line)]
    if not all(_FIGURE.match(line) for line in run):
        return True
    if any(_COMPARES.match(line) or len(line.split()) <= _SENTENCE_WORDS for line in run):
        return False
    return behind < len(lines) and not lines[behind].strip() and _is_answered(lines, behind)


def _is_answered(lines: list[str], start: int) -> bool:
    """Whether the next line that holds something is no quoted one."""
    for number in range(start, len(lines)):
        if lines[number].strip():
            return not _QUOTED.match(lines[number])
    return False
