"""Coral: its comments as MongoDB exports them, one a line with all revisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.ingest.formats.base import Format, reader_of
from analysis.ingest.json_source import json_objects, unwrapped_all
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "body", "id": "id", "parent_id": "parentID", "author": "author",
    "created_at": "createdAt", "thread_id": "storyID", "section": "section", "status": "status",
    "title": "story.title", "url": "story.url",
}  # fmt: skip


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in json_objects(source, log):
        yield Record(position, _values(value, log))


def _values(value: dict[str, Any], log: ReadLog) -> dict[str, Any]:
    revisions = [r for r in value.get("revisions") or [] if isinstance(r, dict)]
    values = {k: v for k, v in value.items() if k not in ("revisions", "_id", "body")}
    last = unwrapped_all(revisions[-1]) if revisions else {}
    values["body"] = last.get("body", value.get("body"))
    values["author"] = _author(value)
    if len(revisions) > 1:
        log.tally("edited on the platform; its last version was read")
    # What the platform measured, without the words of earlier versions.
    values["revision"] = {k: v for k, v in last.items() if k in ("id", "createdAt", "metadata")}
    if value.get("deletedAt"):
        values["status"] = "DELETED"
    story = value.get("story")
    if isinstance(story, dict):
        values["story.url"] = story.get("url")
        values["story.title"] = (story.get("metadata") or {}).get("title")
    return values


def _author(value: dict[str, Any]) -> Any:
    author = value.get("author")
    if isinstance(author, dict):
        return author.get("username") or author.get("id")
    return author or value.get("authorID")


FORMAT = Format(
    name="coral",
    title="Coral comments (mongoexport, JSON Lines)",
    records="comment",
    keeps="last revision's body, ids, parent, author's id, time, story, status, flags by reason, "
    "Perspective's recorded score",
    drops="words of earlier revisions (the last one counts)",
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=lambda b: b.any_object("revisions", "storyID") or b.any_object("body", "storyID"),
)
