"""JSON that is no single whole value: several one after the other, or one that breaks off."""

from __future__ import annotations

import json
import re
from typing import Any

_SPACE = re.compile(r"[\s,\ufeff]*")
_MARKS = re.compile(r'["\[\]{}]')
_STRING_END = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)


def several(text: str) -> list[Any] | None:
    """The objects of a text that holds at least two one after the other, over any lines.

    As ``jq`` and ``mongoexport --pretty`` write them. ``None`` for any other text; objects before
    a broken one do not count, so that nothing is left out without a word.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return None
    decoder = json.JSONDecoder()
    values: list[Any] = []
    at = _end_of_space(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return None
        if not isinstance(value, dict):
            return None
        values.append(value)
        at = _end_of_space(text, at)
    return values if len(values) > 1 else None


def readable_part(text: str) -> Any | None:
    """A document up to the last whole element of a list in it, its brackets closed.

    ``None`` where it breaks before the first such element.
    """
    stack: list[str] = []
    cut: tuple[int, str] | None = None
    at = 0
    while match := _MARKS.search(text, at):
        mark, at = match[0], match.end()
        if mark == '"':
            ended = _STRING_END.match(text, at)
            if ended is None:
                break
            at = ended.end()
        elif mark in "[{":
            stack.append("]" if mark == "[" else "}")
        elif not stack or stack.pop() != mark:
            break
        elif stack and stack[-1] == "]" and mark == "}":
            cut = (at, "".join(reversed(stack)))
    return _closed(text, cut) if cut else None


def _closed(text: str, cut: tuple[int, str]) -> Any | None:
    end, brackets = cut
    try:
        return json.loads(text[:end] + brackets)
    except (ValueError, RecursionError):
        return None


def _end_of_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
