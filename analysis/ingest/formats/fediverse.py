"""Mastodon's statuses and contexts, and outboxes of ActivityPub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.formats.chains import Chains
from analysis.ingest.json_source import document_of, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "content", "id": "id", "parent_id": "in_reply_to_id", "author": "author",
    "created_at": "created_at", "thread_id": "thread", "up": "favourites_count",
}  # fmt: skip
_NOTE_COLUMNS = {
    "text": "content", "id": "id", "parent_id": "inReplyTo", "author": "attributedTo",
    "created_at": "published", "thread_id": "thread", "url": "thread_url",
}  # fmt: skip


def _statuses(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    document = document_of(source, log.encoding)
    if isinstance(document, dict) and "descendants" in document:
        listed = [*(document.get("ancestors") or []), *(document.get("descendants") or [])]
        for number, status in enumerate(listed, start=1):
            if isinstance(status, dict):
                yield f"status {number}", status
            else:
                log.quarantine(f"status {number}", "is no object")
    elif isinstance(document, dict):
        yield "status 1", document
    else:
        yield from json_objects(source, log)


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    quiet = ReadLog(log.file, log.format, log.encoding)
    parent_of = {str(s.get("id")): _word(s.get("in_reply_to_id")) for _, s in
                 _statuses(source, quiet)}  # fmt: skip
    parent_of |= _asked_for(document_of(source, log.encoding), parent_of)
    chains = Chains(parent_of)
    for position, status in _statuses(source, log):
        if status.get("reblog"):
            log.skip("a boost of somebody else's status")
            continue
        account_of = status.get("account")
        person = account_of if isinstance(account_of, dict) else {}
        yield Record(
            position,
            {
                **{k: v for k, v in status.items() if k not in ("account", "reblog", "mentions")},
                "author": person.get("acct") or person.get("username"),
                "thread": f"status-{chains.top(str(status.get('id')))}",
            },
        )


def _asked_for(document: Any, parent_of: Mapping[str, str | None]) -> dict[str, str | None]:
    """The status whose context the file is, which it leaves out: what is above it."""
    if not isinstance(document, dict) or not isinstance(document.get("descendants"), list):
        return {}
    above = [s.get("id") for s in document.get("ancestors") or [] if isinstance(s, dict)]
    first = next((s for s in document["descendants"] if isinstance(s, dict)), {})
    missing = _word(first.get("in_reply_to_id"))
    if missing is None or missing in parent_of:
        return {}
    return {missing: _word(above[-1]) if above else None}


def _word(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


FORMAT = Format(
    name="mastodon",
    title="Mastodon statuses or a status' context (JSON, JSON Lines)",
    records="status",
    keeps="content (HTML), id, parent, account, time, favourites, content warning as it is",
    drops="boosts (another's words), account details",
    ids_everywhere=True,
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=lambda b: (
        b.any_object("content", "account", "created_at")
        or b.document_has("ancestors", "descendants")
        or b.document_has("content", "account", "created_at")
    ),
)


def _activities(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    document = document_of(source, log.encoding)
    if isinstance(document, dict):
        items = document.get("orderedItems") or document.get("items") or []
        for number, item in enumerate(items, start=1):
            if isinstance(item, dict):
                yield f"item {number}", item
            else:
                log.skip("a reference to something that is not in the file")
    else:
        yield from json_objects(source, log)


def _notes(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    for position, activity in _activities(source, log):
        note = activity.get("object") if "object" in activity else activity
        if activity.get("type") in ("Announce", "Like", "Delete", "Undo", "Follow"):
            log.skip("a boost or another act without words of one's own")
        elif not isinstance(note, dict):
            log.skip("a reference to something that is not in the file")
        else:
            yield position, note


def _note_records(source: Source, log: ReadLog) -> Iterator[Record]:
    quiet = ReadLog(log.file, log.format, log.encoding)
    parent_of = {str(n.get("id")): _word(n.get("inReplyTo")) for _, n in _notes(source, quiet)}
    chains = Chains(parent_of)
    for position, note in _notes(source, log):
        if not str(note.get("content") or "").strip() and note.get("attachment"):
            log.skip("a picture or film without words")
            continue
        top = chains.top(str(note.get("id")))
        yield Record(
            position,
            {
                **{k: v for k, v in note.items() if k not in ("contentMap", "tag", "replies")},
                "attributedTo": note.get("attributedTo") or note.get("actor"),
                "thread": f"note-{top}",
                "thread_url": top if top.startswith("http") else None,
            },
        )


def _is_outbox(b: Beginning) -> bool:
    return b.document_has("orderedItems") or b.any_object("actor", "object", "type") or (
        b.any_object("attributedTo", "content", "type")
    )  # fmt: skip


OUTBOX = Format(
    name="activitypub",
    title="ActivityPub outbox (JSON)",
    records="note",
    keeps="content (HTML), id, inReplyTo, author, time, content warning as it is",
    drops="boosts, likes and other acts without own words, pictures without words",
    ids_everywhere=True,
    read=reader_of(_note_records, _NOTE_COLUMNS, markup="html"),
    recognises=_is_outbox,
)
