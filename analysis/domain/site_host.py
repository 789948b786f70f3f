"""Which site an address is of: the host without what a site puts before its own name."""

from __future__ import annotations

from urllib.parse import urlsplit

from analysis.domain.errors import BadInput

_BEFORE_THE_NAME = frozenset({"www", "m", "mobile", "amp", "old", "new"})
"""What one site has before its name for telephones and the like."""

_OTHER_NAMES = {"youtu.be": "youtube.com", "redd.it": "reddit.com"}
LONGEST_NAME = 100
"""Characters of the name that a person gives a site."""

_USUAL_PORTS = frozenset({80, 443})


def site_of(url: str | None) -> str | None:
    """The site of an address, such as ``ferry.example``; ``None`` where it names no host."""
    try:
        parts = urlsplit((url or "").strip())
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not name or parts.scheme not in ("http", "https", ""):
        return None
    labels = _in_ascii(name.rstrip(".")).split(".")
    while len(labels) > 2 and labels[0] in _BEFORE_THE_NAME:
        labels.pop(0)
    host = _OTHER_NAMES.get(".".join(labels), ".".join(labels))
    return f"{host}:{port}" if port and port not in _USUAL_PORTS else host


def site_name(given: str) -> str:
    """A site's name as ids begin with it, of an address its host; ``BadInput`` for no such name."""
    name = given.strip()
    if "://" in name:
        name = site_of(name) or name
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(f"A site's name has at most {LONGEST_NAME} printable characters.")
    return name


def _in_ascii(name: str) -> str:
    """A name as the network has it, so that ``fähre.example`` is one however it is written."""
    try:
        return name.encode("idna").decode("ascii").casefold()
    except UnicodeError:
        return name.casefold()
