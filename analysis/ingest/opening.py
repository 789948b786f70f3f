"""From a path to a reading: which format it is, and refusals that say what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput, nearest
from analysis.ingest.encoding import Encoding, checked, sniff
from analysis.ingest.formats import KNOWN
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_blocks import line_kinds
from analysis.ingest.page_text import whole_page
from analysis.ingest.reading import Reading, ReadLog
from analysis.ingest.sniffing import format_of
from analysis.ingest.source import STANDARD_INPUT, Source
from analysis.ingest.time_readings import ORDERS

FORMATS: tuple[str, ...] = tuple(KNOWN)
"""The names of the formats that can be read."""


def read(
    path: str | Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """Read a file of comments; ``format`` is ``auto`` or one of ``FORMATS``, in any case.

    ``-`` is standard input. ``mapping`` names columns for fields, as in ``{"text": "body"}``;
    ``options`` say all of this and more. Raises ``BadInput`` for a path that is no readable file,
    an empty or binary file and an unknown format or encoding; iterating raises it for what only
    reading can show.
    """
    given = options or ReadOptions(format=format, mapping=mapping or {}, encoding=encoding)
    if given.dates not in (None, *ORDERS):
        allowed = nearest(given.dates, ORDERS)
        raise BadInput(f"--dates {given.dates!r}: {allowed}.")
    source = opened(path, given.file)
    beginning = log_of(
        source,
        format=given.format,
        encoding=given.encoding,
        header=given.header,
        lone_line=given.lone_line,
    )
    reader = KNOWN[beginning.format].read

    def start() -> tuple[ReadLog, Iterator[Discussion]]:
        log = replace(beginning, notes=list(beginning.notes))
        log.assumed = list(beginning.assumed)
        again = opened(path, given.file) if source.label != "standard input" else source
        again.document = source.document
        again.damaged_document = source.damaged_document
        return log, _with_damage(reader(again, log, given), again, log)

    return Reading(beginning.format, start)


def _with_damage(
    discussions: Iterator[Discussion], source: Source, log: ReadLog
) -> Iterator[Discussion]:
    """The discussions, and at the end a word of a document's part that could not be read."""
    yield from discussions
    if source.damaged_document is not None:
        log.quarantine("the rest of the document", source.damaged_document)


def page_lines(path: str | Path, options: ReadOptions) -> list[tuple[str, str]]:
    """The lines of a copied page, each with what it is taken for; as ``line_kinds`` gives them."""
    source = opened(path)
    log = log_of(source, format=options.format, encoding=options.encoding)
    return line_kinds(whole_page(source, log, options), options.lines)


def opened(path: str | Path, file: str = "") -> Source:
    """The file of a path, or standard input; ``BadInput`` where there is no such file.

    With ``file`` it goes by that name.
    """
    if str(path) != STANDARD_INPUT:
        _check_file(Path(path))
    source = Source(path)
    if file:
        source.call(file)
    return source


def log_of(
    source: Source,
    *,
    format: str = "auto",
    encoding: str | None = None,
    header: bool = True,
    among: Collection[str] | None = None,
    lone_line: bool = False,
) -> ReadLog:
    """An empty log of a file, its format and encoding found out; refuses as `read` does.

    ``among`` restricts the guess to some formats, and to what fits them in general; with
    ``lone_line`` a single line of no format is a text.
    """
    wanted = format.strip().casefold().replace("_", "-")
    if wanted != "auto" and wanted not in KNOWN:
        raise BadInput(f"Unknown format {format!r}: {nearest(wanted, ('auto', *FORMATS))}.")
    _check_file(source.path)
    if wanted != "auto" and KNOWN[wanted].binary:
        return ReadLog(file=source.name, format=wanted, encoding=wanted)
    magic = source.head(4)
    if source.is_workbook or magic == b"PAR1":
        name = "excel" if source.is_workbook else "parquet"
        if wanted not in ("auto", name):
            raise BadInput(f"{source.name} is a file of format {name}, not {wanted}.")
        return ReadLog(file=source.name, format=name, encoding=name)
    if wanted == "auto" and source.suffix in (".parquet", ".pq"):
        return ReadLog(file=source.name, format="parquet", encoding="parquet")
    if not magic and source.damage:
        raise BadInput(f"{source.name} can't be unpacked: {source.damage}.")
    if not magic:
        raise BadInput(f"{source.name} is empty, expected a file of comments.")
    used = Encoding(checked(encoding)) if encoding is not None else sniff(source)
    name, assumed = (
        (wanted, ())
        if wanted != "auto"
        else format_of(source, used.name, header=header, among=among, lone_line=lone_line)
    )
    log = ReadLog(file=source.name, format=name, encoding=used.name, notes=list(used.remarks))
    log.assumed.extend((*used.assumed, *assumed))
    return log


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
        with file.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise BadInput(f"The file {file.name!r} can't be opened: {type(error).__name__}.") from None
