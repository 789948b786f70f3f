"""Reading a body: JSON, or what the service also took for it (its own documentation wrote so).

The lenient form allows unquoted names, single quotes and a comma behind the last item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.api.perspective.errors import not_json

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<double>"(?:[^"\\]|\\.)*")
    |(?P<single>'(?:[^'\\]|\\.)*')
    |(?P<sign>[{}\[\],:])
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w$])
    |(?P<word>[A-Za-z_$][\w$]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)|(\")", re.DOTALL)
_WORDS = frozenset(("true", "false", "null"))
_CLOSING = ("}", "]")


def read_body(body: bytes, *, lenient: bool) -> dict[str, Any]:
    """The object that a body holds; an empty body is an empty object, as the service has it.

    In UTF-8, or in UTF-16 or UTF-32 as JSON once allowed and .NET's strings are easily sent.
    ``ServiceError`` where it is none; the message repeats nothing of it.
    """
    try:
        text = body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        raise not_json() from None
    if not text.strip():
        return {}
    content = _parsed(text, lenient=lenient)
    if not isinstance(content, dict):
        raise not_json()
    return content


def _parsed(text: str, *, lenient: bool) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        if not lenient:
            raise not_json() from None
    try:
        return json.loads("".join(_strict(text)), parse_constant=_no_constant, strict=False)
    except (ValueError, RecursionError):
        raise not_json() from None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _strict(text: str) -> Iterator[str]:
    """The tokens of a lenient body as those of a strict one; ``ValueError`` where none fits."""
    place, end = 0, len(text.rstrip())
    comma = False
    while place < end:
        token = _TOKEN.match(text, place)
        if token is None:
            raise ValueError("no JSON")
        place = token.end()
        sign = token["sign"]
        if comma and sign not in _CLOSING:
            yield ","
        comma = sign == ","
        if not comma:
            yield _strict_token(token)


def _strict_token(token: re.Match[str]) -> str:
    if token["single"] is not None:
        return '"' + _ESCAPE.sub(_requoted, token["single"][1:-1]) + '"'
    if token["word"] is not None and token["word"] not in _WORDS:
        return json.dumps(token["word"])
    return token[0].strip()


def _requoted(match: re.Match[str]) -> str:
    if match[2] is not None:
        return '\\"'
    return "'" if match[1] == "'" else match[0]
