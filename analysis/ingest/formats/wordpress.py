"""WordPress' WXR, of any version, and the WXR that Disqus and others take for imports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.ingest.column_names import plain_name
from analysis.ingest.formats.base import Format, reader_of
from analysis.ingest.pings import PING_RULE
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records
from analysis.ingest.xml_stream import elements, local, text_at, values_of

_COLUMNS = {
    "text": "comment_content", "id": "comment_id", "parent_id": "comment_parent",
    "author": "comment_author", "created_at": "time", "thread_id": "post_id", "title": "title",
    "url": "link", "status": "status",
}  # fmt: skip
_ITEM, _COMMENT = 3, 4
"""Depths: rss, channel, item, comment."""
_APPROVED = {"1": "approved", "0": "pending"}


_NO_COMMENTS = {
    "pingback": PING_RULE,
    "trackback": PING_RULE,
    "order_note": "a shop's or plugin's note, no comment",
    "action_log": "a shop's or plugin's note, no comment",
    "webhook_delivery": "a shop's or plugin's note, no comment",
}
"""What WordPress and its shop keep among the comments, by its type."""


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    if source.is_table:
        yield from _rows(source, log)
        return
    item: dict[str, str | None] = {}
    parents: list[Any] = []
    number = 0
    for event, depth, element in elements(source, log):
        name = local(element.tag)
        if event == "start":
            parents[depth - 1 :] = [element]
            if name == "item":
                item = {}
            continue
        if name == "comment" and depth == _COMMENT:
            number += 1
            values = _comment(element, item)
            if rule := _NO_COMMENTS.get(values.get("comment_type") or ""):
                log.skip(rule)
            else:
                yield Record(f"comment {number}", values)
            parents[depth - 2].remove(element)
        elif depth == _COMMENT and name in ("title", "link", "post_id", "thread_identifier"):
            item[name] = (element.text or "").strip() or None
        elif depth == _ITEM:
            parents[depth - 2].remove(element)


def _rows(source: Source, log: ReadLog) -> Iterator[Record]:
    """The table wp_comments, as database tools write it."""
    for record in table_records(source, log)[1]:
        values = {plain_name(name): value for name, value in record.values.items()}
        if rule := _NO_COMMENTS.get(str(values.get("comment_type"))):
            log.skip(rule)
            continue
        gmt, approved = str(values.get("comment_date_gmt") or ""), values.get("comment_approved")
        known = gmt if gmt and not gmt.startswith("0000") else None
        values["time"] = known or values.get("comment_date")
        values["status"] = _APPROVED.get(str(approved), approved)
        values["post_id"] = values.get("comment_post_id")
        yield Record(record.position, values)


def _comment(element: Any, item: dict[str, str | None]) -> dict[str, Any]:
    def get(name: str) -> str | None:
        return text_at(element, f"comment_{name}")

    approved = get("approved")
    gmt = get("date_gmt")
    known = gmt if gmt and not gmt.startswith("0000") else None
    return values_of(
        {
            "comment_id": get("id"),
            "comment_content": get("content"),
            "comment_parent": get("parent"),
            "comment_author": get("author"),
            "comment_author_url": get("author_url") or None,
            "time": known or get("date"),
            "comment_type": get("type") or None,
            "status": _APPROVED.get(approved or "", approved),
            "comment_user_id": get("user_id"),
            "post_id": item.get("post_id") or item.get("thread_identifier") or item.get("link"),
            "title": item.get("title"),
            "link": item.get("link"),
        }
    )


FORMAT = Format(
    name="wordpress",
    title="WordPress export (WXR 1.0 to 1.2; the table wp_comments), Disqus' custom import",
    records="comment",
    keeps="content, ids, author's name and site, time (GMT), post's title and link, approval",
    drops="pingbacks, trackbacks, a shop's notes (no comments), e-mail and IP addresses (private); "
    "WordPress leaves spam out by itself",
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=lambda b: (
        (b.kind == "xml" and b.root == "rss" and "wp:" in b.text)
        or b.table_has("comment_content", "comment_approved", "comment_parent")
    ),
)
