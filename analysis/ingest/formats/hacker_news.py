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
from analysis.ingest.tables import table_records
from analysis.ingest.values import is_nothing, says_no

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author", "created_at": "time",
    "thread_id": "story", "title": "story_title", "url": "story_url", "status": "status",
    "score": "points",
}  # fmt: skip


def _items(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    if source.is_table:
        for record in table_records(source, log)[1]:
            yield record.position, {k: v for k, v in record.values.items() if not is_nothing(v)}
        return
    document = document_of(source, log.encoding)
    if isinstance(document, dict) and "by" in document:
        items: Any = [("item 1", document)]
    elif isinstance(document, dict):  # {"501": {…}, "502": {…}}
        items = ((f"item {key}", value) for key, value in document.items())
    else:
        items = json_objects(source, log)
    for place, item in items:
        if isinstance(item, dict):
            yield from _with_kids(place, item)
        else:
            log.quarantine(place, "is no object")


def _with_kids(place: str, item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """An item and those that some downloads put in the place of the numbers of its answers."""
    waiting = [(place, item)]
    while waiting:
        at, inner = waiting.pop()
        yield at, inner
        kids = inner.get("kids")
        nested = [kid for kid in kids if isinstance(kid, dict)] if isinstance(kids, list) else []
        for number, kid in reversed(list(enumerate(nested, start=1))):
            waiting.append((f"{at}.{number}", {"parent": inner.get("id"), **kid}))


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
    for state in ("deleted", "dead"):
        if item.get(state) and not says_no(item[state]):
            return state
    return None


FORMAT = Format(
    name="hacker-news",
    title="Hacker News items (Firebase API; JSON Lines, a list, objects by id, a table)",
    records="comment",
    keeps="text (HTML), id, parent, author, time, story's title and address, dead and deleted",
    drops="stories (they are the article)",
    ids_everywhere=True,
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=lambda b: _has_items(b),
)


def _has_items(b: Beginning) -> bool:
    if b.table_has("by", "time", "type", "parent", "id", "text"):
        return True
    by_id = isinstance(b.document, dict) and [v for v in b.document.values() if isinstance(v, dict)]
    return any(
        {"time", "type"} <= set(item) and ("by" in item or "parent" in item)
        for item in (*b.objects, *(by_id or [])[:20])
    )


def _tree_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, tree in _trees(source, log):
        if not isinstance(tree, dict):
            log.quarantine(position, "is no object")
        elif "objectID" in tree and is_nothing(tree.get("comment_text")) and tree.get("title"):
            log.skip("a story, job or poll: read as the article")
        elif "objectID" in tree:
            yield Record(position, _hit(tree))
        else:
            yield from _walk(position, tree, log)


def _trees(source: Source, log: ReadLog) -> Iterator[tuple[str, Any]]:
    """Trees and search hits, be they pages of hits, a list, or one a line."""
    document = document_of(source, log.encoding)
    items: Any = [("item 1", document)] if isinstance(document, dict) else json_objects(source, log)
    for position, value in items:
        hits = value.get("hits")
        if isinstance(hits, list):
            place = "" if isinstance(document, dict) else f"{position}, "
            yield from ((f"{place}hit {n}", hit) for n, hit in enumerate(hits, start=1))
        else:
            yield position, value


def _hit(hit: dict[str, Any]) -> dict[str, Any]:
    dropped = ("comment_text", "_highlightResult", "children", "objectID", "parent_id", "story_id")
    return {
        **{k: v for k, v in hit.items() if k not in dropped},
        "text": hit.get("comment_text"),
        "id": hit.get("objectID"),
        "parent": hit.get("parent_id"),
        "story": hit.get("story_id"),
        "time": hit.get("created_at_i") or hit.get("created_at"),
    }


_READ_ELSEWHERE = ("children", "parent_id", "options", "story_id")


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
                **{k: v for k, v in item.items() if k not in _READ_ELSEWHERE},
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
    ids_everywhere=True,
    read=reader_of(_tree_records, _COLUMNS, markup="html"),
    recognises=lambda b: (
        b.document_has("children", "created_at_i")
        or b.any_object("children", "created_at_i")
        or b.any_object("objectID", "comment_text")
        or any(_are_hits(candidate.get("hits")) for candidate in b.objects)
    ),
)


def _are_hits(hits: Any) -> bool:
    return isinstance(hits, list) and bool(hits) and "objectID" in hits[0]
