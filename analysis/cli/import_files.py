"""`moderato import`: files into the database, each comment once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.many_files import ManyFiles
from analysis.cli.options import Db, interruptible, note, progress_bar, settings_with
from analysis.cli.reading import (
    SHOWN_QUARANTINED,
    Dates,
    DryRun,
    Encoding,
    Format,
    Map,
    NoHeader,
    Strict,
    print_columns,
    print_read_summary,
    read_options,
)
from analysis.domain.errors import BadInput, DatabaseBusy
from analysis.domain.review_command import LARGEST_NUMBER
from analysis.domain.site_host import site_name

if TYPE_CHECKING:
    from analysis.domain.outcomes import ImportSummary, Progress
    from analysis.ingest import ReadOptions

Pseudonymise = Annotated[
    bool,
    typer.Option("--pseudonymise", help="Store authors as keyed hashes, alike in every import."),
]

SiteName = Annotated[
    str,
    typer.Option(
        "--site",
        metavar="NAME",
        help="Which site the comments are of, e.g. its host: keeps ids apart that others have too.",
    ),
]

Remap = Annotated[
    int | None,
    typer.Option(
        "--remap",
        metavar="BATCH",
        min=1,
        max=LARGEST_NUMBER,
        help="Read a batch's comments again with --map and --dates, from their stored records.",
    ),
]

Watch = Annotated[
    Path | None,
    typer.Option("--watch", metavar="DIR", help="Import what is put into a folder, as it comes."),
]
Every = Annotated[
    float, typer.Option("--every", min=0.1, metavar="SECONDS", help="How often --watch looks.")
]

AllowFetch = Annotated[
    bool,
    typer.Option(
        "--allow-fetch",
        help="Read web addresses: public pages of at most 20 MB that robots.txt leaves open.",
    ),
]


@interruptible("what was read is kept; run the same command again and it goes on.")
def import_files(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE…",
            help="Pages or exports; - reads from a pipe; a web address with --allow-fetch.",
        ),
    ] = None,
    db: Db = None,
    format: Format = "auto",
    map: Map = None,
    encoding: Encoding = None,
    dates: Dates = None,
    no_header: NoHeader = False,
    strict: Strict = False,
    dry_run: DryRun = False,
    pseudonymise: Pseudonymise = False,
    site: SiteName = "",
    remap: Remap = None,
    watch: Watch = None,
    every: Every = 30.0,
    allow_fetch: AllowFetch = False,
) -> None:
    """Store the comments of files; a comment that is there already is not stored again."""
    options = replace(
        read_options(
            format=format, map=map, encoding=encoding, dates=dates, no_header=no_header,
            strict=strict,
        ),
        site=site_name(site),
    )  # fmt: skip
    if remap is not None:
        if files:
            raise BadInput("--remap reads a batch's stored records; leave the file out.")
        if site or pseudonymise or encoding or strict or no_header or format != "auto":
            raise BadInput(
                "--remap reads stored records as they were taken in: of the options of reading "
                "only --map and --dates go with it."
            )
        _remap(remap, options, db=db, dry_run=dry_run)
        return
    if watch is not None:
        if files or dry_run:
            raise BadInput("--watch DIR reads the folder's files; leave FILE and --dry-run out.")
        from analysis.cli.import_watched import watch_folder

        watch_folder(watch, options, every=every, db=db, pseudonymise=pseudonymise)
        return
    if not files:
        raise BadInput("Name the files to import, or - for what is piped in.")
    if dry_run:
        for name in files:
            with _input(name, allow_fetch=allow_fetch) as path:
                look(path, options)
        return
    from analysis.cli.stores import writable_store
    from analysis.services.data.imports import import_file

    store = writable_store(settings_with(db=db))
    many = ManyFiles(len(files))
    for name in files:
        with many.each():
            try:
                with (
                    _input(name, allow_fetch=allow_fetch) as path,
                    progress_bar(f"reading {path.name}") as progress,
                    _stop_told(path.name, progress) as counted,
                ):
                    report = import_file(
                        store,
                        path,
                        options=options,
                        pseudonymise=pseudonymise,
                        keep_path=not is_address(name),
                        progress=counted,
                    )
            except DatabaseBusy as busy:
                sentence = str(busy).removesuffix(".")
                raise DatabaseBusy(
                    f"{sentence}: what was read is kept, and the same command goes on."
                ) from None
            print_import_summary(report)
            if not report.read:
                raise BadInput(f"{path.name}: no comment could be read")
    many.end("could not be read")


@contextmanager
def _stop_told(file: str, progress: Progress | None) -> Iterator[Progress]:
    """Count what is stored, for whoever stops it; ``progress`` is what else wants to know."""
    stored = 0

    def count(done: int, total: int | None) -> None:
        nonlocal stored
        stored = done
        if progress is not None:
            progress(done, total)

    try:
        yield count
    except KeyboardInterrupt:
        if stored:
            note(f"\n{file}: at least the first {stored} comments are stored")
        raise


def is_address(name: str) -> bool:
    """Whether an argument is a web address and no file."""
    return name.casefold().startswith(("http://", "https://"))


@contextmanager
def _input(name: str, *, allow_fetch: bool) -> Iterator[Path]:
    """The file that an argument names; a page from the web lies in one of its own meanwhile."""
    if not is_address(name):
        yield Path(name)
        return
    if not allow_fetch:
        raise BadInput("That is a web address; --allow-fetch has the page read from the web.")
    from analysis.services.data.fetching import fetch_page
    from analysis.services.data.previews import as_file

    page = fetch_page(name)
    with as_file(page.name, page.content) as path:
        yield path


def _remap(number: int, options: ReadOptions, *, db: str | None, dry_run: bool) -> None:
    from analysis.cli.stores import existing_store
    from analysis.services.data.batches import batch
    from analysis.services.data.remapping import remap, stored_reading

    store = existing_store(settings_with(db=db))
    mapping, dates = options.mapping, options.dates
    if dry_run:
        info = batch(store, number)
        reading = stored_reading(store, info, mapping=mapping, dates=dates)
        for _ in reading:
            pass
        print_read_summary(Path(info.file), reading.summary, say=typer.echo)
        return
    with progress_bar(f"re-mapping batch {number}") as progress:
        summary = remap(store, number, mapping=mapping, dates=dates, progress=progress)
    print_import_summary(summary)


def look(path: Path, options: ReadOptions) -> None:
    """What a file would be read as, on stdout."""
    from analysis.ingest import read

    reading = read(path, options=options)
    for _ in reading:
        pass
    print_read_summary(path, reading.summary, say=typer.echo)


def print_import_summary(report: ImportSummary) -> None:
    """One import: counts on stdout; on stderr what was read as what, and what needs attention."""
    typer.echo(
        f"{Path(report.file).name}: {report.read} comments read ({report.format}), "
        f"{report.new} new, {report.unchanged} known, {report.revised} edited since"
        + (f", {report.erased} erased before" if report.erased else "")
        + (f", {report.conflicting} conflicting" if report.conflicting else "")
    )
    if report.reading is not None:
        print_columns(report.reading)
    for sentence in report.notes:
        note(f"  {sentence}")
    aside = report.quarantined + report.conflicting
    if aside:
        note(f"  {aside} could not be read:")
        for item in report.quarantine[:SHOWN_QUARANTINED]:
            note(f"    {item.position}: {item.reason}")
        if aside > SHOWN_QUARANTINED:
            note(f"    and {aside - SHOWN_QUARANTINED} more (`moderato quarantine list`)")
