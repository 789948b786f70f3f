"""Comment widgets that people host themselves: isso, Commento, remark42."""

from __future__ import annotations

from collections.abc import Iterator
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
    "created_at": "creationDate", "thread_id": "url", "url": "url", "score": "score",
    "status": "state",
}  # fmt: skip


def _commento_records(source: Source, log: ReadLog) -> Iterator[Record]:
    document = document_of(source, log.encoding)
    export = document if isinstance(document, dict) else {}
    names = {
        commenter.get("commenterHex"): commenter.get("name")
        for commenter in export.get("commenters") or []
        if isinstance(commenter, dict)
    }
    for number, value in enumerate(export.get("comments") or [], start=1):
        if not isinstance(value, dict):
            log.quarantine(f"comment {number}", "is no object")
            continue
        values = {k: v for k, v in value.items() if k != "html"}
        values["markdown"] = value.get("markdown") or value.get("html")
        values["url"] = value.get("url") or value.get("path")
        values["author"] = names.get(value.get("commenterHex"))
        if value.get("deleted"):
            values["state"] = "deleted"
        yield Record(f"comment {number}", values)


COMMENTO = Format(
    name="commento",
    title="Commento export (JSON)",
    records="comment",
    keeps="markdown (or html), ids, parent, author's name, time, page, score, state",
    drops="e-mail addresses (private), the second copy of the text",
    read=reader_of(_commento_records, _COMMENTO_COLUMNS, markup="markdown"),
    recognises=lambda b: b.document_has("comments", "commenters"),
)

_REMARK_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "pid", "author": "user.name", "created_at": "time",
    "thread_id": "locator.url", "url": "locator.url", "title": "title", "score": "score",
    "status": "status",
}  # fmt: skip


def _remark_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in json_objects(source, log):
        if "locator" not in value and "version" in value:
            log.skip("the head of the backup (users, posts)")
            continue
        values = {k: v for k, v in flat(value) if k not in ("orig", "votes", "voted_ips")}
        values["text"] = value.get("text") or value.get("orig")
        values["status"] = "deleted" if value.get("delete") else None
        yield Record(position, values)


REMARK42 = Format(
    name="remark42",
    title="remark42 backup (JSON Lines)",
    records="comment",
    keeps="text (HTML), id, parent, user's name, time, page, score",
    drops="who voted, IP hashes (private), the second copy of the text",
    read=reader_of(_remark_records, _REMARK_COLUMNS, markup="html"),
    recognises=lambda b: b.any_object("locator", "pid") or b.any_object("locator", "text"),
)
