"""Messages of channels: Slack's export, a file a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.ingest.formats.base import Format, reader_of
from analysis.ingest.json_source import json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "text", "id": "ts", "parent_id": "parent", "author": "author", "created_at": "ts",
    "status": "subtype",
}  # fmt: skip
_OWN = frozenset(
    ("channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name",
     "channel_archive", "channel_unarchive", "channel_convert_to_private", "group_join",
     "group_leave", "pinned_item", "unpinned_item", "reminder_add", "tombstone")
)  # fmt: skip
"""Kinds of messages that nobody wrote; a tombstone is what is left of a deleted one."""
_LEFT_OUT = ("replies", "reply_users", "blocks", "user_profile", "files", "icons")


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, message in json_objects(source, log):
        if message.get("subtype") in _OWN:
            log.skip("a message of Slack's own (somebody joined, a topic was set)")
            continue
        above = message.get("thread_ts")
        yield Record(
            position,
            {
                **{k: v for k, v in message.items() if k not in _LEFT_OUT},
                "parent": above if above != message.get("ts") else None,
                "author": _author(message),
            },
        )


def _author(message: Mapping[str, Any]) -> Any | None:
    """The name that Slack shows, else the account's number."""
    shown = message.get("user_profile") or message.get("bot_profile")
    person = shown if isinstance(shown, dict) else {}
    names = (person.get(key) for key in ("display_name", "real_name", "name"))
    return next(filter(None, (*names, message.get("username"), message.get("user"))), None)


SLACK = Format(
    name="slack",
    title="Slack's export of a channel (JSON, a file a day)",
    records="message",
    keeps="text, time as id, parent by thread, shown name, time, kind of message",
    drops="messages of Slack's own (no comments), files, the second copy of the text",
    read=reader_of(_records, _COLUMNS),
    recognises=lambda b: (
        b.kind in ("json", "jsonl")
        and any(o.get("type") == "message" and "ts" in o and "text" in o for o in b.objects)
    ),
)
