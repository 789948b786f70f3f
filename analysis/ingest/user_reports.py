"""Readers' reports as platforms export them: one row per report, or one per count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from analysis.domain.errors import BadInput
from analysis.ingest.column_names import plain_name
from analysis.ingest.columns import match_columns
from analysis.ingest.dates import parse_time
from analysis.ingest.json_lines import json_records
from analysis.ingest.number_times import OutOfRange
from analysis.ingest.opening import log_of
from analysis.ingest.parquet_file import parquet_records, plain_file
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.report_states import Answered, ReportStates
from analysis.ingest.reported_things import ReportedThings
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records
from analysis.ingest.user_report_columns import REPORT_COLUMNS
from analysis.ingest.user_report_counts import MOST_PEOPLE
from analysis.ingest.user_report_reasons import LONGEST_REASON, OWN_WORDS, known_reasons
from analysis.ingest.values import plain_id, whole

NUMBERED_REASONS = "post_action_type_id"
"""Discourse's column that names reasons by number."""

TABLES = ("csv", "tsv", "jsonl", "parquet")
"""Formats that a file of reports can have."""

_SAMPLE = 100


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a file of reports. ``reporter`` is as the platform names the person (or the row,
    where it names nobody) and never stored; ``None`` for a count of ``people``."""

    position: str
    comment: str
    thread: str | None
    reason: str
    label: str | None
    reporter: str | None
    people: int
    reported_at: datetime | None


@dataclass(slots=True)
class ReportReading:
    """The rows of one file, read while they are iterated; ``log`` tells what could not be.

    ``left_out`` counts rows that are no reader's report, by what they are; ``remarks`` what was
    odd about rows that were read.
    """

    log: ReadLog
    rows: Iterator[ReportRow]
    left_out: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)


def read_reports(
    path: Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> ReportReading:
    """Read a CSV, TSV, JSON Lines or Parquet file of reports.

    ``mapping`` names columns for fields, as in ``{"comment": "cid"}``. Raises ``BadInput`` when
    the file can't be opened or no column names the reported comment.
    """
    source = Source(path)
    log = log_of(source, format=format, encoding=encoding, among=TABLES)
    names, records = _records(source, log)
    columns = match_columns(names, REPORT_COLUMNS, file=path.name, mapping=mapping)
    if "comment" not in columns:
        raise BadInput(
            f"No column of {path.name} names the reported comment (comment_id, post_id, …); name "
            "it with --map comment=COLUMN."
        )
    reading = ReportReading(log, iter(()))
    first = list(islice(records, _SAMPLE))
    things = ReportedThings(columns["comment"], names, first)
    states = ReportStates(names, columns.get("answered"))
    reading.rows = _rows(chain(first, records), columns, reading, things, states)
    return reading


def _records(path: Source, log: ReadLog) -> tuple[list[str], Iterator[Record]]:
    if log.format in ("csv", "tsv"):
        return table_records(path, log, delimiter="\t" if log.format == "tsv" else None)
    if log.format == "parquet":
        return parquet_records(plain_file(path))
    if log.format == "jsonl":
        records = json_records(path, log)
        first = list(islice(records, _SAMPLE))
        if not first:
            raise BadInput(f"No line of {path.name} is a JSON object; expected one per line.")
        names = list(dict.fromkeys(name for record in first for name in record.values))
        return names, chain(first, records)
    raise BadInput(
        f"{path.name} is no table of reports; expected CSV, TSV, JSON Lines or Parquet, named by "
        "its ending or --format."
    )


def _rows(
    records: Iterator[Record],
    columns: Mapping[str, str],
    reading: ReportReading,
    things: ReportedThings,
    states: ReportStates,
) -> Iterator[ReportRow]:
    numbered = plain_name(columns.get("reason", "")) == NUMBERED_REASONS
    for record in records:
        if things.other(record.values):
            reading.left_out["about an article, an account or another thing, no comment"] += 1
            continue
        answered = states.of(record.values)
        if answered is Answered.YES:
            reading.left_out["answered on the platform already (resolved, dismissed, …)"] += 1
            continue
        if answered is Answered.UNCLEAR:
            reading.remarks["a state nobody here knows, taken for a report that waits"] += 1
        row = _row(record, columns, reading, numbered=numbered)
        if row is not None:
            reading.log.read += 1
            yield row


def _row(
    record: Record, columns: Mapping[str, str], reading: ReportReading, *, numbered: bool
) -> ReportRow | None:
    def get(name: str) -> str | None:
        return _word(record.values.get(columns[name])) if name in columns else None

    comment = plain_id(get("comment"))
    if comment is None:
        reading.log.quarantine(record.position, "does not say which comment was reported")
        return None
    reason = _reason(get("reason"), reading, numbered=numbered)
    if reason is None or known_reasons().is_no_report(reason, get("kind")):
        reading.left_out["no report by a reader (a machine's finding, a reaction, a message)"] += 1
        return None
    if get("withdrawn") is not None:
        reading.left_out["withdrawn on the platform"] += 1
        return None
    counts = "people" in columns and get("reporter") is None
    given = get("people")
    if counts and (whole(given) == 0 if given else not reason):
        reading.left_out["a count of no report"] += 1
        return None
    people = _people(given)
    if people is None:
        reading.log.quarantine(record.position, "its count of reports is no whole number")
        return None
    when = _time(get("reported_at"), reading)
    reporter = None
    if not counts:
        reporter = _reporter(get("reporter"), get("report"), when, reason, reading)
    return ReportRow(
        position=record.position,
        comment=comment,
        thread=plain_id(get("thread")),
        reason=reason,
        label=get("label"),
        reporter=reporter,
        people=1 if reporter is not None else people,
        reported_at=when,
    )


def _reason(given: str | None, reading: ReportReading, *, numbered: bool) -> str | None:
    if given is None:
        return ""
    if numbered:
        reasons = known_reasons()
        return None if given in reasons.numbers_aside else reasons.numbered.get(given, given)
    plain = " ".join(given.split())
    if len(plain) > LONGEST_REASON:
        reading.remarks[f"a reason in the reader's own words, kept as “{OWN_WORDS}”"] += 1
        return OWN_WORDS
    return plain


def _reporter(
    person: str | None,
    report: str | None,
    when: datetime | None,
    reason: str,
    reading: ReportReading,
) -> str:
    """Who reported, else which report this is: platforms let a person report a comment once."""
    if person is not None:
        return f"person {person}"
    if report is not None:
        return f"report {report}"
    if when is None:
        reading.remarks["neither a reporter nor a time, so that rows alike count as one"] += 1
    return f"row {reason} {when.isoformat() if when else ''}"


def _people(given: str | None) -> int | None:
    if given is None:
        return 1
    number = whole(given)
    return number if number is not None and 0 < number <= MOST_PEOPLE else None


def _time(given: str | None, reading: ReportReading) -> datetime | None:
    if given is None:
        return None
    try:
        moment = parse_time(given)
    except OutOfRange:
        moment = None
    if moment is None:
        reading.remarks["a time that could not be read"] += 1
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _word(value: Any) -> str | None:
    """A cell as a word; empty ones, and what tables write for nothing, as ``None``."""
    if value is None or value != value or isinstance(value, list | dict):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    word = str(value).strip()
    return None if word.casefold() in ("", "null", "none", "nan") else word
