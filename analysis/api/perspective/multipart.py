"""A ``multipart/mixed`` body in parts, read in time that grows with its length alone.

Python's own reader of mail takes minutes for some bodies of a few hundred kilobytes, and nobody
else is answered meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

LONGEST_KIND = 1_000
"""Characters of a ``Content-Type`` that is looked at; a boundary has at most 70 of them."""
_BLANK = re.compile(rb"\r?\n\r?\n")
_BEGINS_BLANK = (b"\r\n", b"\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its headers, by names in small letters, and what it holds."""

    headers: Mapping[str, str]
    content: bytes


def parts_of(content_type: str, body: bytes, *, most: int) -> list[Part]:
    """The parts of a body; none where it is no such body, and ``most`` + 1 at most."""
    boundary = _boundary(content_type)
    if not boundary:
        return []
    line = rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)"
    parts: list[Part] = []
    begun: int | None = None
    for mark in re.finditer(line, body):
        if begun is not None:
            parts.append(_part(body[begun : mark.start()]))
        begun = mark.end()
        if mark[1] or len(parts) > most:
            return parts
    if begun is not None and body[begun:].strip():  # the last mark is missing
        parts.append(_part(body[begun:]))
    return parts


def head_and_body(content: bytes) -> tuple[Mapping[str, str], bytes]:
    """The headers and what stands behind the blank line; all of it where there is none."""
    if content.startswith(_BEGINS_BLANK):
        return {}, content.lstrip(b"\r\n")
    blank = _BLANK.search(content)
    if blank is None:
        return {}, content
    return _headers(content[: blank.start()]), content[blank.end() :]


def _part(content: bytes) -> Part:
    # The line of the mark ends here.
    headers, body = head_and_body(content.removeprefix(b"\r").removeprefix(b"\n"))
    match headers.get("content-transfer-encoding", "").strip().lower():
        case "base64":
            try:
                body = base64.b64decode(body)
            except (binascii.Error, ValueError):
                body = b""
        case "quoted-printable":
            body = quopri.decodestring(body)
    return Part(headers, body)


def _headers(head: bytes) -> dict[str, str]:
    lines: list[tuple[str, list[str]]] = []
    for line in head.decode("latin-1").split("\n"):
        if line[:1] in (" ", "\t"):
            if lines:
                lines[-1][1].append(line.strip())
            continue
        name, colon, value = line.partition(":")
        if colon:
            lines.append((name.strip().lower(), [value.strip()]))
    return {name: " ".join(values).strip() for name, values in lines}


def _boundary(content_type: str) -> bytes:
    if len(content_type) > LONGEST_KIND:
        return b""
    head = Message()
    head["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    if head.get_content_maintype() != "multipart":
        return b""
    return (head.get_boundary() or "").encode("latin-1", "replace")
