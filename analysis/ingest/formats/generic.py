"""Formats that fit files of any making: tables, JSON, workbooks, pages, plain text."""

from __future__ import annotations

from analysis.ingest.excel_file import read_excel
from analysis.ingest.formats.base import Format
from analysis.ingest.html_page import read_html
from analysis.ingest.json_lines import read_json, read_jsonl
from analysis.ingest.page_blocks import read_blocks
from analysis.ingest.page_text import read_page
from analysis.ingest.parquet_file import read_parquet
from analysis.ingest.plain_text import read_lines, read_one, read_paragraphs
from analysis.ingest.tables import read_csv, read_tsv

_COLUMNS_KEPT = "every column in the record; those of known fields as such"
_PRIVATE = "e-mail and IP addresses (private)"

FORMATS = (
    Format(
        "page-text",
        "a discussion page copied as plain text: article, \"29 Comments\", comments that each end "
        "in a vote line such as `5 ( +5 / -0 )`",
        "comment", "text, votes, article", "the page's own lines, which are told", read_page,
        generic=True,
    ),
    Format(
        "page-blocks",
        "a copied page of another site: blocks of a name, a time or date, a text and furniture "
        "such as Reply or Share, found by their repetition",
        "block", "text, name, time where it is a date, replies by indentation",
        "the page's own lines, which are told", read_blocks, generic=True,
    ),
    Format(
        "csv", "a table with a header; commas, semicolons, tabs or bars; CSV quoting",
        "row", _COLUMNS_KEPT, _PRIVATE, read_csv, generic=True,
    ),
    Format(
        "tsv", "a table with a header, separated by tabs; quotation marks may be plain text",
        "row", _COLUMNS_KEPT, _PRIVATE, read_tsv, generic=True,
    ),
    Format(
        "jsonl",
        "one JSON object per line; nested values have dotted names (`data.body`), nested replies "
        "are comments; also our own `moderato.analysis/1`",
        "object", _COLUMNS_KEPT, _PRIVATE, read_jsonl, generic=True,
    ),
    Format(
        "json", "one JSON document with one list of objects",
        "object", _COLUMNS_KEPT, _PRIVATE, read_json, generic=True,
    ),
    Format("parquet", "a Parquet file", "row", _COLUMNS_KEPT, _PRIVATE, read_parquet,
           generic=True, binary=True),
    Format("excel", "an Excel workbook (.xlsx), the first sheet with a column for the text",
           "row", _COLUMNS_KEPT, _PRIVATE, read_excel, generic=True, binary=True),
    Format(
        "html",
        "a saved page: schema.org comments (JSON-LD, microdata), usual comment markup, or repeated "
        "blocks of name, time and text",
        "comment", "text, name, time, replies by nesting or level, page's title", "everything else",
        read_html, generic=True,
    ),
    Format("paragraphs", "text whose paragraphs are a comment each (only by name)",
           "paragraph", "text", "nothing", read_paragraphs, generic=True),
    Format("lines", "text whose lines are a comment each (only by name)",
           "line", "text", "nothing", read_lines, generic=True),
    Format("text", "a text that is one comment (only by name)",
           "text", "text", "nothing", read_one, generic=True),
)  # fmt: skip
