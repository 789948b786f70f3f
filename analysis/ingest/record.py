"""One record of any table, and what is left out of it before anything is kept."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from analysis.ingest.column_names import plain_name

_PRIVATE = re.compile(
    r"(?:^|_)(?:e_?mail|mail_address|email_address|email_hash|ip|ip_address|ip_addr|ipaddress|"
    r"remote_addr|author_ip|user_agent|useragent|phone)$|^(?:comment_)?agent$"
)


_PERSON = re.compile(
    r"author|user|nick|screen|handle|login|avatar|gravatar|profile|mention|poster|commenter|"
    r"creator|sender|owner|acct|account|person|reader|submitter|writer|pseudo|signature|voter|"
    r"(?:^|_)(?:name|by|from|names)$|(?:reply|response|answer|replied|replies)_to(?!_?id)|name$"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table with its place (``line 17``), keyed by column."""

    position: str
    values: Mapping[str, Any]


class RefusedRecord(Exception):
    """A record that goes to quarantine, and why."""


def is_private(column: str) -> bool:
    """Whether a column holds e-mail or network addresses, which are never kept."""
    return bool(_PRIVATE.search(plain_name(column)))


def may_name_a_person(column: str) -> bool:
    """Whether a column's name is one under which exports tell who somebody is."""
    return bool(_PERSON.search(plain_name(column)))


def without_persons(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` without what may name a person, nested too: for records under pseudonyms."""
    return {
        name: _cleaned(value, leave_out=may_name_a_person)
        for name, value in values.items()
        if not may_name_a_person(str(name))
    }


def without_private(
    values: Mapping[str, Any], others: Container[str] = frozenset()
) -> dict[str, Any]:
    """``values`` without e-mail and IP addresses, nested ones too, and ``others``."""
    return {
        name: _cleaned(value)
        for name, value in values.items()
        if name not in others and not is_private(str(name))
    }


def pseudonym(name: str, key: bytes) -> str:
    """A stable stand-in for a name: same name and key, same word; not to be turned back."""
    digest = hmac.new(key, name.casefold().encode("utf-8", "surrogatepass"), sha256)
    return "p-" + digest.hexdigest()[:16]


def _cleaned(value: Any, depth: int = 0, *, leave_out: Callable[[str], bool] = is_private) -> Any:
    if depth > 20:
        return None
    if isinstance(value, dict):
        return {
            name: _cleaned(inner, depth + 1, leave_out=leave_out)
            for name, inner in value.items()
            if not leave_out(str(name))
        }
    if isinstance(value, list):
        return [_cleaned(inner, depth + 1, leave_out=leave_out) for inner in value]
    return value
