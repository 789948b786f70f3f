"""From a path to a reading: which format it is, and refusals that say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput, nearest
from analysis.ingest.columns import ALIASES
from analysis.ingest.encoding import SAMPLE, checked, sniff
from analysis.ingest.json_lines import read_jsonl
from analysis.ingest.page_text import read_page
from analysis.ingest.parquet_file import read_parquet
from analysis.ingest.reading import Reading, ReadLog
from analysis.ingest.tables import guess_delimiter, read_csv, read_tsv

Reader = Callable[[Path, ReadLog, Mapping[str, str] | None], Iterator[Discussion]]

_READERS: Mapping[str, Reader] = {
    "page-text": read_page,
    "csv": read_csv,
    "tsv": read_tsv,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
}
FORMATS: tuple[str, ...] = tuple(_READERS)
"""The names of the formats that can be read."""

_EXTENSIONS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_PARQUET = b"PAR1"


def read(
    path: str | Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Reading:
    """Read a file of comments; ``format`` is ``auto`` or one of ``FORMATS``.

    ``mapping`` names columns for fields, as in ``{"text": "body"}``. Raises ``BadInput`` for a
    path that is no readable file, an empty or binary file and an unknown format or encoding;
    iterating raises it for what only reading can show.
    """
    file = Path(path)
    told = account_of(file, format=format, encoding=encoding)
    reader = _READERS[told.format]

    def start() -> tuple[ReadLog, Iterator[Discussion]]:
        account = replace(told, notes=list(told.notes))
        return account, reader(file, account, mapping)

    return Reading(told.format, start)


def account_of(file: Path, *, format: str = "auto", encoding: str | None = None) -> ReadLog:
    """An empty account of a file, its format and encoding found out; refuses as `read` does."""
    if format != "auto" and format not in FORMATS:
        raise BadInput(f"Unknown format {format!r}: {nearest(format, ('auto', *FORMATS))}.")
    _check_file(file)
    head = _head(file)
    name = format if format != "auto" else _guess(file, head)
    remarks: tuple[str, ...] = ()
    if name == "parquet":
        used = "parquet"
    elif encoding is not None:
        used = checked(encoding)
    else:
        used, remarks = sniff(file)
    return ReadLog(file=file.name, format=name, encoding=used, notes=list(remarks))


def _check_file(file: Path) -> None:
    try:
        if file.is_dir():
            raise BadInput(f"{file.name or file} is a folder, expected a file of comments.")
        if not file.exists():
            raise BadInput(f"There is no file {file}.")
        if not file.is_file():
            raise BadInput(f"{file.name} is not a regular file, expected a file of comments.")
        if file.stat().st_size == 0:
            raise BadInput(f"{file.name} is empty, expected a file of comments.")
    except (OSError, ValueError) as error:
        raise BadInput(f"The file {file.name!r} can't be opened: {type(error).__name__}.") from None


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(SAMPLE)
    except OSError as error:
        raise BadInput(f"{file.name} can't be read: {error.strerror}.") from error


def _guess(file: Path, head: bytes) -> str:
    """The format that the file's beginning or its name shows; a page of text otherwise."""
    if head.startswith(_PARQUET):
        return "parquet"
    named = _EXTENSIONS.get(file.suffix.lower())
    if named:
        return named
    start = head.decode("utf-8-sig", "replace").replace("\0", "").lstrip()
    if start.startswith("{"):
        return "jsonl"
    if start.startswith("[{") or (start.startswith("[") and file.suffix.lower() == ".json"):
        raise BadInput(f"{file.name} is one JSON array, expected one JSON object per line (jsonl).")
    header = start.split("\n", 1)[0]
    delimiter = guess_delimiter(header)
    names = {name.strip(' "\r').casefold() for name in header.split(delimiter)}
    if len(names) > 1 and names & set(ALIASES["text"]):
        return "tsv" if delimiter == "\t" else "csv"
    return "page-text"
