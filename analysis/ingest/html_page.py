"""A saved page: its comments by the surest of several ways, and the article they stand under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.html_blocks import by_blocks, texts_only
from analysis.ingest.html_elements import IS_PING, by_microdata, by_usual_markup
from analysis.ingest.html_json_ld import by_json_ld
from analysis.ingest.html_names import shown_words
from analysis.ingest.html_tree import Node, Piece, page_of
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_text import whole_page
from analysis.ingest.pings import PING_RULE
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author", "created_at": "time",
    "title": "title", "url": "url", "up": "upvotes",
}  # fmt: skip


def read_html(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read the comments of a saved page; ``BadInput`` where its markup shows none."""
    if options.mapping:
        raise BadInput("A page has no columns; leave the column mapping out.")
    text = whole_page(source, log, options)
    root, pieces = page_of(text)
    page = {"title": _title(root, text), "url": _address(root)}
    comments = _marked(root, pieces, text, log)
    if not comments:
        raise BadInput(
            f"No comments were found in the markup of {source.name} (schema.org, usual comment "
            "classes, repeated blocks of name, time and text); copy the page's text into a .txt "
            "file, or export the comments."
        )

    def records(_: ReadLog) -> Iterator[Record]:
        for number, values in enumerate(comments, start=1):
            yield Record(f"comment {number}", {**page, **values})

    yield from discussions(records, source.stem, log, options, fixed=_COLUMNS, markup="html")


def _marked(root: Node, pieces: Sequence[Piece], text: str, log: ReadLog) -> list[dict[str, Any]]:
    """The comments by the surest way that finds any; how, goes to ``log``."""
    for way, everything in (
        ("JSON-LD of schema.org", by_json_ld(root, text)),
        ("microdata of schema.org", by_microdata(root, text)),
        ("usual comment markup", by_usual_markup(root, text)),
    ):
        comments = [values for values in everything if not values.pop(IS_PING, False)]
        pings = len(everything) - len(comments)
        if comments and not texts_only(comments):
            return _reported(way, comments, pings, log)
        if comments:
            break
    blocks = by_blocks(pieces, text)
    if len(blocks) >= len(comments):
        if blocks:
            log.assume("Comments were found as repeated blocks of a name, a time and a text.")
        return blocks
    return _reported(way, comments, pings, log)


def _reported(
    way: str, comments: list[dict[str, Any]], pings: int, log: ReadLog
) -> list[dict[str, Any]]:
    log.note(f"Comments were found by {way}.")
    for _ in range(pings):
        log.skip(PING_RULE)
    return comments


def _title(root: Node, text: str) -> str | None:
    for tag in ("h1", "title"):
        node = next((n for n in root.walk() if n.tag == tag), None)
        if node is not None and (words := shown_words(node, text)):
            return words
    return None


def _address(root: Node) -> str | None:
    for node in root.walk():
        if node.tag == "link" and "canonical" in node.words("rel"):
            return node.attributes.get("href") or None
    return None
