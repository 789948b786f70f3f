"""Addresses of the web as people give them."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NEVER = frozenset("\r\n\0\t ")


def web_address(url: str) -> SplitResult | None:
    """The parts of an address of http or https; ``None`` where it is none that can be asked.

    Python raises for some, and only later: a bracket that is not closed, a port of letters.
    """
    try:
        address = urlsplit(url)
        port = address.port
    except ValueError:
        return None
    if port == 0 or not _NEVER.isdisjoint(url):
        return None
    return address if address.scheme in ("http", "https") and address.hostname else None
