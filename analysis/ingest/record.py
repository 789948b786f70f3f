"""One record of any table, and what is left out of it before anything is kept."""

from __future__ import annotations

import hmac
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from analysis.ingest.column_names import plain_name

_PRIVATE = re.compile(
    r"(?:^|_)(?:e_?mail|mail_address|email_address|email_hash|ip|ip_address|ip_addr|ipaddress|"
    r"remote_addr|author_ip|user_agent|useragent|phone)$|^(?:comment_)?agent$"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table with its place (``line 17``), keyed by column."""

    position: str
    values: Mapping[str, Any]


def is_private(column: str) -> bool:
    """Whether a column holds e-mail or network addresses, which are never kept."""
    return bool(_PRIVATE.search(plain_name(column)))


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


def _cleaned(value: Any, depth: int = 0) -> Any:
    if depth > 20:
        return None
    if isinstance(value, dict):
        return {
            name: _cleaned(inner, depth + 1)
            for name, inner in value.items()
            if not is_private(str(name))
        }
    if isinstance(value, list):
        return [_cleaned(inner, depth + 1) for inner in value]
    return value
