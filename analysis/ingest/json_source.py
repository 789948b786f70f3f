"""JSON as exports hold it: one document, or an object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.domain.errors import BadInput
from analysis.ingest.encoding import errors_for
from analysis.ingest.json_repair import readable_part, several
from analysis.ingest.reading import ReadLog
from analysis.ingest.source import NOT_LOOKED_AT, Source

LARGEST_DOCUMENT = 256 * 1024 * 1024
"""Characters of one JSON document, which is held in memory; JSON Lines have no limit."""

LONGEST_LINE = 64 * 1024 * 1024
"""Characters of one line of JSON Lines; a longer one is no comment."""

_HEAD = 65_536
_DEPTH = 6
_MONGO_WRAPPERS = ("$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal")


_JSON = re.compile(
    r"\{|\[\s*(?:[\[{\"\]]|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*(?:[,\]]|\Z)|true|false|null|\Z)"
)

_ASSIGNED = re.compile(r"(?:window\.|(?:var|let|const)\s)[\w.$]{1,80}\s?=\s?(?=[\[{])")
"""What X's archive writes before the JSON of its ``tweets.js``."""


def begins_as_json(start: str) -> bool:
    """Whether a beginning is that of JSON and no text such as ``[–]nora 3 points``."""
    return bool(_JSON.match(start) or _ASSIGNED.match(start))


def document_of(source: Source, encoding: str) -> Any | None:
    """The one JSON value that the file is; ``None`` where it holds a value a line, or none."""
    if source.document is NOT_LOOKED_AT:
        source.document = _document(source, encoding)
    return source.document


def _document(source: Source, encoding: str) -> Any | None:
    with source.open_text(encoding, errors=errors_for(encoding), newline="\n") as stream:
        try:
            head = stream.read(_HEAD).lstrip("\ufeff \t\r\n")
        except UnicodeError:
            return None
        if not begins_as_json(head):
            return None
        script = _ASSIGNED.match(head)
        head = head[script.end() :] if script else head
        line, broken, _ = head.partition("\n")
        if broken and head.startswith("{") and isinstance(_parsed(line), dict):
            rest = head[len(line) :].strip() or _next_words(stream)
            if rest:
                return None
        try:
            text = head + stream.read(LARGEST_DOCUMENT)
            too_large = bool(stream.read(1))
        except UnicodeError:
            return None
    if too_large:
        if head.startswith("["):
            raise BadInput(
                f"{source.name} is one JSON document of more than {LARGEST_DOCUMENT >> 20} MB; "
                "write it as JSON Lines (jq -c '.[]' FILE) and read that."
            )
        return None
    try:
        return json.loads(text.rstrip("; \t\r\n") if script else text)
    except RecursionError:
        raise BadInput(f"{source.name} is JSON that is nested too deeply to be read.") from None
    except ValueError as error:
        values = several(text)
        if values is not None:
            return values
        # A file of ``[…]`` lines is no document, nor one of ``{…}`` lines.
        if broken and (_parsed(line) is not None or _is_by_line(text)):
            return None
        readable = readable_part(text)
        if readable is None:
            if head.startswith("["):
                raise BadInput(_where(source, error)) from None
            return None
        source.damaged_document = _place(error)
        return readable


def _where(source: Source, error: ValueError) -> str:
    return f"{source.name} is a JSON document that {_place(error)}."


def _place(error: ValueError) -> str:
    place = ""
    if isinstance(error, json.JSONDecodeError):
        place = f": {error.msg} in line {error.lineno}, column {error.colno}"
    return f"ends early or is damaged{place}"


def _is_by_line(text: str) -> bool:
    """Whether one of the first lines is an object by itself, as in JSON Lines."""
    lines = text[:_HEAD].split("\n")[1:50]
    return text.startswith("{") and any(isinstance(_parsed(line), dict) for line in lines)


def _next_words(stream: Any) -> str:
    for line in stream:
        if line.strip():
            return str(line.strip())
    return ""


def _parsed(line: str) -> Any | None:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def json_objects(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file, or of a document that is a list, with their places.

    A line that is none is set aside.
    """
    document = document_of(source, log.encoding)
    if isinstance(document, list):
        for number, value in enumerate(document, start=1):
            if isinstance(value, dict):
                yield f"item {number}", unwrapped_all(value)
            else:
                log.quarantine(f"item {number}", "is JSON, but not an object")
        return
    number = 0
    try:
        with source.open_text(
            log.encoding, errors=errors_for(log.encoding), newline="\n"
        ) as stream:
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                    log.quarantine(f"line {number}", "is longer than a comment can be")
                    while (more := stream.readline(LONGEST_LINE)) and not more.endswith("\n"):
                        pass
                    continue
                if line.strip():
                    value = _object(line, number, log)
                    if value is not None:
                        yield f"line {number}", value
    except UnicodeError:
        log.quarantine(f"line {number + 1} and below", f"can't be decoded as {log.encoding}")
    if source.damage:
        log.quarantine(f"behind line {number}", source.damage)


def _object(line: str, number: int, log: ReadLog) -> dict[str, Any] | None:
    position = f"line {number}"
    try:
        value = json.loads(line.removeprefix("\ufeff"))  # of another file, put behind one
    except json.JSONDecodeError as error:
        log.quarantine(
            position, f"is not valid JSON: {error.msg.removesuffix(' at')}, column {error.colno}"
        )
        return None
    except (ValueError, RecursionError):
        log.quarantine(position, "is not valid JSON that can be read")
        return None
    if not isinstance(value, dict):
        log.quarantine(position, "is JSON, but not an object")
        return None
    return unwrapped_all(value)


def flat(value: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The values of nested objects under dotted names; lists and deep objects stay whole.

    Of references such as ``[{"type": "replied_to", "id": "7"}]`` each type has a name of its own.
    """
    for key, given in value.items():
        name, inner = f"{prefix}{key}", unwrapped(given)
        if isinstance(inner, dict) and inner and depth < _DEPTH:
            yield from flat(inner, f"{name}.", depth + 1)
        elif isinstance(inner, list) and inner and all(map(_is_reference, inner)):
            yield from ((f"{name}.{entry['type']}.id", entry["id"]) for entry in inner)
        else:
            yield name, inner


def _is_reference(entry: Any) -> bool:
    return isinstance(entry, dict) and set(entry) == {"type", "id"}


def unwrapped(value: Any) -> Any:
    """The value itself where an export of MongoDB's writes ``{"$date": …}`` around it."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _MONGO_WRAPPERS:
        value = next(iter(value.values()))
    return value


def unwrapped_all(value: dict[str, Any]) -> dict[str, Any]:
    """An object whose own values are unwrapped."""
    return {key: unwrapped(inner) for key, inner in value.items()}
