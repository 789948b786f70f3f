"""What the values of a column look like, so that its name alone decides nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.ingest.dates import is_relative, looks_like_time
from analysis.ingest.moderation_words import is_code, is_state, is_yes_or_no
from analysis.ingest.number_times import is_serial
from analysis.ingest.text_pieces import are_entries, joined, joined_pieces
from analysis.ingest.values import count_of, is_nothing

CLIPPED = 400
"""Characters of a cell that are looked at."""

SHOWN_SAMPLE = 40
"""Characters of a sample that a table of columns shows."""

_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,9})?\Z")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d{2}(?!\d)")
_ADDRESS = re.compile(
    r"[^\s@<>]{1,64}@[\w.-]{1,190}\.[a-zA-Z]{2,24}\Z|"
    r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\Z)|\Z)){4}|"
    r"(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}\Z|[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6}::"
    r"(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4}){0,6})?\Z"
)
"""An e-mail address, or one of a network (IPv4, IPv6)."""

_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(slots=True)
class ColumnValues:
    """Counts over the filled cells of one column, which ``distinct`` holds as clipped strings.

    ``states`` and ``codes`` are what platforms make of a comment, in words and small numbers, and
    ``answers`` are yes and no. ``nothings`` are the words of empty cells: ``nan``, ``NULL``.
    """

    cells: int = 0
    filled: int = 0
    numbers: int = 0
    counts: int = 0
    states: int = 0
    codes: int = 0
    answers: int = 0
    times: int = 0
    serials: int = 0
    relative: int = 0
    clocks: int = 0
    worded: int = 0
    prose: int = 0
    urls: int = 0
    addresses: int = 0
    nested: int = 0
    json_cells: int = 0
    pieces: int = 0
    sample: str = ""
    nothings: set[str] = field(default_factory=set)
    distinct: set[str] = field(default_factory=set)

    def add(self, value: Any) -> None:
        """Look at one more cell."""
        self.cells += 1
        if is_nothing(value) or value in ([], {}):
            if isinstance(value, str) and value.strip():
                self.nothings.add(value.strip())
            return
        self.filled += 1
        if isinstance(value, list) and not are_entries(value):
            value = value if (whole := joined(value)) is None else whole
        if isinstance(value, dict | list):
            self.nested += 1
            return
        text = (value if isinstance(value, str) else str(value))[:CLIPPED].strip()
        self.distinct.add(text)
        if not self.sample:
            self.sample = _shown(text)
        number = bool(_NUMBER.match(text))
        self.numbers += number
        self.counts += count_of(text) is not None
        self.states += is_state(text)
        self.codes += is_code(text)
        self.answers += is_yes_or_no(text)
        self.times += looks_like_time(text)
        self.serials += number and is_serial(text)
        self.relative += not number and is_relative(text)
        self.addresses += not number and bool(_ADDRESS.match(text))
        self.clocks += bool(_CLOCK.search(text)) and len(text) <= 60
        self.urls += text.startswith(("http://", "https://"))
        if not number:
            self.worded += bool(_WORD.search(text))
            self.prose += len(text.split()) >= 4
        if text.startswith(('{"text"', '[{"text"')) and isinstance(value, str):
            self.pieces += joined_pieces(value) is not value
        self.json_cells += text.startswith(('{"', "[{", '["')) and _is_json(value, text)

    def share(self, what: str) -> float:
        """The share (0 to 1) of filled cells that are ``what``, a count of this class."""
        return getattr(self, what) / self.filled if self.filled else 0.0

    @property
    def variety(self) -> float:
        """Different cells per filled cell; 1.0 where each occurs once."""
        plain = self.filled - self.nested
        return len(self.distinct) / plain if plain else 0.0


def column_values(
    names: Sequence[str], records: Iterable[Mapping[str, Any]]
) -> dict[str, ColumnValues]:
    """The values of each column over some records."""
    by_column = {name: ColumnValues() for name in names}
    for values in records:
        for name, column in by_column.items():
            column.add(values.get(name))
    return by_column


def _shown(text: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= SHOWN_SAMPLE else plain[: SHOWN_SAMPLE - 1] + "…"


def _is_json(value: Any, text: str) -> bool:
    if not isinstance(value, str):
        return False
    if len(value) > len(text) + 2:  # clipped: its beginning has to do
        return bool(re.match(r'[\[{]\s*[{"]', text))
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return False
    return True
