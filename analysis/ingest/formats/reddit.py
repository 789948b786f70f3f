"""Reddit comments: dumps by Pushshift and Arctic Shift, tables by PRAW, one's own data."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.json_source import json_objects
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
            yield Record(position, values)


def _recognises(b: Beginning) -> bool:
    return b.any_object("body", "link_id") or b.any_object("body", "subreddit", "created_utc")


FORMAT = Format(
    name="reddit",
    title="Reddit comments, JSON Lines (Pushshift, Arctic Shift; .zst)",
    records="comment",
    keeps="body, ids without t1_, parent, author, time, submission, score, subreddit, reports",
    drops="submissions (no comments)",
    read=reader_of(_records, _COLUMNS, markup="markdown"),
    recognises=_recognises,
)

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
    read=reader_of(_own_records, _OWN_COLUMNS, markup="markdown"),
    recognises=lambda b: b.table_has("body", "permalink", "subreddit", "link", "gildings"),
)
