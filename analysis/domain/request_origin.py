"""Which host a request was sent to, and from which site: the headers ``Host`` and ``Origin``.

Read strictly, by what browsers write (RFC 9110, section 7.2; RFC 6454, section 7): whatever else
stands there names nobody, so that no reader of addresses is talked into seeing a name of ours.
"""

from __future__ import annotations

import re

_AUTHORITY = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{0,5}))?", re.ASCII)
_ORIGIN = re.compile(r"https?://(.*)", re.ASCII)
_LAST_PORT = 65_535


def host_of(authority: str) -> str | None:
    """The name in a ``Host`` header, small, without port and brackets; ``None`` where none is."""
    parts = _AUTHORITY.fullmatch(authority.casefold())
    if parts is None or int(parts[2] or 0) > _LAST_PORT:
        return None
    return parts[1].strip("[]")


def authority_of(origin: str) -> str | None:
    """Host and port of an ``Origin`` header, as ``Host`` has them; ``None`` where none are."""
    parts = _ORIGIN.fullmatch(origin.casefold())
    return parts[1] if parts is not None and host_of(parts[1]) is not None else None
