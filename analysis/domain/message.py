"""What a service says without a language: a key of the catalogue, and the values for its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float | tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by its key; ``values`` hold what differs, a label by its key.

    Probabilities are numbers from 0 to 1, counts whole numbers, counted things pairs of name and
    count.
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
