"""Replies that name what they answer by its number in the topic, as forums do, not by its id."""

from __future__ import annotations

from typing import Any

FIELD = "post_number"
"""What the record of a post calls its own number."""

PREFIX = "post_number "
"""How the parent of a reply begins while nothing is known of the post but its number."""


def by_number(number: Any) -> str:
    """The parent of a reply to the post of this number; no id looks like it."""
    return f"{PREFIX}{number}"


def is_by_number(parent: str | None) -> bool:
    """Whether a parent is known by its number alone."""
    return parent is not None and parent.startswith(PREFIX)
