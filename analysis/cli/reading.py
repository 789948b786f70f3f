"""The options and the report of every command that reads files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.options import note
from analysis.domain.errors import BadInput

if TYPE_CHECKING:
    from analysis.domain.outcomes import ColumnUse, ReadSummary
    from analysis.ingest import ReadOptions

_WORDS = ("text", "author", "title", "article_text")  # fields whose samples are not printed

Format = Annotated[
    str,
    typer.Option("--format", help="auto, or a name that `moderato formats` lists, in any case."),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column is what, e.g. text=body; created_at= means none. Fields: text, id, "
        "parent_id, author, created_at, thread_id, title, url, section, article_text, up, down, "
        "score, votes, status.",
    ),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The file's encoding, where it can't be told.")
]
Dates = Annotated[
    str | None,
    typer.Option("--dates", metavar="ORDER", help="day-first, month-first, year-first."),
]
NoHeader = Annotated[
    bool,
    typer.Option("--no-header", help="The table has no header; --map names columns by number."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse where something would have to be assumed.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would be read as what; store nothing.")
]

SHOWN_QUARANTINED = 10  # enough to recognise a pattern; the count is always told
SHOWN_IGNORED = 12


def column_mapping(pairs: list[str] | None) -> Mapping[str, str] | None:
    """``["text=body"]`` as ``{"text": "body"}``; ``created_at=`` unmaps; ``BadInput`` otherwise."""
    if not pairs:
        return None
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip():
            raise BadInput(f"--map {pair!r}: expected FIELD=COLUMN, for example text=body")
        mapping[field.strip()] = column.strip()
    return mapping


def read_options(
    *,
    format: str,
    map: list[str] | None,
    encoding: str | None,
    dates: str | None,
    no_header: bool,
    strict: bool,
    lone_line: bool = False,
) -> ReadOptions:
    """What a person said about how to read a file; ``lone_line`` where nothing is stored of it."""
    from analysis.ingest import ReadOptions

    return ReadOptions(
        format=format,
        mapping=column_mapping(map) or {},
        encoding=encoding,
        dates=dates,
        header=not no_header,
        strict=strict,
        lone_line=lone_line,
    )


def print_read_summary(
    path: Path, report: ReadSummary, *, say: Callable[[str], None] = note
) -> None:
    """What was read from ``path`` as what, what was expected and what could not be read."""
    counted = f"{path.name}: {report.format}, {report.read} comments"
    if report.expected is not None and report.expected != report.read:
        counted += f" (the page says {report.expected}: {abs(report.expected - report.read)} "
        counted += "missing)" if report.expected > report.read else "more)"
    say(counted)
    print_columns(report, say=say)
    for sentence in report.notes:
        say(f"  {sentence}")
    if report.quarantined_count or report.conflicting:
        say(f"  {report.quarantined_count + report.conflicting} could not be read:")
        for item in report.quarantined[:SHOWN_QUARANTINED]:
            say(f"    {item.position}: {item.reason}")
        more = report.quarantined_count + report.conflicting - SHOWN_QUARANTINED
        if more > 0:
            say(f"    and {more} more")


def _sample(use: ColumnUse) -> str:
    """What the column holds, where that is no comment's words: those are kept off the terminal,
    which ends up in log files."""
    return "(words, not printed)" if use.field in _WORDS else use.sample


def print_columns(report: ReadSummary, *, say: Callable[[str], None] = note) -> None:
    """The table of a reading: fields, ignored columns, counts, parents, times, assumptions."""
    used = [use for use in report.columns if use.field not in (None, "dropped")]
    width = max((len(use.column) for use in used), default=0)
    for use in used:
        say(f"  {use.column[:40]:<{min(width, 40)}}  ->  {use.field:<12}  {_sample(use)}".rstrip())
    ignored = [use.column or "(no name)" for use in report.columns if use.field is None]
    if ignored:
        more = f" and {len(ignored) - SHOWN_IGNORED} more" if len(ignored) > SHOWN_IGNORED else ""
        say(f"  kept aside: {', '.join(c[:40] for c in ignored[:SHOWN_IGNORED])}{more}")
    dropped = [use.column for use in report.columns if use.field == "dropped"]
    if dropped:
        say(f"  dropped (private): {', '.join(column[:40] for column in dropped)}")
    skipped = sum(count for _, count in report.skipped)
    say(
        f"  {report.records} records = {report.read} comments + {report.conflicting} conflicting + "
        f"{report.quarantined_count} set aside + {skipped} skipped"
    )
    for rule, count in report.skipped:
        say(f"    {count} skipped: {rule}")
    if report.placeholders:
        say(f"  {report.placeholders} placeholders ([deleted], …): in the thread, never labelled")
    if report.answers:
        share = 100 * report.resolved / report.answers
        say(f"  parents: {report.resolved} of {report.answers} are there ({share:.0f} %)")
    if report.first is not None and report.last is not None:
        say(
            f"  times: {report.dated} of {report.read}, {report.first:%Y-%m-%d %H:%M} to "
            f"{report.last:%Y-%m-%d %H:%M} (UTC)"
        )
    elif report.read:
        say("  times: none")
    for sentence in report.assumed:
        say(f"  assumed: {sentence}")
