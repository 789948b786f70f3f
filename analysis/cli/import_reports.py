"""`moderato import-reports`: what readers reported, into the database, each reader once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.many_files import ManyFiles
from analysis.cli.options import Db, interruptible, note, progress_bar, settings_with
from analysis.cli.reading import SHOWN_QUARANTINED, Encoding, Format, Map, column_mapping
from analysis.domain.errors import BadInput

if TYPE_CHECKING:
    from analysis.domain.outcomes import UserReportImport

Label = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="REASON=LABEL",
        help="Which label a reason of this site asks about, e.g. rude=possible_hostility.",
    ),
]


@interruptible("what was read is kept; run the same command again and it goes on.")
def import_reports(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Reports, as exported.")],
    db: Db = None,
    format: Format = "auto",
    map: Map = None,
    label: Label = None,
    encoding: Encoding = None,
) -> None:
    """Store readers' reports of comments that are here; the same report is not stored twice."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.user_report_imports import import_reports as bring_in

    mapping, labels = column_mapping(map), _labels(label)
    store = existing_store(settings_with(db=db))
    many = ManyFiles(len(files))
    for path in files:
        with many.each():
            with progress_bar(f"reading {path.name}") as progress:
                report = bring_in(
                    store, path, format=format, mapping=mapping, labels=labels, encoding=encoding,
                    progress=progress,
                )  # fmt: skip
            print_user_report_import(report)
            if not report.new + report.known + report.erased:
                raise BadInput(f"{path.name}: no report of a comment that is in this database")
    many.end("brought nothing")


def print_user_report_import(report: UserReportImport) -> None:
    """One import of reports in a few lines: counts on stdout, what needs attention on stderr."""
    typer.echo(
        f"{report.file}: {report.read} reports read ({report.format}), {report.new} new about "
        f"{report.comments} comments, {report.known} known"
    )
    for sentence in report.notes:
        note(f"  {sentence}")
    if report.quarantined:
        note(f"  {report.quarantined} could not be used:")
        for item in report.quarantine[:SHOWN_QUARANTINED]:
            note(f"    {item.position}: {item.reason}")
        if report.quarantined > SHOWN_QUARANTINED:
            note(f"    and {report.quarantined - SHOWN_QUARANTINED} more")


def _labels(pairs: list[str] | None) -> dict[str, str]:
    named: dict[str, str] = {}
    for pair in pairs or ():
        reason, equals, label = pair.partition("=")
        if not equals or not reason.strip() or not label.strip():
            raise BadInput(
                f"--label {pair!r}: expected REASON=LABEL, for example rude=possible_hostility"
            )
        named[reason.strip()] = label.strip()
    return named
