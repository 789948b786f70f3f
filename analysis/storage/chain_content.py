"""What a link of the hash chain is over: kinds, their columns, and the one form of their hash.

The form of a link never changes: what was written by an earlier version must verify for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from json.encoder import encode_basestring_ascii
from math import isfinite
from types import NoneType
from typing import Any

from sqlalchemy import Executable, LargeBinary, Select, func, select, type_coerce
from sqlalchemy.orm import Session

from analysis.storage.tables import (
    AnalysisDocumentTable,
    AnalysisTable,
    AnnotationItemTable,
    AnnotationTable,
    AuditEventTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    DecisionTable,
    ErasureTable,
    EvidenceFeedbackTable,
    ImportTable,
    LabelResultTable,
    ProfileTable,
    RunTable,
    SiteHeadsTable,
    UserReportTable,
)

HASHED_AT_ONCE = 1_000
"""Rows whose canonical form is held in memory."""


class Kind(StrEnum):
    """The tables that the chain covers, by name."""

    AUDIT = "audit_event"
    DECISION = "decision"
    ERASURE = "erasure"
    TEXT = "comment_text"
    ANALYSIS = "analysis"
    RECORD = "comment_raw"
    USER_REPORT = "reader_report"
    ANNOTATION_ITEM = "annotation_item"
    ANNOTATION = "annotation"
    FEEDBACK = "evidence_feedback"
    PROFILE = "profile"
    HEADS = "site_heads"
    RUN = "run"
    IMPORT = "import_file"


SINGLE: Mapping[Kind, tuple[str, ...]] = {
    Kind.AUDIT: (
        *("at", "person", "action", "comment_id", "run_key"),
        *("profile_name", "profile_version", "detail"),
    ),
    Kind.DECISION: (
        *("comment_id", "sequence", "action", "person", "decided_at", "reason_code", "note"),
        *("replaces", "revision", "run_key", "profile_name", "profile_version", "batch_id"),
        "reports_seen",
    ),
    Kind.ERASURE: ("comment_id", "revision", "sha256", "read_at", "person", "reason", "erased_at"),
    Kind.ANNOTATION: (
        *("item_id", "label", "person", "kind", "sequence", "judgement", "facets", "spans"),
        *("level", "note", "created_at"),
    ),
    Kind.FEEDBACK: (
        *("comment_id", "revision", "label", "facet", "span_start", "span_end", "verdict"),
        *("scorer", "person", "created_at"),
    ),
    Kind.PROFILE: ("name", "version", "shadow", "thresholds", "reason", "author", "created_at"),
    Kind.HEADS: (
        *("model", "model_digest", "digest", "annotation_sets", "learned_from", "person"),
        *("reason", "created_at", "body"),
    ),
    Kind.RUN: ("key", "signature", "again", "person", "started_at", "info"),
    Kind.IMPORT: ("file", "person", "started_at", "digest"),
}
"""Kinds with a link for each row, and the columns that their content is over."""

TABLES: Mapping[Kind, Any] = {
    Kind.AUDIT: AuditEventTable,
    Kind.DECISION: DecisionTable,
    Kind.ERASURE: ErasureTable,
    Kind.TEXT: CommentTextTable,
    Kind.ANALYSIS: AnalysisTable,
    Kind.RECORD: CommentRawTable,
    Kind.USER_REPORT: UserReportTable,
    Kind.ANNOTATION_ITEM: AnnotationItemTable,
    Kind.ANNOTATION: AnnotationTable,
    Kind.FEEDBACK: EvidenceFeedbackTable,
    Kind.PROFILE: ProfileTable,
    Kind.HEADS: SiteHeadsTable,
    Kind.RUN: RunTable,
    Kind.IMPORT: ImportTable,
}

_COLUMNS: Mapping[Kind, tuple[Any, ...]] = {
    # The record as it is packed: to be looked at without being read.
    Kind.RECORD: (CommentRawTable.comment_id, type_coerce(CommentRawTable.record, LargeBinary)),
    Kind.USER_REPORT: (
        *(UserReportTable.comment_id, UserReportTable.reason, UserReportTable.label),
        *(UserReportTable.reporter, UserReportTable.people, UserReportTable.reported_at),
        UserReportTable.read_at,
    ),
    Kind.ANNOTATION_ITEM: (
        *(AnnotationItemTable.set_id, AnnotationItemTable.comment_id),
        *(AnnotationItemTable.revision, AnnotationItemTable.selection),
    ),
}
"""Kinds with a link over a range of rows of one table, and the columns that it is over."""

_NUMBERS: Mapping[Kind, Any] = {
    Kind.RECORD: CommentRawTable.text_id,
    Kind.HEADS: SiteHeadsTable.version,
}
"""Where the number of a row is not its ``id``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as stored."""

    position: int
    kind: str
    first_id: int
    last_id: int
    previous_sha256: str
    content_sha256: str
    sha256: str

    def computed(self) -> str:
        """The hash that its columns give: 64 hex digits."""
        return _sha256(
            canonical(
                [
                    *(self.position, self.kind, self.first_id, self.last_id),
                    *(self.previous_sha256, self.content_sha256),
                ]
            )
        )


def canonical(values: Sequence[Any]) -> bytes:
    """``values`` in the one form that both databases agree on: ASCII JSON, times in UTC."""
    return _line(values).encode("ascii")


def row_content(kind: Kind, row: Mapping[str, Any], number: int) -> str:
    """The content hash of one row of a ``SINGLE`` kind."""
    return _sha256(canonical([number, *(row[name] for name in SINGLE[kind])]))


def number_of(kind: Kind) -> Any:
    """The column with the number of a kind's rows."""
    return _NUMBERS[kind] if kind in _NUMBERS else TABLES[kind].id


