"""Texts that a regular expression matches, with every word that it names."""

import re
import re._parser  # type: ignore[import-not-found]
from typing import Any


def every_alternative(pattern: re.Pattern[str]) -> list[str]:
    """Texts that match between them with every word that the expression names."""
    return [text for text in _texts(re._parser.parse(pattern.pattern)) if pattern.search(text)]  # type: ignore[attr-defined]


def _texts(parts: Any) -> list[str]:
    """Each alternative of each part once, the first of the other parts beside it."""
    ways = [_ways(str(kind), value) for kind, value in parts]
    plain = [way[0] for way in ways]
    return ["".join(plain)] + [
        "".join([*plain[:place], other, *plain[place + 1 :]])
        for place, way in enumerate(ways)
        for other in way[1:]
    ]


def _ways(kind: str, value: Any) -> list[str]:
    if kind == "LITERAL":
        return [chr(value)]
    if kind == "IN":
        return [_character(str(value[0][0]), value[0][1], [str(item) for _, item in value])]
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        least, _, part = value
        texts = _texts(part)
        return [text * least for text in texts] if least else ["", *texts]
    if kind == "SUBPATTERN":
        return _texts(value[3])
    if kind == "ASSERT":
        return _texts(value[1])
    if kind == "BRANCH":
        return [text for part in value[1] for text in _texts(part)]
    return ["" if kind in ("AT", "ASSERT_NOT") else "x"]


def _character(kind: str, value: Any, items: list[str]) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "RANGE":
        return chr(value[0])
    if kind == "CATEGORY":
        names = {"CATEGORY_DIGIT": "7", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a"}
        return names.get(str(value), " ")
    return "x" if "CATEGORY_SPACE" in items else " "  # of a set that is left out
