"""Disqus' XML export: threads first, then posts that name their thread and parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.ingest.formats.base import Format, reader_of
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.ingest.xml_stream import attribute, child, elements, local, text_at, values_of

_COLUMNS = {
    "text": "message", "id": "id", "parent_id": "parent", "author": "author",
    "created_at": "createdAt", "thread_id": "thread", "title": "thread.title",
    "url": "thread.link", "section": "thread.category", "status": "status",
}  # fmt: skip
_STATES = (("isDeleted", "deleted"), ("isSpam", "spam"), ("isApproved", "approved"))


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    threads: dict[str, dict[str, Any]] = {}
    categories: dict[str, str] = {}
    root = None
    number = 0
    for event, depth, element in elements(source, log):
        if event == "start":
            root = element if depth == 1 else root
            continue
        if depth != 2:
            continue
        kind = local(element.tag)
        if kind == "category":
            categories[attribute(element, "id") or ""] = text_at(element, "title") or ""
        elif kind == "thread":
            threads[attribute(element, "id") or ""] = _thread(element, categories)
        elif kind == "post":
            number += 1
            yield Record(f"post {number}", _post(element, threads, log))
        if root is not None:
            root.clear()


def _thread(element: Any, categories: dict[str, str]) -> dict[str, Any]:
    category = child(element, "category")
    named = categories.get(attribute(category, "id") or "") if category is not None else None
    return {
        "thread.title": text_at(element, "title") or None,
        "thread.link": text_at(element, "link") or None,
        "thread.identifier": text_at(element, "id") or None,
        "thread.category": named or None,
    }


def _post(element: Any, threads: dict[str, dict[str, Any]], log: ReadLog) -> dict[str, Any]:
    author, thread, parent = (child(element, n) for n in ("author", "thread", "parent"))
    thread_id = attribute(thread, "id") if thread is not None else None
    if thread_id is not None and thread_id not in threads:
        log.tally("its thread is not in the file")
    flags = {n: text_at(element, n) for n in ("isDeleted", "isSpam", "isApproved", "isFlagged",
                                              "isHighlighted")}  # fmt: skip
    status = next((word for name, word in _STATES if _true(flags[name])), None)
    if status is None and flags["isApproved"] is not None:
        status = "unapproved"
    return values_of(
        {
            "id": attribute(element, "id"),
            "message": text_at(element, "message"),
            "parent": attribute(parent, "id") if parent is not None else None,
            "author": _name(author),
            "author.username": text_at(author, "username") if author is not None else None,
            "createdAt": text_at(element, "createdAt"),
            "thread": thread_id,
            "status": status,
            "post_id": text_at(element, "id") or None,
            **flags,
            **threads.get(thread_id or "", {}),
        }
    )


def _name(author: Any) -> str | None:
    if author is None:
        return None
    return text_at(author, "name") or text_at(author, "username") or None


def _true(value: str | None) -> bool:
    return value is not None and value.strip().casefold() not in ("", "0", "false", "no")


FORMAT = Format(
    name="disqus",
    title="Disqus XML export (.xml, .xml.gz)",
    records="post",
    keeps="message, post and parent ids, author's name, time, thread's title and link, status",
    drops="e-mail and IP addresses (private)",
    ids_everywhere=True,
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=lambda b: b.kind == "xml" and b.root == "disqus",
)
