"""Files of kinds that are not read and could be taken for a page: named, with the way out."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

_LOOKED_AT = 20_000
_MAILBOX = re.compile(r"From \S{1,200} [^\n]{6,60}\d{4}\s*\n[A-Z][\w-]{1,40}: ")
_MAIL = re.compile(r"(?:From|Return-Path|Received|Delivered-To|Message-ID|MIME-Version|Date|To): ")
_MAIL_HEADER = re.compile(r"^(?:Message-ID|Received|MIME-Version): ", re.IGNORECASE | re.MULTILINE)
_SQL = re.compile(r"INSERT INTO [^(]{1,200}\(|COPY [\w.\"]{1,200} \(|CREATE TABLE [\w.\"`]")
_BEFORE_SQL = (
    "--",
    "/*",
    "*/",
    "SET ",
    "USE ",
    "DROP ",
    "LOCK ",
    "BEGIN",
    "START ",
    "SELECT ",
    ")",
)
_AS_TABLE = (
    "write what is meant as a table (CSV) with columns for id, parent, author, time and text"
)

_DOCUMENTS = {
    "content.xml": "an OpenDocument file; save it as .xlsx or CSV",
    "word/document.xml": "a Word file; save its text as .txt, or its table as CSV",
    "xl/workbook.bin": "a binary Excel workbook (.xlsb); save it as .xlsx or CSV",
    "Index/Document.iwa": "a file of Apple's Numbers or Pages; export it as .xlsx or CSV",
    "ppt/presentation.xml": "a presentation; save its text as .txt",
}
"""Archives that are a document, by a member that no other archive has."""


def text_of_another_kind(text: str) -> str | None:
    """What a text is that is no page and no table, and the way out; ``None`` for any other."""
    start = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n")
    head = start.partition("\n\n")[0]
    if _MAILBOX.match(start) or (_MAIL.match(start) and _MAIL_HEADER.search(head)):
        return f"a mailbox or an e-mail, which is not read: {_AS_TABLE}"
    lines = (line for line in start.splitlines() if line.strip())
    if _SQL.match(next((line for line in lines if not line.startswith(_BEFORE_SQL)), "")):
        return f"a dump of a database (SQL), which is not read: {_AS_TABLE}"
    return None


def archive_of_another_kind(members: Collection[str]) -> str | None:
    """What a ZIP archive is that is a document, and the way out; ``None`` for any other."""
    return next((what for member, what in _DOCUMENTS.items() if member in members), None)


def packed_members(members: Collection[str]) -> list[str]:
    """The members of an archive that are compressed themselves."""
    packed = {".gz", ".zip", ".zst", ".bz2", ".xlsx"}
    return [name for name in members if PurePosixPath(name).suffix.lower() in packed]
