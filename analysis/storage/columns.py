"""Column types that both databases keep alike: times in UTC, originals to the byte, documents."""

from __future__ import annotations

import json
import re
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

_MARK = "\ue000"
"""A private-use character that starts an escape: four hex digits of a code point follow."""

_NOT_STORABLE = re.compile(f"[\x00\ud800-\udfff{_MARK}]")
_ESCAPED = re.compile(f"{_MARK}([0-9a-f]{{4}})")


def storable(text: str) -> str:
    """``text`` so that both databases keep it: NUL and lone surrogates written as escapes."""
    if text.isascii() and "\x00" not in text:  # nearly all, at a tenth of the cost
        return text
    return _NOT_STORABLE.sub(lambda match: f"{_MARK}{ord(match[0]):04x}", text)


def original(stored: str) -> str:
    """What :func:`storable` was given."""
    if _MARK not in stored:
        return stored
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), stored)


class OriginalText(TypeDecorator[str]):
    """Text as it was written, whatever it holds; PostgreSQL knows no NUL, UTF-8 no surrogate."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what a database can't hold."""
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Give the original back."""
        return None if value is None else original(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment; a time without a zone counts as UTC. Comes back with its zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone; SQLite keeps sortable text in UTC."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        if value is None:
            return None
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, and saying so."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Document(TypeDecorator[Any]):
    """A small JSON value as text that plain SQL can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """As ASCII JSON, so that NUL and lone surrogates survive in both databases."""
        return None if value is None else json.dumps(value, separators=(",", ":"), default=str)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Parsed."""
        return None if value is None else json.loads(value)


class PackedDocument(TypeDecorator[Any]):
    """A JSON value, deflated: a million analyses take a fifth of the room."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Compact JSON, then zlib (RFC 1950)."""
        if value is None:
            return None
        return zlib.compress(json.dumps(value, separators=(",", ":"), default=str).encode("ascii"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Inflated and parsed."""
        return None if value is None else json.loads(zlib.decompress(value))
