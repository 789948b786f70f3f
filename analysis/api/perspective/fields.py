"""The fields of an object of a body, read as the service's own reader of JSON took them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis.api.perspective.errors import invalid_field, invalid_request, unknown_field

_NUMBER = re.compile(r"[ \t\r\n]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\r\n]*", re.ASCII)
"""A number in a string. Python also reads ``1_0`` as ten, and digits of other scripts."""


class Fields:
    """An object of a body, its fields under camelCase or snake_case names alike.

    ``null`` counts as left out, and so does what PHP and R write for an empty object, ``[]``.
    ``known`` are the names that it may have; any other is refused
    unless ``lenient``.
    """

    def __init__(
        self, content: Any, path: str, known: tuple[str, ...], *, lenient: bool = True
    ) -> None:
        content = _object(content)
        if content is None:
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

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of ``choices``, whose first stands for none; a number is its place among them.

        Any other string is given back as it is, for who knows what the service says of it.
        """
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value < len(choices):
                raise invalid_field(self.place(name), "TYPE_ENUM")
            return choices[value]
        return self.text(name) or choices[0]

    def flag(self, name: str) -> bool:
        """True or false, also written as a word."""
        value = self._values.get(name, False)
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if not isinstance(value, bool):
            raise invalid_field(self.place(name), "TYPE_BOOL")
        return value

    def number(self, name: str) -> float | None:
        """A number, also written as a word, as JSON writes it; ``None`` where there is none."""
        value = self._values.get(name)
        if value is None:
            return None
        readable = not isinstance(value, str) or _NUMBER.fullmatch(value)
        if isinstance(value, bool) or not isinstance(value, int | float | str) or not readable:
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
        """A list; empty where there is none. A single item may stand for a list of it."""
        value = self._values.get(name, [])
        return value if isinstance(value, list) else [value]

    def mapping(self, name: str, *, most: int) -> dict[str, Any]:
        """An object by its own names, which are nobody's to change; empty where there is none.

        Refused where it has more than ``most``.
        """
        value = _object(self._values.get(name, {}))
        if value is None:
            raise invalid_field(self.place(name), "expected an object")
        if len(value) > most:
            raise invalid_request(f"{self.place(name)} may have {most} entries at most.")
        return value

    def place(self, name: str) -> str:
        """Where a field stands in the request, in the service's way of saying it."""
        snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
        return f"{self.path}.{snake}" if self.path else snake


def _object(content: Any) -> dict[str, Any] | None:
    """An object, also where it is written as nothing or as an empty list; ``None`` otherwise."""
    if content is None or content == []:
        return {}
    return content if isinstance(content, dict) else None


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest) if rest else name
