"""Every limit that a user can meet, from the constants that hold it."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.domain.upload_limits import LARGEST_UNPACKED, LARGEST_UPLOAD
from analysis.ingest.csv_rows import LONGEST_RECORD
from analysis.ingest.json_source import LARGEST_DOCUMENT, LONGEST_LINE
from analysis.ingest.source import LARGEST_RATIO
from analysis.ingest.tables import MOST_COLUMNS
from analysis.ingest.values import LARGEST_COUNT, LONGEST_ID
from analysis.services.access.password_rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from analysis.services.moderation.label_payload import LONGEST_SHOWN
from analysis.services.moderation.queue_address import FIRST_DAY, LAST_DAY, LONGEST_WORD
from analysis.services.site.rule_switches import LONGEST_LIST


def limits() -> Iterator[tuple[str, str]]:
    """What is limited, and to how much."""
    yield "columns of a table that is imported", f"{MOST_COLUMNS:,}"
    yield "a record of a table", _mebibytes(LONGEST_RECORD)
    yield "a line of a JSON Lines file", _mebibytes(LONGEST_LINE)
    yield "a JSON document that is no list of lines", _mebibytes(LARGEST_DOCUMENT)
    yield "a compressed file, or an Excel file, unpacked", f"{LARGEST_RATIO} times its size"
    yield "an id of an article, a comment or an author", f"{LONGEST_ID:,} bytes"
    yield "votes", f"{LARGEST_COUNT:,}, up or down"
    large = f"{_mebibytes(LARGEST_UPLOAD)}; `moderato import` takes larger ones"
    yield "a file given to the dashboard's import", large
    yield "a file of annotations", _mebibytes(LARGEST_UPLOAD)
    yield "a spaCy DocBin, unpacked", _mebibytes(LARGEST_UNPACKED)
    yield "kinds of annotation files that can be uploaded", "`.jsonl`, `.csv`, `.spacy`, `.json`"
    yield "a text as the review shows it", f"{LONGEST_SHOWN:,} characters; the rest is counted"
    yield "a word or a search in an address", f"{LONGEST_WORD} characters"
    yield "days in an address", f"{FIRST_DAY:%Y-%m-%d} to {LAST_DAY:%Y-%m-%d}"
    yield "a site's own list of words", f"{LONGEST_LIST:,} entries"
    yield "a password", f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters"


def _mebibytes(size: int) -> str:
    return f"{size // 2**20} MiB"
