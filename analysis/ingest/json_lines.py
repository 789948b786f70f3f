"""JSON of any making: objects a line or in one list; also what Moderato itself writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.json_source import document_of, flat, json_objects
from analysis.ingest.nested import with_replies
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

OWN_SCHEMA = "moderato.analysis/"
"""How the ``schema`` of our own lines begins; their comment stands under ``comment``."""

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


def read_jsonl(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read one JSON object per line; a broken line is set aside and the rest goes on.

    Nested values are columns with a dotted name, as in ``{"text": "data.body"}``; a list of
    replies inside an object is read as comments that answer it.
    """

    def records(log: ReadLog) -> Iterator[Record]:
        return json_records(source, log)

    first = next(records(ReadLog(log.file, log.format, log.encoding)), None)
    if first is None:
        raise BadInput(
            f"No line of {source.name} is a JSON object; expected one object per line (JSON Lines)."
        )
    fixed = _OWN_COLUMNS if _is_own(first) and not options.mapping else None
    yield from discussions(records, source.stem, log, options, fixed=fixed)


def read_json(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read one JSON document: a list of objects, or an object that holds just one such list."""
    document = document_of(source, log.encoding)
    if document is None:
        raise BadInput(f"{source.name} is not one JSON document; try --format jsonl.")
    path, listed = _list_in(document, source)
    if path:
        log.assume(f"The comments are the list under {path!r}.")

    def records(log: ReadLog) -> Iterator[Record]:
        for number, value in enumerate(listed, start=1):
            if not isinstance(value, dict):
                log.quarantine(f"item {number}", "is JSON, but not an object")
                continue
            for position, comment in with_replies(f"item {number}", value):
                yield Record(position, dict(flat(comment)))

    yield from discussions(records, source.stem, log, options)


def _list_in(document: Any, source: Source) -> tuple[str, list[Any]]:
    if isinstance(document, list):
        if not any(isinstance(value, dict) for value in document):
            raise BadInput(f"{source.name} is a JSON list without objects; expected comments.")
        return "", document
    lists: list[tuple[str, list[Any]]] = []
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    while waiting:
        path, value, depth = waiting.pop(0)
        for key, inner in value.items():
            name = f"{path}.{key}" if path else str(key)
            if (
                isinstance(inner, list)
                and inner
                and all(isinstance(entry, dict) for entry in inner)
            ):
                lists.append((name, inner))
            elif isinstance(inner, dict) and depth < 4:
                waiting.append((name, inner, depth + 1))
    if len(lists) == 1:
        return lists[0]
    if not lists:
        return "", [document]
    names = ", ".join(repr(name[:40]) for name, _ in lists[:8])
    raise BadInput(
        f"{source.name} is a JSON document with {len(lists)} lists of objects ({names}) and of no "
        "format known here; write the one with the comments as JSON Lines and read that."
    )


def _is_own(record: Record) -> bool:
    return str(record.values.get("schema", "")).startswith(OWN_SCHEMA)


def json_records(source: Source, log: ReadLog) -> Iterator[Record]:
    """The objects of a JSON Lines file one by one, nested replies included."""
    for position, value in json_objects(source, log):
        for place, comment in with_replies(position, value):
            yield Record(place, dict(flat(comment)))


def fields_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """An object's values under dotted names, as a record has them."""
    return dict(flat(value))
