"""What stands among comments and is none: pingbacks, trackbacks, a platform's own messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from analysis.ingest.column_names import plain_name
from analysis.ingest.html_tree import Node

PING_RULE = "a pingback or trackback, no comment"
"""Under which rule they are left out, in the words of the report."""

SYSTEM_RULE = "a message of the platform's own (somebody joined, a topic was closed), no comment"
"""Under which rule they are left out, in the words of the report."""

_KINDS = frozenset({"pingback", "trackback"})
_LONGEST_KIND, _LONGEST_SYSTEM_KIND = 20, 40
_SYSTEM_KINDS = re.compile(
    r"(?:Guild|Channel|Recipient|Thread|UserPremium)[A-Z][A-Za-z]{2,30}\Z|"
    r"(?i:system)[_ ]?(?i:message|note|comment)\Z"
)
"""Kinds of messages that nobody wrote, as Discord (``GuildMemberJoin``) and others call them."""
_SYSTEM_COLUMNS = frozenset(
    {"system", "is_system", "system_message", "is_system_message", "system_note", "is_system_note"}
)
_TYPE_COLUMNS = frozenset({"type", "comment_type", "kind"})
_PING_CLASS = re.compile(r"(?:^|[-_])(?:pingback|trackback)\Z")
_BEGINNING = re.compile(
    r"\s*(?:<(?!a\b)[^<>]{1,200}>\s*){0,10}(?:pingback|trackback)s?\s*:?\s*<a\b", re.IGNORECASE
)


def is_ping_record(values: Mapping[str, Any]) -> bool:
    """Whether a record says of itself that it is one, in a column for its type."""
    return any(
        isinstance(value := values[name], str)
        and len(value) < _LONGEST_KIND
        and value.strip().casefold() in _KINDS
        for name in _type_columns(tuple(values))
    )


def is_system_record(values: Mapping[str, Any]) -> bool:
    """Whether a record says of itself that the platform wrote it, by its kind or a yes."""
    names = tuple(values)
    return any(
        isinstance(value := values[name], str)
        and len(value) <= _LONGEST_SYSTEM_KIND
        and _SYSTEM_KINDS.match(value.strip()) is not None
        for name in _type_columns(names)
        if "." not in name
    ) or any(str(values[name]).casefold() == "true" for name in _system_columns(names))


@lru_cache(maxsize=64)
def _system_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in names if plain_name(str(n)) in _SYSTEM_COLUMNS)


@lru_cache(maxsize=64)  # the records of a file have few sets of names
def _type_columns(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in names if plain_name(str(n).rsplit(".", 1)[-1]) in _TYPE_COLUMNS)


def is_ping_element(node: Node) -> bool:
    """Whether a page marks an element as one."""
    return any(map(_PING_CLASS.search, node.words("class")))


def is_ping_comment(node: Node, author: str | None, html: str | None) -> bool:
    """Whether what a page shows like a comment is one: it is marked so, or nobody wrote it and it
    is ``Pingback:`` and a link, as themes write it in every language."""
    if is_ping_element(node):
        return True
    if author:
        return False
    return any(map(is_ping_element, node.children)) or bool(html and _BEGINNING.match(html))
