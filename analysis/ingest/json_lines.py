"""JSON of any making: objects a line or in one list; also what Moderato itself writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.json_shapes import comments_in, is_article, is_comment, lists_in
from analysis.ingest.json_source import document_of, flat, json_objects
from analysis.ingest.nested import bare_node, with_replies
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
    """Read one JSON document: the one list of comments in it, in any shape that is known.

    What an object around the list says of its article goes with each comment.
    """
    document = document_of(source, log.encoding)
    if document is None:
        raise BadInput(f"{source.name} is not one JSON document; try --format jsonl.")
    path, items = _items_in(document, source, options)
    if path:
        log.assume(f"The comments are the list under {path!r}.")

    def records(log: ReadLog) -> Iterator[Record]:
        for number, (value, around) in enumerate(items, start=1):
            if not isinstance(value, dict):
                log.quarantine(f"item {number}", "is JSON, but not an object")
                continue
            for position, entry in with_replies(f"item {number}", dict(bare_node(value))):
                yield Record(position, {**around, **dict(flat(entry))})

    yield from discussions(records, source.stem, log, options)


_Items = list[tuple[Mapping[str, Any], Mapping[str, Any]]]


def _items_in(document: Any, source: Source, options: ReadOptions) -> tuple[str, _Items]:
    lists = comments_in(document)
    if len(lists) == 1:
        return lists[0].path, lists[0].items
    if not lists and isinstance(document, list):
        if not any(isinstance(value, dict) for value in document):
            raise BadInput(f"{source.name} is a JSON list without objects; expected comments.")
        return "", [(value, {}) for value in document]
    if not lists and len(listed := lists_in(document)) == 1 and options.mapping.get("text"):
        inner: Any = document
        for key in listed[0].split("."):
            inner = inner[key]
        return listed[0], [(value, {}) for value in inner]
    if not lists:
        return "", [(document, {})]
    names = ", ".join(repr(entry.path[:40]) for entry in lists[:8])
    raise BadInput(
        f"{source.name} is a JSON document with {len(lists)} lists of objects ({names}) and of no "
        "format known here; write the one that is meant as JSON Lines and read that."
    )


def _is_own(record: Record) -> bool:
    return str(record.values.get("schema", "")).startswith(OWN_SCHEMA)


def json_records(source: Source, log: ReadLog) -> Iterator[Record]:
    """The objects of a JSON Lines file one by one, nested replies included.

    A line that is an article with its comments gives these, each with what the article says.
    """
    for position, value in json_objects(source, log):
        for place, entry, around in comments_of(position, value):
            for at, inner in with_replies(place, entry):
                yield Record(at, {**around, **dict(flat(inner))})


def comments_of(
    position: str, value: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any], Mapping[str, Any]]]:
    """The comments of an article, each with what the article says; any other object as it is."""
    inner_lists = any(isinstance(v, list) and v and isinstance(v[0], dict) for v in value.values())
    if inner_lists and (is_article(value) or not is_comment(value)):
        lists = comments_in(value)
        if len(lists) == 1 and lists[0].path:
            for number, (entry, around) in enumerate(lists[0].items, start=1):
                if isinstance(entry, dict):
                    yield f"{position}.{number}", dict(bare_node(entry)), around
            return
    yield position, value, {}
