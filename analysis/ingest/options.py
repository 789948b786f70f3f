"""What a person says about a file before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``mapping`` names columns for fields, as in ``{"text": "body"}``; an empty name unmaps.

    ``dates`` is ``day-first``, ``month-first`` or ``year-first``. Without ``header``, columns are
    called ``1``, ``2``, …. ``strict`` refuses where something would have to be assumed. With
    ``pseudonym_key`` authors are stored as keyed hashes. ``lines`` says of lines of a copied page,
    by number from 1, what they are: ``name``, ``time``, ``text`` or ``own`` (the page's own). With
    ``lone_line`` a file of a single line of no known format is read as a comment, which is told as
    assumed. ``site`` names the site that the comments are of, which keeps its ids apart from
    others'. ``file`` is the name that the file had when it was read first, after which a thread
    without an id is named.
    """

    format: str = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    dates: str | None = None
    header: bool = True
    strict: bool = False
    pseudonym_key: bytes | None = None
    lines: Mapping[int, str] = field(default_factory=dict)
    lone_line: bool = False
    site: str = ""
    file: str = ""


def with_mapping(options: ReadOptions, mapping: Mapping[str, str]) -> ReadOptions:
    """``options`` with some fields' columns said otherwise."""
    return replace(options, mapping={**options.mapping, **mapping})
