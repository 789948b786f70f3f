"""What is read in the place of a range of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """The range ``[start, end)`` of a text and what is read in its place."""

    start: int
    end: int
    text: str


def apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """``edits`` in order, without those that overlap an earlier or a longer one."""
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start < edit.end and (not chosen or edit.start >= chosen[-1].end):
            chosen.append(edit)
    return tuple(chosen)
