"""JSON Lines, one object per comment; also what ``moderato analyze`` and ``export`` write."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.columns import choose_columns
from analysis.ingest.encoding import errors_for
from analysis.ingest.reading import ReadLog
from analysis.ingest.records import Record, discussions

OWN_SCHEMA = "moderato.analysis/"
"""How the ``schema`` of our own lines begins; their comment stands under ``comment``."""

_SAMPLE = 100
_DEPTH = 3
_OWN_COLUMNS = {
    "text": "comment.text",
    "id": "comment.id",
    "parent_id": "comment.parent_id",
    "author": "comment.author",
    "created_at": "comment.created_at",
    "thread_id": "comment.thread_id",
    "up": "comment.votes.up",
    "down": "comment.votes.down",
    "score": "comment.votes.score",
    "title": "article.title",
    "url": "article.url",
    "section": "article.section",
}


def read_jsonl(
    path: Path, account: ReadLog, mapping: Mapping[str, str] | None
) -> Iterator[Discussion]:
    """Read one JSON object per line; a broken line is set aside and the rest goes on.

    Nested values are columns with a dotted name, as in ``{"text": "data.body"}``.
    """
    objects = json_records(path, account)
    first = list(islice(objects, _SAMPLE))
    if not first:
        raise BadInput(
            f"No line of {path.name} is a JSON object; expected one object per line (JSON Lines)."
        )
    names = list(dict.fromkeys(name for record in first for name in record.values))
    if _is_own(first[0]) and not mapping:
        columns = dict(_OWN_COLUMNS)
    else:
        samples = {name: [str(r.values.get(name) or "") for r in first] for name in names}
        columns = choose_columns(names, file=path.name, mapping=mapping, samples=samples)
    yield from discussions(chain(first, objects), columns, path, account)


def _is_own(record: Record) -> bool:
    return str(record.values.get("schema", "")).startswith(OWN_SCHEMA)


def json_records(path: Path, account: ReadLog) -> Iterator[Record]:
    """The objects of a JSON Lines file one by one, whatever they are about."""
    number = 0
    try:
        with path.open(
            encoding=account.encoding, errors=errors_for(account.encoding), newline="\n"
        ) as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    record = _object(line, number, account)
                    if record is not None:
                        yield record
    except UnicodeError:
        account.quarantine(
            f"line {number + 1} and below", f"can't be decoded as {account.encoding}"
        )


def _object(line: str, number: int, account: ReadLog) -> Record | None:
    position = f"line {number}"
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        account.quarantine(position, f"is not valid JSON: {error.msg} at column {error.colno}")
        return None
    except (ValueError, RecursionError):
        account.quarantine(position, "is not valid JSON that can be read")
        return None
    if not isinstance(value, dict):
        account.quarantine(position, "is JSON, but not an object")
        return None
    return Record(position, dict(_flat(value)))


def _flat(value: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The values of nested objects under dotted names; lists and deep objects stay whole."""
    for key, given in value.items():
        name, inner = f"{prefix}{key}", _unwrapped(given)
        if isinstance(inner, dict) and inner and depth < _DEPTH:
            yield from _flat(inner, f"{name}.", depth + 1)
        else:
            yield name, inner


_MONGO_WRAPPERS = ("$oid", "$date", "$numberLong", "$numberInt")


def _unwrapped(value: Any) -> Any:
    """The value itself where an export of MongoDB's writes ``{"$date": …}`` around it."""
    while isinstance(value, dict) and len(value) == 1 and next(iter(value)) in _MONGO_WRAPPERS:
        value = next(iter(value.values()))
    return value
