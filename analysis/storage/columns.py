"""Column types that both databases keep alike: times in UTC, originals to the byte, documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from analysis.domain.packed_json import PackedRecord, pack, unpack

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

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """For SQLite at once: nearly every column of text is written and read by these two."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)
        return lambda value: None if value is None else storable(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """As :meth:`bind_processor`, the way back."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        return lambda value: None if value is None else original(value)


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

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """For SQLite the text at once, as SQLAlchemy writes it: a fifth of the time."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC, and saying so."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """A moment as SQLite keeps it: sortable text in UTC, to the microsecond."""
    if value is None:
        return None
    moment = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(" ", "microseconds")


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


@dataclass(frozen=True, slots=True)
class Packed:
    """A JSON value as :class:`PackedDocument` keeps it; may be given in the value's place."""

    content: bytes


def packed(value: Any) -> Packed:
    """A value, or a record that is packed already, as it is kept."""
    return Packed(value.content if isinstance(value, PackedRecord) else pack(value))


class PackedDocument(TypeDecorator[Any]):
    """A JSON value, deflated: a million analyses take a fifth of the room."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Packed, unless it is already."""
        if value is None:
            return None
        return (value if isinstance(value, Packed) else packed(value)).content

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Inflated and parsed."""
        return None if value is None else unpack(value)
