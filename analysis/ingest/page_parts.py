"""The parts of a copied page: lines, blocks of lines, the count it states, its furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_INVISIBLE = "\ufeff\u200b\u200e\u200f"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_COUNT = re.compile(
    r"(?:Comments?\s*\(\s*(?P<after>\d[\d,.\s]*?)\s*\)|(?P<before>\d[\d,.]*)\s+Comments?)[\s:]*\Z",
    re.IGNORECASE,
)
_LONGEST_FURNITURE = 200
"""Characters; a longer line is somebody's words, whatever it begins with."""

_LOGIN = re.compile(
    r"(?:log\s?-?in|sign\s?-?in)(?: or (?:register|sign up))? to (?:leave a |post a |add a )?"
    r"(?:comment|reply)s?\W*\Z",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"""(?:
      take\ our\ .{0,40}survey.* | (?:©|\(c\)|copyright\b).* |
      (?:log|sign)\s?-?(?:in|out|up)\W* | login\ with\ .* | user\ registration | register |
      facebook\ (?:users|connect) | use\ your\ facebook\ account\ .* |
      (?:share|tweet|print|e-?mail|like|reply|report|advertisement|subscribe|follow\ us)\W* |
      sort\ by\b.{0,40} | (?:newest|oldest|most\ popular)(?:\ first)? |
      (?:load|show|view|read)\ (?:more|all|previous)\ comments.{0,20} |
      (?:post|leave|add)\ (?:a|your)\ (?:comment|reply)\W* |
      articles,\ offers\ .* | a\ mix\ of\ what.* | (?:related|most\ read|trending)\ ?\w{0,12} |
      comments?\ (?:are\ )?(?:now\ )?closed\W* | back\ to\ top
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_WRAP = (50, 100)
"""Columns between which the lines of a hard-wrapped paragraph end."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page: its range without the line end, and its words for matching."""

    start: int
    end: int
    text: str


def lines_of(text: str) -> list[Line]:
    """The lines of ``text``; ``Line.text`` has plain spaces and no invisible characters."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        if match.end() == match.start():
            break
        start, end = match.start(), match.end()
        while end > start and text[end - 1] in "\r\n":
            end -= 1
        seen = text[start : min(end, start + 4 * _LONGEST_FURNITURE)]
        lines.append(Line(start, end, " ".join(seen.translate(_DROP).split())))
    return lines


_DROP = dict.fromkeys(map(ord, _INVISIBLE))


def is_blank(line: Line) -> bool:
    """Whether nothing can be seen on the line."""
    return not line.text


def stated_count(line: Line) -> int | None:
    """The number in a line such as ``29 Comments`` or ``Comments (29)``."""
    if len(line.text) > 40:
        return None
    match = _COUNT.match(line.text)
    if match is None:
        return None
    digits = [char for char in match["after"] or match["before"] if char.isdecimal()]
    return int("".join(digits)) if len(digits) <= 9 else None


def is_login(line: Line) -> bool:
    """Whether the line asks readers to log in to comment."""
    return len(line.text) <= _LONGEST_FURNITURE and bool(_LOGIN.match(line.text))


def is_furniture(line: Line) -> bool:
    """Whether the line belongs to the site rather than to the article or a comment."""
    if len(line.text) > _LONGEST_FURNITURE:
        return False
    return is_login(line) or bool(_FURNITURE.match(line.text))


def paragraphs(lines: Sequence[Line], first: int, last: int) -> list[tuple[int, int]]:
    """Ranges of line numbers in ``[first, last)``, one per paragraph of an article.

    A line is a paragraph, as copied pages have it; lines that a mail program or editor broke at
    a fixed width are kept together.
    """
    ranges: list[tuple[int, int]] = []
    number = first
    while number < last:
        if is_blank(lines[number]):
            number += 1
            continue
        end = number + 1
        while end < last and not is_blank(lines[end]):
            end += 1
        if _wrapped(lines[number:end]):
            ranges.append((number, end))
        else:
            ranges.extend((n, n + 1) for n in range(number, end))
        number = end
    return ranges


def _wrapped(block: Sequence[Line]) -> bool:
    widths = [line.end - line.start for line in block[:-1]]
    if len(widths) < 2:
        return False
    open_ended = sum(1 for line in block[:-1] if line.text[-1] not in ".!?”\"':;")
    return all(_WRAP[0] <= width <= _WRAP[1] for width in widths) and (open_ended > len(widths) / 2)
