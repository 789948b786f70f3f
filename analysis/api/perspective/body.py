"""Reading a body: JSON, or what the service also took for it (its own documentation wrote so).

The lenient form allows unquoted names, single quotes and a comma behind the last item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.api.perspective.errors import invalid_field, not_json, unknown_field

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

    ``ServiceError`` where it is none; the message repeats nothing of it.
    """
    try:
        text = body.decode("utf-8-sig")
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


class Fields:
    """An object of a body, its fields under camelCase or snake_case names alike.

    ``null`` counts as left out. ``known`` are the names that it may have; any other is refused
    unless ``lenient``.
    """

    def __init__(
        self, content: Any, path: str, known: tuple[str, ...], *, lenient: bool = True
    ) -> None:
        if not isinstance(content, dict):
            raise invalid_field(path or "request", "expected an object")
        self.path = path
        self._values: dict[str, Any] = {}
        for name, value in content.items():
            camel = _camel(name)
            if camel in known:
                if value is not None:
                    self._values[camel] = value
            elif not lenient:
                raise unknown_field(name[:100], path)

    def get(self, name: str) -> Any:
        """The value as it was sent; ``None`` where there is none."""
        return self._values.get(name)

    def text(self, name: str) -> str:
        """A string; empty where there is none."""
        value = self._values.get(name, "")
        if not isinstance(value, str):
            raise invalid_field(self.place(name), "TYPE_STRING")
        return value

    def flag(self, name: str) -> bool:
        """True or false, also written as a word."""
        value = self._values.get(name, False)
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if not isinstance(value, bool):
            raise invalid_field(self.place(name), "TYPE_BOOL")
        return value

    def number(self, name: str) -> float | None:
        """A number, also written as a word; ``None`` where there is none."""
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise invalid_field(self.place(name), "TYPE_FLOAT")
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = float("nan")
        if number != number or number in (float("inf"), float("-inf")):
            raise invalid_field(self.place(name), "TYPE_FLOAT")
        return number

    def whole(self, name: str) -> int | None:
        """A whole number; ``None`` where there is none."""
        number = self.number(name)
        if number is None:
            return None
        if number != int(number):
            raise invalid_field(self.place(name), "TYPE_INT32")
        return int(number)

    def items(self, name: str) -> list[Any]:
        """A list; empty where there is none."""
        value = self._values.get(name, [])
        if not isinstance(value, list):
            raise invalid_field(self.place(name), "expected a list")
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        """An object by its own names, which are nobody's to change; empty where there is none."""
        value = self._values.get(name, {})
        if not isinstance(value, dict):
            raise invalid_field(self.place(name), "expected an object")
        return value

    def place(self, name: str) -> str:
        """Where a field stands in the request, in the service's way of saying it."""
        snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
        return f"{self.path}.{snake}" if self.path else snake


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest) if rest else name