def rows_content(rows: Iterable[Sequence[Any]]) -> str:
    """The content hash of a range's rows, each its number and the columns that it is over."""
    digest = hashlib.sha256()
    following = iter(rows)
    while some := list(islice(following, HASHED_AT_ONCE)):
        digest.update("".join([_line(row) + "\n" for row in some]).encode("ascii"))
    return digest.hexdigest()


def range_content(session: Session, kind: Kind, first: int, last: int) -> str:
    """The content hash of texts or findings ``first`` to ``last``, as they are now."""
    return rows_content(
        row for statement in _ranges(kind, first, last) for row in session.execute(statement)
    )


def single_rows(kind: Kind, numbers: Sequence[int] | None = None) -> Select[Any]:
    """Number (``id``) and content columns of a ``SINGLE`` kind's rows, in their numbers' order."""
    table, number = TABLES[kind], number_of(kind)
    columns = [getattr(table, name) for name in SINGLE[kind]]
    statement = select(number.label("id"), *columns).order_by(number)
    return statement if numbers is None else statement.where(number.in_(numbers))


def _ranges(kind: Kind, first: int, last: int) -> Iterator[Executable]:
    """What the content of a range is over: comments with their texts' hashes, or findings."""
    if kind is Kind.TEXT:
        text, comment = CommentTextTable, CommentTable
        yield (
            select(
                *(text.id, text.comment_id, text.revision, text.sha256, text.read_at),
                *(comment.article_id, comment.platform_id, comment.position),
                *(comment.parent_platform_id, comment.author, comment.created_at),
            )
            .join(comment, comment.id == text.comment_id)
            .where(text.id.between(first, last))
            .order_by(text.id)
        )
        return
    if kind in _COLUMNS:
        number = number_of(kind)
        here = number.between(first, last)
        yield select(number, *_COLUMNS[kind]).where(here).order_by(number)
        return
    analysis, document, label = AnalysisTable, AnalysisDocumentTable, LabelResultTable
    yield (
        select(
            *(analysis.id, analysis.comment_id, analysis.revision, analysis.run_id),
            analysis.language,
            type_coerce(document.body, LargeBinary),
        )
        .outerjoin(document, document.analysis_id == analysis.id)
        .where(analysis.id.between(first, last))
        .order_by(analysis.id)
    )
    yield (
        select(label.analysis_id, label.label, label.status, label.probability, label.facets)
        .where(label.analysis_id.between(first, last))
        .order_by(label.analysis_id, func.length(label.label), label.label)
    )


def _line(values: Iterable[Any]) -> str:
    return f"[{','.join([_JSON.get(type(value), _other)(value) for value in values])}]"


def _moment(value: datetime) -> str:
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return f'"{moment.isoformat(timespec="microseconds")}"'


def _of_float(value: float) -> str:
    return float.__repr__(value) if isfinite(value) else json.dumps(value)


def _of_bytes(value: bytes | memoryview) -> str:
    return f'"{_sha256(bytes(value))}"'


def _other(value: Any) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, bytes | memoryview):
        return _of_bytes(value)
    if isinstance(value, Mapping):  # as the document will come back
        value = json.loads(json.dumps(dict(value), default=str))
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)


_JSON: Mapping[type, Callable[[Any], str]] = {
    int: int.__repr__,
    float: _of_float,
    str: encode_basestring_ascii,
    NoneType: lambda _: "null",
    datetime: _moment,
    bytes: _of_bytes,
}
"""What writes a value of exactly this type; all others are left to ``_other``."""


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
