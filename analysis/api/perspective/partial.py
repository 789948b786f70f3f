"""Partial answers: the standard parameter ``fields`` of Google's services.

``attributeScores/TOXICITY/summaryScore,languages`` and ``attributeScores(TOXICITY,INSULT)`` name
what to leave in; ``*`` is any name, and a list is passed through item by item.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Selection = Mapping[str, Any]
"""Names to leave in, each with a selection of what is inside; an empty one is all of it."""

_TOKEN = re.compile(r"[(),/]|[^(),/\s]+")
MOST_CHARACTERS = 2_000


def part_of(content: dict[str, Any], fields: str) -> dict[str, Any]:
    """What ``fields`` names of an answer.

    The whole answer where it names nothing of it or can't be read: who asks for a part can use
    the whole.
    """
    try:
        wanted = selection(fields)
    except ValueError:
        return content
    return _selected(content, wanted) or content


def selection(fields: str) -> Selection:
    """The names in ``fields``; ``ValueError`` where they are written in no such way."""
    if len(fields) > MOST_CHARACTERS:
        raise ValueError("too long")
    signs = _TOKEN.findall(fields)
    root: dict[str, Any] = {}
    opened, inner = [root], root  # what each open bracket is inside of, and the last name's inside
    named = False
    for sign in signs:
        if sign not in ",/()":
            if named:
                raise ValueError("two names without a sign between them")
            inner, named = inner.setdefault(sign, {}), True
            continue
        if not named:
            raise ValueError("a name is missing")
        if sign == "(":
            opened.append(inner)
        elif sign == ")":
            opened.pop()
            if not opened:
                raise ValueError("a bracket too many")
            continue  # behind it stands a comma, another bracket or nothing
        elif sign == ",":
            inner = opened[-1]
        named = False
    if not named or len(opened) > 1:
        raise ValueError("it ends too early")
    return root


def _selected(content: Any, wanted: Selection) -> Any:
    if not wanted:
        return content
    if isinstance(content, list):
        return [
            selected for item in content if (selected := _selected(item, wanted)) not in ({}, None)
        ]
    if not isinstance(content, dict):
        return None
    selected = {}
    for name, value in content.items():
        inner = wanted.get(name, wanted.get("*"))
        if inner is None:
            continue
        part = _selected(value, inner)
        if part not in ({}, [], None) or part == value:
            selected[name] = part
    return selected
