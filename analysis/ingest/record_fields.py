"""What stands in a record for each field, and whether a database can hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.ingest.record import RefusedRecord
from analysis.ingest.values import LONGEST_ID, is_nothing, plain_id, too_long


@dataclass(frozen=True, slots=True)
class RecordFields:
    """The values of a record by field; ``columns`` are the columns of the fields."""

    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def cell(self, field: str) -> Any:
        """The value of a field's column. A nameless column (``""``) is nobody's field."""
        column = self.columns.get(field)
        return None if column is None else self.values.get(column)

    def plain(self, field: str) -> str | None:
        """The same as a string in its plain form, ``None`` where there is none."""
        column = self.columns.get(field)
        value = None if column is None else self.values.get(column)
        if field in ("id", "parent_id", "thread_id"):
            return plain_id(value)
        if is_nothing(value) or isinstance(value, dict | list):
            return None
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip()


def storable(what: str, given: str | None) -> str | None:
    """``given`` if a database can hold it as an id; raises :class:`RefusedRecord` otherwise."""
    if too_long(given):
        raise RefusedRecord(f"its {what} is longer than {LONGEST_ID:,} bytes")
    if given is not None and "\x00" in given:
        raise RefusedRecord(f"its {what} holds a NUL character")
    return given
