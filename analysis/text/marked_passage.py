"""A passage that a comment itself marks as quoted."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.domain.span import Span


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked passage: ``outer`` with its marks, ``inner`` the words alone.

    ``block`` says that the mark can mean nothing but a quote.
    """

    outer: Span
    inner: Span
    block: bool
