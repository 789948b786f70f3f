"""The options and the report of every command that reads files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import note
from analysis.domain.errors import BadInput

if TYPE_CHECKING:
    from analysis.ingest import ReadSummary

Format = Annotated[
    str, typer.Option("--format", help="auto, page-text, csv, tsv, jsonl, parquet, …")
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Which column is what, e.g. text=body."),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The file's encoding, where it can't be told.")
]

SHOWN_QUARANTINED = 10  # enough to recognise a pattern; the count is always told


def column_mapping(pairs: list[str] | None) -> Mapping[str, str] | None:
    """``["text=body"]`` as ``{"text": "body"}``; ``BadInput`` for anything else."""
    if not pairs:
        return None
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise BadInput(f"--map {pair!r}: expected FIELD=COLUMN, for example text=body")
        mapping[field.strip()] = column.strip()
    return mapping


def print_read_summary(path: Path, report: ReadSummary) -> None:
    """What was read from ``path``, what was expected and what could not be read, on stderr."""
    counted = f"{path.name}: {report.format}, {report.read} comments"
    if report.expected is not None and report.expected != report.read:
        counted += f" (the page says {report.expected}: {abs(report.expected - report.read)} "
        counted += "missing)" if report.expected > report.read else "more)"
    note(counted)
    for sentence in report.notes:
        note(f"  {sentence}")
    if report.quarantined_count:
        note(f"  {report.quarantined_count} could not be read:")
        for item in report.quarantined[:SHOWN_QUARANTINED]:
            note(f"    {item.position}: {item.reason}")
        if report.quarantined_count > SHOWN_QUARANTINED:
            note(f"    and {report.quarantined_count - SHOWN_QUARANTINED} more")
