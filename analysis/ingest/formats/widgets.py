"""Comment widgets that people host themselves: isso, Commento, remark42."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.json_source import document_of, flat, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source

_ISSO_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author", "created_at": "created",
    "thread_id": "uri", "title": "thread_title", "url": "uri", "up": "likes", "down": "dislikes",
    "status": "status",
}  # fmt: skip
_ISSO_MODES = {"1": "published", "2": "pending", "4": "deleted"}


def _isso_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, thread in json_objects(source, log):
        comments = thread.get("comments")
        if not isinstance(comments, list):
            log.quarantine(position, "has no list of comments")
            continue
        title = thread.get("title")
        for number, value in enumerate(comments, start=1):
            place = f"{position}, comment {number}"
            if not isinstance(value, dict):
                log.quarantine(place, "is no object")
                continue
            mode = value.get("mode")
            yield Record(
                place,
                {
                    **{k: v for k, v in value.items() if k not in ("hash", "voters")},
                    "uri": thread.get("id") or thread.get("uri"),
                    "thread_title": unquote(title) if isinstance(title, str) else None,
                    "status": _ISSO_MODES.get(str(mode), mode),
                },
            )


def _is_isso(b: Beginning) -> bool:
    return any(
        isinstance(thread.get("comments"), list) and ("id" in thread or "uri" in thread)
        and "title" in thread and "post_stream" not in thread and "webpage_url" not in thread
        and "formats" not in thread
        for thread in b.objects
    ) and isinstance(b.document, list)  # fmt: skip


ISSO = Format(
    name="isso",
    title="isso export (JSON list of threads)",
    records="comment",
    keeps="text, id, parent, author, time, likes and dislikes, page and its title, mode",
    drops="e-mail, IP address and its hash (private)",
    read=reader_of(_isso_records, _ISSO_COLUMNS, markup="html"),
    recognises=_is_isso,
)

_COMMENTO_COLUMNS = {
    "text": "markdown", "id": "commentHex", "parent_id": "parentHex", "author": "author",
    "created_at": "creationDate", "thread_id": "url", "url": "url", "title": "page_title",
    "score": "score", "status": "state",
}  # fmt: skip
_NO_PAGE: Mapping[str, Any] = {}


def _commento_records(source: Source, log: ReadLog) -> Iterator[Record]:
    document = document_of(source, log.encoding)
    export = document if isinstance(document, dict) else {}
    people = [c for c in export.get("commenters") or [] if isinstance(c, dict)]
    names = {c.get("commenterHex") or c.get("id"): c.get("name") for c in people}
    listed = [c for c in export.get("comments") or [] if isinstance(c, dict)]
    several_sites = len({_host(value) for value in listed} - {None}) > 1
    pages = {
        page.get("id"): page
        for page in export.get("pages") or export.get("domainPages") or []
        if isinstance(page, dict)
    }
    for number, value in enumerate(export.get("comments") or [], start=1):
        if not isinstance(value, dict):
            log.quarantine(f"comment {number}", "is no object")
            continue
        values = {k: v for k, v in value.items() if k not in ("html", "url", "path")}
        values["markdown"] = value.get("markdown") or value.get("html")
        if "commentHex" in value:
            path = value.get("path") or value.get("url")
            values["url"] = f"{_host(value) or ''}{path}" if path and several_sites else path
        else:
            values |= _comentario(value, pages)
        person = value.get("commenterHex") or value.get("userCreated")
        values["author"] = value.get("authorName") or (names.get(person) if person else None)
        if value.get("deleted") or value.get("isDeleted"):
            values["state"] = "deleted"
        yield Record(f"comment {number}", values)


def _host(value: Mapping[str, Any]) -> str | None:
    """The site of a comment of Commento's, which one file may hold several of."""
    host = value.get("host") or value.get("domain")
    return host if isinstance(host, str) else None


def _comentario(value: Mapping[str, Any], pages: Mapping[Any, Mapping[str, Any]]) -> dict[str, Any]:
    """A comment of Commento's successor by the names that Commento has for the same.

    Its ``url`` is the comment's own address; without the place in the page it is the page's.
    """
    page = pages.get(value.get("pageId"), _NO_PAGE)
    address = str(value.get("url") or "").partition("#")[0]
    moderated = "approved" if value.get("isApproved") else "rejected"
    return {
        "commentHex": value.get("id"),
        "parentHex": value.get("parentId"),
        "creationDate": value.get("createdTime"),
        "state": "pending" if value.get("isPending") else moderated,
        "url": address or page.get("path") or value.get("pageId"),
        "page_title": page.get("title"),
    }


COMMENTO = Format(
    name="commento",
    title="Commento and Comentario export (JSON)",
    records="comment",
    keeps="markdown (or html), ids, parent, author's name, time, page and its title, score, state",
    drops="e-mail addresses (private), the second copy of the text",
    read=reader_of(_commento_records, _COMMENTO_COLUMNS, markup="markdown"),
    recognises=lambda b: b.document_has("comments", "commenters"),
)

_REMARK_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "pid", "author": "user.name", "created_at": "time",
    "thread_id": "locator.url", "url": "locator.url", "title": "title", "score": "score",
    "status": "status",
}  # fmt: skip


def _remark_objects(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    """The comments of a backup, or of the answer that a page gets (``comments`` with ``info``)."""
    document = document_of(source, log.encoding)
    listed = document.get("comments") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        yield from json_objects(source, log)
        return
    waiting = [(f"comment {n}", entry) for n, entry in enumerate(listed, start=1)]
    waiting.reverse()
    while waiting:
        place, entry = waiting.pop()
        if not isinstance(entry, dict):
            log.quarantine(place, "is no object")
            continue
        replies = entry.get("replies")
        inner = replies if isinstance(replies, list) else []
        waiting += reversed([(f"{place}.{n}", reply) for n, reply in enumerate(inner, start=1)])
        comment = entry.get("comment")
        yield place, comment if isinstance(comment, dict) else entry


def _remark_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in _remark_objects(source, log):
        if "locator" not in value and "version" in value:
            log.skip("the head of the backup (users, posts)")
            continue
        values = {k: v for k, v in flat(value) if k not in ("orig", "votes", "voted_ips")}
        values["text"] = value.get("text") or value.get("orig")
        values["status"] = "deleted" if value.get("delete") else None
        yield Record(position, values)


def _is_remark(b: Beginning) -> bool:
    listed = b.document.get("comments") if isinstance(b.document, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else {}
    comment = first.get("comment") if isinstance(first, dict) else None
    entries = [*b.objects, *(c for c in (first, comment) if isinstance(c, dict))]
    return any("locator" in entry and ("pid" in entry or "text" in entry) for entry in entries)


REMARK42 = Format(
    name="remark42",
    title="remark42 backup (JSON Lines), or the comments of a page (JSON)",
    records="comment",
    keeps="text (HTML), id, parent, user's name, time, page, score",
    drops="who voted, IP hashes (private), the second copy of the text",
    read=reader_of(_remark_records, _REMARK_COLUMNS, markup="html"),
    recognises=_is_remark,
)
