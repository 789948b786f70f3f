"""Hacker News: items of the Firebase API, and Algolia's trees and search hits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.formats.chains import Chains
from analysis.ingest.json_source import document_of, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author", "created_at": "time",
    "thread_id": "story", "title": "story_title", "url": "story_url", "status": "status",
    "score": "points",
}  # fmt: skip


def _items(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    document = document_of(source, log.encoding)
    if isinstance(document, dict) and "by" in document:
        yield "item 1", document
    else:
        yield from json_objects(source, log)


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    parent_of: dict[str, str | None] = {}
    stories: dict[str, dict[str, Any]] = {}
    quiet = ReadLog(log.file, log.format, log.encoding)
    for _, item in _items(source, quiet):
        parent = item.get("parent")
        parent_of[str(item.get("id"))] = None if parent is None else str(parent)
        if item.get("type") not in (None, "comment"):
            stories[str(item.get("id"))] = item
    chains = Chains(parent_of)
    for position, item in _items(source, log):
        if item.get("type") not in (None, "comment"):
            log.skip("a story, job or poll: read as the article")
            continue
        top = chains.top(str(item.get("id")))
        story = stories.get(top, {})
        yield Record(
            position,
            {
                **{k: v for k, v in item.items() if k not in ("by", "kids")},
                "author": item.get("by"),
                "story": top,
                "story_title": story.get("title"),
                "story_url": story.get("url"),
                "status": _status(item),
            },
        )


def _status(item: dict[str, Any]) -> str | None:
    return "deleted" if item.get("deleted") else "dead" if item.get("dead") else None


FORMAT = Format(
    name="hacker-news",
    title="Hacker News items (Firebase API; JSON Lines or a list)",
    records="comment",
    keeps="text (HTML), id, parent, author, time, story's title and address, dead and deleted",
    drops="stories (they are the article)",
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=lambda b: _has_items(b),
)


def _has_items(b: Beginning) -> bool:
    return b.any_object("by", "time", "type") or b.any_object("parent", "time", "type") or (
        b.document_has("by", "time", "type")
    )  # fmt: skip


def _tree_records(source: Source, log: ReadLog) -> Iterator[Record]:
    document = document_of(source, log.encoding)
    if isinstance(document, dict) and isinstance(document.get("hits"), list):
        trees: Any = [(f"hit {n}", hit) for n, hit in enumerate(document["hits"], start=1)]
    elif isinstance(document, dict):
        trees = [("item 1", document)]
    else:
        trees = json_objects(source, log)
    for position, tree in trees:
        if not isinstance(tree, dict):
            log.quarantine(position, "is no object")
        elif "objectID" in tree:
            yield Record(position, _hit(tree))
        else:
            yield from _walk(position, tree, log)


def _hit(hit: dict[str, Any]) -> dict[str, Any]:
    dropped = ("comment_text", "_highlightResult", "children")
    return {
        **{k: v for k, v in hit.items() if k not in dropped},
        "text": hit.get("comment_text"),
        "id": hit.get("objectID"),
        "parent": hit.get("parent_id"),
        "story": hit.get("story_id"),
        "time": hit.get("created_at_i") or hit.get("created_at"),
    }


def _walk(position: str, tree: dict[str, Any], log: ReadLog) -> Iterator[Record]:
    story = tree if tree.get("type") not in (None, "comment") else {}
    waiting = [(position, tree)]
    while waiting:
        place, item = waiting.pop()
        for number, inner in reversed(list(enumerate(item.get("children") or [], start=1))):
            if isinstance(inner, dict):
                waiting.append((f"{place}.{number}", inner))
        if item.get("type") not in (None, "comment"):
            log.skip("a story, job or poll: read as the article")
            continue
        yield Record(
            place,
            {
                **{k: v for k, v in item.items() if k not in ("children", "parent_id", "options")},
                "parent": item.get("parent_id"),
                "story": item.get("story_id") or story.get("id"),
                "story_title": item.get("title") or story.get("title"),
                "story_url": item.get("url") or story.get("url"),
                "time": item.get("created_at_i") or item.get("created_at"),
            },
        )


ALGOLIA = Format(
    name="hacker-news-algolia",
    title="Hacker News by Algolia (item trees, search hits; JSON)",
    records="comment",
    keeps="text (HTML), id, parent, author, time, points, story's title and address",
    drops="stories (they are the article), highlighted copies",
    read=reader_of(_tree_records, _COLUMNS, markup="html"),
    recognises=lambda b: (
        b.document_has("children", "created_at_i")
        or b.any_object("children", "created_at_i")
        or (b.document_has("hits") and _is_hit(b.document["hits"]))
    ),
)


def _is_hit(hits: Any) -> bool:
    return isinstance(hits, list) and bool(hits) and "objectID" in hits[0]
