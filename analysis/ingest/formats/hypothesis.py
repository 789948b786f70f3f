"""Hypothesis: notes that readers put to passages of a page, and what others answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.json_source import document_of, flat, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author", "created_at": "created",
    "thread_id": "uri", "url": "uri", "title": "title", "status": "status",
}  # fmt: skip
_LEFT_OUT = ("user", "permissions", "user_info", "document", "links", "references")


def _annotations(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    document = document_of(source, log.encoding)
    rows = document.get("rows") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        yield from json_objects(source, log)
        return
    for number, row in enumerate(rows, start=1):
        if isinstance(row, dict):
            yield f"annotation {number}", row
        else:
            log.quarantine(f"annotation {number}", "is no object")


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, row in _annotations(source, log):
        if not str(row.get("text") or "").strip():
            log.skip("a highlight without words")
            continue
        above = row.get("references")
        titles = row["document"].get("title") if isinstance(row.get("document"), dict) else None
        yield Record(
            position,
            {
                **dict(flat({k: v for k, v in row.items() if k not in _LEFT_OUT})),
                "parent": above[-1] if isinstance(above, list) and above else None,
                "author": _author(row),
                "title": titles[0] if isinstance(titles, list) and titles else titles,
                "status": "hidden" if row.get("hidden") else None,
            },
        )


def _author(row: Mapping[str, Any]) -> str | None:
    """The name that is shown, else the account's without its kind and its server."""
    shown = row.get("user_info")
    name = shown.get("display_name") if isinstance(shown, dict) else None
    account = str(row.get("user") or "").removeprefix("acct:").partition("@")[0]
    return str(name) if name else account or None


def _is_hypothesis(b: Beginning) -> bool:
    rows = b.document.get("rows") if isinstance(b.document, dict) else b.objects
    return isinstance(rows, list | tuple) and any(
        isinstance(row, dict) and {"uri", "target", "text", "permissions"} <= row.keys()
        for row in rows[:50]
    )


FORMAT = Format(
    name="hypothesis",
    title="Hypothesis annotations (the interface's answer, JSON Lines)",
    records="annotation",
    keeps="text (Markdown), id, parent by references, shown name, time, page and its title",
    drops="highlights without words (no comments), accounts and permissions",
    ids_everywhere=True,
    read=reader_of(_records, _COLUMNS, markup="markdown"),
    recognises=_is_hypothesis,
)
