"""Which format a file has: by its beginning, by its name only where the beginning says nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from analysis.domain.errors import BadInput
from analysis.ingest.column_names import plain_name, rank
from analysis.ingest.delimiters import guess_delimiter
from analysis.ingest.encoding import SAMPLE, errors_for
from analysis.ingest.formats import KNOWN, Beginning, Format
from analysis.ingest.formats.base import MISLAID
from analysis.ingest.json_shapes import comments_in, is_comment
from analysis.ingest.json_source import begins_as_json, document_of
from analysis.ingest.other_kinds import text_of_another_kind
from analysis.ingest.reading import ReadLog
from analysis.ingest.source import Source
from analysis.ingest.tables import header_of
from analysis.ingest.xml_stream import root_of

_NAMED = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_LOOKED_AT = 50
"""Objects of JSON Lines that are looked at."""
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|div|article|section|ol|ul|p)[\s>]", re.I)
_GENERIC = {"json": "json", "jsonl": "jsonl", "html": "html"}


def format_of(
    source: Source,
    encoding: str,
    *,
    header: bool = True,
    among: Collection[str] | None = None,
    lone_line: bool = False,
) -> tuple[str, tuple[str, ...]]:
    """The name of the format and what was assumed; ``BadInput`` where two formats fit.

    With ``among`` only the general formats named there are told apart; with ``lone_line`` a
    single line that none of them recognises is a comment, and no table's header.
    """
    beginning, table = beginning_of(source, encoding, header=header)
    fitting = [] if among else [f.name for f in KNOWN.values() if _recognises(f, beginning)]
    if len(fitting) > 1:
        raise BadInput(f"{source.name} may be {' or '.join(fitting)}; say which with --format.")
    if fitting:
        return fitting[0], ()
    if lone_line and source.suffix not in _NAMED and _is_lone_line(beginning):
        return "text", ("The only line was read as one comment.",)
    if beginning.kind == "table":
        return table, ()
    if beginning.kind == "xml":
        raise BadInput(
            f"{source.name} is XML of an unknown kind (its root is {_root(beginning)}); read are "
            "the exports of Disqus, WordPress and Stack Exchange."
        )
    if beginning.kind in _GENERIC:
        return _GENERIC[beginning.kind], ()
    from analysis.ingest.page_blocks import has_blocks
    from analysis.ingest.page_text import has_vote_line

    voted = has_vote_line(beginning.text)
    if not voted and (what := text_of_another_kind(beginning.text)):
        raise BadInput(f"{source.name} is {what}.")
    if not voted and has_blocks(beginning.text):
        return "page-blocks", ("The text was read as a page of repeated blocks.",)
    return "page-text", ()


def _recognises(format_: Format, beginning: Beginning) -> bool:
    try:
        return format_.recognises(beginning)
    except MISLAID:  # looked for an object where something else stands
        return False


def beginning_of(source: Source, encoding: str, *, header: bool) -> tuple[Beginning, str]:
    """What the file begins with, and which kind of table it would be."""
    text = _head(source, encoding)
    start = text.lstrip("\ufeff \t\r\n\0")
    named = _NAMED.get(source.suffix)
    if begins_as_json(start) and named in (None, "jsonl"):
        return _json(source, encoding, text, named), ""
    if start.startswith("<") and named is None:
        if source.suffix in (".html", ".htm", ".xhtml") or _HTML.match(start):
            return Beginning("html", source.name, text), ""
        if start.startswith("<?xml") or source.suffix in (".xml", ".wxr"):
            root = root_of(start)
            kind = "html" if (root or "").casefold() == "html" else "xml"
            return Beginning(kind, source.name, text, root=root), ""
        if _HTML.search(start):
            return Beginning("html", source.name, text), ""
    if source.suffix in (".html", ".htm"):
        return Beginning("html", source.name, text), ""
    if named == "jsonl":
        return _json(source, encoding, text, named), ""
    table = named or _table_by_content(start)
    if not table and not header:  # whoever says that there is no header says that it is a table
        table = "tsv" if guess_delimiter(start.split("\n", 1)[0]) == "\t" else "csv"
    if table:
        log = ReadLog(source.name, table, encoding)
        columns = header_of(source, log) if header else []
        plain = frozenset(plain_name(name) for name in columns)
        return Beginning("table", source.name, text, columns=plain), table
    return Beginning("text", source.name, text), ""


def _head(source: Source, encoding: str) -> str:
    with source.open_text(encoding, errors=errors_for(encoding), newline=None) as stream:
        try:
            return stream.read(SAMPLE)
        except UnicodeError:
            return source.head(SAMPLE).decode(encoding, "replace")


def _json(source: Source, encoding: str, text: str, named: str | None) -> Beginning:
    document = document_of(source, encoding)
    if isinstance(document, list):
        objects = [entry for entry in document[:_LOOKED_AT] if isinstance(entry, dict)]
        return Beginning("json", source.name, text, document=document, objects=objects)
    if isinstance(document, dict):
        first: list[Mapping[str, Any]] = [document]
        beginning = Beginning("json", source.name, text, document=document, objects=first)
        lists = comments_in(document)
        whole = any(isinstance(v, list) for v in document.values()) and not is_comment(document)
        # One object on one line is JSON Lines with one comment, unless it holds the comments.
        if named == "jsonl" or not (whole or lists):
            return Beginning("jsonl", source.name, text, document=document, objects=first)
        return beginning
    objects = []
    for line in text.split("\n")[:_LOOKED_AT]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            objects.append(value)
    return Beginning("jsonl", source.name, text, objects=objects)


def _is_lone_line(beginning: Beginning) -> bool:
    from analysis.ingest.page_text import has_vote_line

    text = beginning.text
    plain = beginning.kind in ("text", "table") and len(text) < SAMPLE
    return plain and "\n" not in text.strip() and not has_vote_line(text)


def _table_by_content(start: str) -> str | None:
    header = start.split("\n", 1)[0]
    delimiter = guess_delimiter(header)
    names = {name.strip(' "\r') for name in header.split(delimiter)}
    if len(names) > 1 and any(rank("text", name) is not None for name in names):
        return "tsv" if delimiter == "\t" else "csv"
    return None


def _root(beginning: Beginning) -> str:
    root = beginning.root
    return f"<{root}>" if root and len(root) <= 40 else "no element"
