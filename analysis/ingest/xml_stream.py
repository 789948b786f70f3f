"""XML read element by element, in bounded memory, without entities or anything from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from analysis.domain.errors import BadInput
from analysis.ingest.reading import ReadLog
from analysis.ingest.source import Source

DEEPEST = 200
"""Elements inside each other; exports of comments have about ten."""


def local(tag: str) -> str:
    """A tag without its namespace, whose version changes from export to export."""
    return tag.rsplit("}", 1)[-1]


def elements(source: Source, log: ReadLog) -> Iterator[tuple[str, int, Element]]:
    """``start`` and ``end`` of every element with its depth (the root has 1).

    What an element holds is there at its end. A file that breaks off is set aside from there on;
    one with entities of its own or references to other files is refused.
    """
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    depth = 0
    stream = source.open_bytes()
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            if event == "start":
                depth += 1
                if depth > DEEPEST:
                    raise BadInput(f"{source.name} is XML that is nested more than {DEEPEST} deep.")
                yield "start", depth, element
            else:
                yield "end", depth, element
                depth -= 1
    except DefusedXmlException:
        raise BadInput(
            f"{source.name} defines XML entities or names other files; refused, since exports of "
            "comments never do."
        ) from None
    except ParseError as error:
        line, column = error.position
        why = source.damage or f"the XML breaks off or is damaged (column {column})"
        log.quarantine(f"line {line} and below", why)
    except (ValueError, LookupError):
        log.quarantine("the rest", "the XML is in an encoding that can't be read")
    finally:
        stream.close()


def text_at(element: Element, name: str) -> str | None:
    """The text of a child by local name; ``None`` where there is no such child."""
    for child in element:
        if local(child.tag) == name:
            return child.text or ""
    return None


def attribute(element: Element, name: str) -> str | None:
    """An attribute by local name."""
    for key, value in element.attrib.items():
        if local(key) == name:
            return str(value)
    return None


def child(element: Element, name: str) -> Element | None:
    """A child by local name."""
    return next((part for part in element if local(part.tag) == name), None)


def root_of(text: str) -> str | None:
    """The local name of the first element that the beginning of a file shows."""
    import re

    bare = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", "", text, flags=re.S)
    match = re.match(r"\s*<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)", bare.lstrip("\ufeff"))
    return match[2] if match else None


def values_of(pairs: Any) -> dict[str, Any]:
    """A record without the fields that an element did not have."""
    return {name: value for name, value in pairs.items() if value is not None}
