"""Reddit comments: dumps by Pushshift and Arctic Shift, tables by PRAW, one's own data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.json_source import document_of, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records

_COLUMNS = {
    "text": "body", "id": "id", "parent_id": "parent_id", "author": "author",
    "created_at": "created_utc", "thread_id": "link_id", "score": "score", "section": "subreddit",
    "title": "link_title", "url": "link_permalink", "status": "removal_reason",
}  # fmt: skip


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in json_objects(source, log):
        inner = value.get("data") if value.get("kind") == "t1" else value
        if not isinstance(inner, dict):
            log.quarantine(position, "is no comment of Reddit's")
        elif "body" not in inner and ("selftext" in inner or "title" in inner):
            log.skip("a submission, not a comment")
        else:
            values = dict(inner)
            if "id" not in values and isinstance(values.get("name"), str):
                values["id"] = values["name"]
            if isinstance(values.get("edited"), bool):
                values.pop("edited")
            if isinstance(number := values.get("parent_id"), int):
                values["parent_id"] = _named(number, str(values.get("link_id") or ""))
            yield Record(position, values)


def _named(number: int, submission: str) -> str:
    """The name of a parent that a dump of Pushshift's gives as a number instead of base 36."""
    digits = ""
    while number > 0:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return f"t3_{digits}" if submission == f"t3_{digits}" else f"t1_{digits}"


def _recognises(b: Beginning) -> bool:
    return b.any_object("body", "link_id") or b.any_object("body", "subreddit", "created_utc")


FORMAT = Format(
    name="reddit",
    title="Reddit comments, JSON Lines (Pushshift, Arctic Shift; .zst)",
    records="comment",
    keeps="body, ids without t1_, parent, author, time, submission, score, subreddit, reports",
    drops="submissions (no comments)",
    ids_everywhere=True,
    read=reader_of(_records, _COLUMNS, markup="markdown"),
    recognises=_recognises,
)


def _listing(source: Source, log: ReadLog) -> Iterator[Record]:
    """The comments of a page's ``.json``: a listing of the submission, a listing of the tree."""
    document = document_of(source, log.encoding)
    listings = document if isinstance(document, list) else [document]
    submission: dict[str, Any] = {}
    waiting = [things for listing in reversed(listings) for things in reversed(_things(listing))]
    number = 0
    while waiting:
        thing = waiting.pop()
        kind, data = thing.get("kind"), thing.get("data")
        if kind == "t3" and isinstance(data, dict):
            submission = {"link_title": data.get("title"), "link_permalink": data.get("url")}
            log.skip("a submission, not a comment")
        elif kind == "more" and isinstance(data, dict):
            log.skip("a pointer to comments that the page did not load")
            log.note(f"Reddit did not load {data.get('count', 'some')} of the comments.")
        elif kind == "t1" and isinstance(data, dict):
            number += 1
            fields = {k: v for k, v in data.items() if k not in ("replies", "body_html", "edited")}
            yield Record(f"comment {number}", {**submission, **fields})
            waiting += reversed(_things(data.get("replies")))
        else:
            log.quarantine(f"behind comment {number}", "is no comment of Reddit's")


def _things(listing: Any) -> list[dict[str, Any]]:
    data = listing.get("data") if isinstance(listing, dict) else None
    children = data.get("children") if isinstance(data, dict) else None
    listed = children if isinstance(children, list) else []
    return [thing if isinstance(thing, dict) else {} for thing in listed]


LISTING = Format(
    name="reddit-page",
    title="a Reddit discussion as its address with .json gives it",
    records="comment",
    keeps="body, ids without t1_, parent by nesting, author, time, submission's title and link",
    drops="the submission (it is the article); says how many comments the page did not load",
    ids_everywhere=True,
    read=reader_of(_listing, _COLUMNS, markup="markdown"),
    recognises=lambda b: (
        b.document_has("kind", "data") and b.document["kind"] == "Listing"
    ) or (isinstance(b.document, list) and b.any_object("kind", "data")
          and b.document[0].get("kind") == "Listing"),
)  # fmt: skip

_OWN_COLUMNS = {
    "text": "body", "id": "id", "parent_id": "parent", "created_at": "date", "thread_id": "link",
    "section": "subreddit",
}  # fmt: skip


def _own_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for record in table_records(source, log)[1]:
        values = {str(name).casefold(): value for name, value in record.values.items()}
        yield Record(record.position, values)


OWN_DATA = Format(
    name="reddit-own-data",
    title="Reddit's answer to a request for one's own data (comments.csv)",
    records="comment",
    keeps="body, id, parent, date, link of the submission, subreddit",
    drops="IP address (private)",
    ids_everywhere=True,
    read=reader_of(_own_records, _OWN_COLUMNS, markup="markdown"),
    recognises=lambda b: b.table_has("body", "permalink", "subreddit", "link", "gildings"),
)
