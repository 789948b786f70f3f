"""Bring readers' reports into the store: each reader once, nobody by name, nothing scored."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput, nearest
from analysis.domain.outcomes import Progress, QuarantinedRecord, UserReportImport
from analysis.ingest.user_report_counts import counted_reports
from analysis.ingest.user_report_reasons import known_reasons, same_reason
from analysis.ingest.user_reports import ReportReading, ReportRow, read_reports
from analysis.labels import LABEL_KEYS
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting
from analysis.storage.quarantine import add_quarantine
from analysis.storage.queue_index import index
from analysis.storage.sites import may_be_called
from analysis.storage.threads import numbers_by_platform_id
from analysis.storage.user_reports import NewReport, add_reports, comments_named, erased_among

BATCH = 1_000
"""Rows per transaction: what an interruption may cost."""

_SECRET = "reporter_key"  # noqa: S105 (the setting's name; its value is made on the spot)
_SECRET_BYTES = 32
_KEY_BYTES = 16


@dataclass(slots=True)
class _Counts:
    new: int = 0
    known: int = 0
    unknown: int = 0
    erased: int = 0
    comments: set[int] = field(default_factory=set)


def import_reports(
    store: Store,
    path: Path,
    *,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    person: str = "local",
) -> UserReportImport:
    """Store the reports that ``path`` holds; the same file again adds nothing.

    ``labels`` says which label a reason of this site asks about, over the shipped list. A row
    about a comment that is not here is set aside and told: import its comment, then repeat.
    """
    require(store, person, Permission.IMPORT)
    for reason, label in (labels or {}).items():
        if label not in LABEL_KEYS:
            raise BadInput(f"Reason {reason!r}: unknown label {label!r}; {_near(label)}.")
    started = now()
    reading = read_reports(path, format=format, mapping=mapping, encoding=encoding)
    with audited(store, person, "import_reports", detail={"file": path.name}):
        return _take(store, path, reading, labels or {}, started, progress, person)


def _take(
    store: Store,
    path: Path,
    reading: ReportReading,
    labels: Mapping[str, str],
    started: datetime,
    progress: Progress | None,
    person: str,
) -> UserReportImport:
    keep_default_profile(store)
    counts = _Counts()
    while rows := list(islice(reading.rows, BATCH)):
        with store.write() as session:
            reports = list(_new_reports(session, rows, reading, labels, counts))
            added, touched = add_reports(session, reports, read_at=started)
            index.refresh(session, sorted(touched), profile_in(session))
        counts.new += added
        counts.known += len(reports) - added
        counts.comments |= touched
        if progress:
            progress(reading.log.read, None)
    if progress:
        progress(reading.log.read, reading.log.read)
    report = _summary(path, reading, counts)
    with store.write() as session:
        add_quarantine(session, report.quarantine, seen_at=started)
        log(
            session,
            person,
            "import_reports",
            detail={
                "file": report.file,
                **{
                    name: getattr(report, name)
                    for name in ("read", "new", "known", "comments", "unknown", "erased")
                },
                "quarantined": report.quarantined,
            },
        )
    return report


def counted_in(comments: Sequence[Comment]) -> dict[str, dict[str, int]]:
    """The flags that an export counts beside its comments: readers per reason, by comment's id."""
    return {comment.id: people for comment in comments if (people := counted_reports(comment.raw))}


def take_counts(
    session: Session,
    article: int,
    counted: Mapping[str, Mapping[str, int]],
    *,
    read_at: datetime,
    touched: set[int],
) -> None:
    """Keep the flags that were ``counted_in`` an article's comments, which are stored already.

    Comments that got new ones join ``touched``. An erased comment takes no report any more.
    """
    numbers = numbers_by_platform_id(session, article, list(counted))
    gone = erased_among(session, list(numbers.values()))
    counts_taken = [
        NewReport(numbers[key], reason, known_reasons().label(reason), None, people, None)
        for key, reasons in counted.items()
        if key in numbers and numbers[key] not in gone
        for reason, people in reasons.items()
    ]
    touched |= add_reports(session, counts_taken, read_at=read_at)[1]


def _new_reports(
    session: Session,
    rows: Sequence[ReportRow],
    reading: ReportReading,
    labels: Mapping[str, str],
    counts: _Counts,
) -> Iterator[NewReport]:
    by_name = comments_named(session, [row.comment for row in rows])
    secret = _secret(session)
    for row in rows:
        named = by_name.get(row.comment, [])
        here = [
            place for place in named
            if row.thread is None or may_be_called(place.article, row.thread)
        ]  # fmt: skip
        if len(here) != 1 and len(named) == 1:
            here = named  # platforms number comments across threads; ours may be named otherwise
        if len(here) != 1:
            counts.unknown += 1
            reading.log.quarantine(row.position, _why_not(len(here or named)))
            continue
        comment = here[0]
        if comment.erased:
            counts.erased += 1
            continue
        label = row.label or _label(row.reason, labels)
        if label is not None and label not in LABEL_KEYS:
            reading.log.quarantine(row.position, f"names an unknown label; {_near(label)}")
            continue
        yield NewReport(
            comment_id=comment.comment_id,
            reason=row.reason,
            label=label,
            reporter=_key(secret, comment.comment_id, row.reporter) if row.reporter else None,
            people=row.people,
            reported_at=row.reported_at,
        )


def _why_not(matches: int) -> str:
    if not matches:
        return "is about a comment that is not in this database; import the comment, then repeat"
    return f"is about a comment id that {matches} threads use; a column must name the thread"


def _label(reason: str, labels: Mapping[str, str]) -> str | None:
    for word, label in labels.items():
        if same_reason(word, reason):
            return label
    return known_reasons().label(reason)


def _key(secret: bytes, comment_id: int, reporter: str) -> str:
    """Tells one reporter from another for this comment; not who it is, nor what else they reported.

    Keyed with a secret of this database, so that nobody can try out a platform's account numbers.
    """
    identity = f"{comment_id}\0{reporter}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, identity, hashlib.sha256).digest()[:_KEY_BYTES].hex()


def _secret(session: Session) -> bytes:
    secret = setting(session, _SECRET)
    if secret is None:
        secret = secrets.token_hex(_SECRET_BYTES)
        set_setting(session, _SECRET, secret)
    return bytes.fromhex(secret)


def _near(label: str) -> str:
    return nearest(label, LABEL_KEYS)


def _summary(path: Path, reading: ReportReading, counts: _Counts) -> UserReportImport:
    log = reading.log
    notes = [*log.notes]
    notes += [f"{n} {_rows(n)} left out: {what}." for what, n in reading.left_out.items()]
    notes += [f"{n} {_rows(n)}: {what}." for what, n in reading.remarks.items()]
    if counts.erased:
        notes.append(f"{counts.erased} {_rows(counts.erased)} left out: the comment was erased.")
    return UserReportImport(
        file=path.name,
        format=log.format,
        read=log.read,
        new=counts.new,
        known=counts.known,
        comments=len(counts.comments),
        unknown=counts.unknown,
        erased=counts.erased,
        quarantined=log.quarantined_count,
        notes=tuple(notes),
        quarantine=tuple(
            QuarantinedRecord(record.file, record.position, record.reason)
            for record in log.quarantined
        ),
    )


def _rows(count: int) -> str:
    return "row" if count == 1 else "rows"
