"""Runs and what they said: added, never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, literal_column, select, tuple_
from sqlalchemy.orm import Session

from analysis.domain import queue_policy
from analysis.domain.analysis import Analysis
from analysis.domain.run import RunInfo, ScorerInfo
from analysis.storage import chain
from analysis.storage.bulk_insert import insert_values
from analysis.storage.columns import packed
from analysis.storage.documents import Findings, from_document, to_document
from analysis.storage.row_numbers import following_numbers
from analysis.storage.tables import (
    AnalysisDocumentTable,
    AnalysisTable,
    CommentTable,
    LabelResultTable,
    QueueEntryTable,
    RunEndTable,
    RunTable,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as stored: its number, its public key, and whether it labels everything anew."""

    id: int
    key: str
    again: bool = False


def signature_of(info: RunInfo) -> str:
    """Equal for equal versions of everything but the profile, which scorers never see."""
    body = asdict(info)
    for name in ("id", "profile_name", "profile_version"):
        body.pop(name)
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def open_run(session: Session, info: RunInfo, *, again: bool) -> Run | None:
    """An unfinished run of the same version and kind, to go on with; ``None`` when there is none.

    Without ``again`` a finished run of the same version serves too: new comments join it.
    """
    statement = (
        select(RunTable.id, RunTable.key, RunTable.again)
        .where(
            RunTable.signature == signature_of(info),
            RunTable.id == select(func.max(RunTable.id)).scalar_subquery(),
        )
        .limit(1)
    )
    if again:
        statement = statement.where(
            RunTable.again, ~exists().where(RunEndTable.run_id == RunTable.id)
        )
    row = session.execute(statement).one_or_none()
    return row and Run(row.id, row.key, row.again)


def add_run(
    session: Session, info: RunInfo, *, key: str, again: bool, person: str, at: datetime
) -> Run:
    """Begin a run."""
    body = asdict(info)
    body["id"] = key
    number = session.scalar(
        insert(RunTable)
        .values(
            key=key,
            signature=signature_of(info),
            again=again,
            person=person,
            started_at=at,
            info=body,
        )
        .returning(RunTable.id)
    )
    if number is None:
        raise RuntimeError("the database gave the new run no number")
    chain.append_stored(session, chain.Kind.RUN, [number])
    return Run(number, key, again)


def end_run(session: Session, run: Run, *, at: datetime, counts: dict[str, Any]) -> None:
    """Say that a run has gone through everything, once."""
    if session.get(RunEndTable, run.id) is None:
        session.execute(insert(RunEndTable).values(run_id=run.id, finished_at=at, counts=counts))


def read_run(session: Session, number: int) -> RunInfo:
    """What took part in a run."""
    body = dict(session.scalars(select(RunTable.info).where(RunTable.id == number)).one())
    scorers = tuple(
        ScorerInfo(**{**scorer, "labels": tuple(scorer["labels"])})
        for scorer in body.pop("scorers")
    )
    return RunInfo(scorers=scorers, **body)


def add_analyses(session: Session, run: Run, analyses: Sequence[tuple[int, int, Analysis]]) -> None:
    """Keep analyses, each with its comment's number and the revision that was looked at."""
    if not analyses:
        return
    numbers = following_numbers(session, AnalysisTable, len(analyses))
    rows = []
    documents = []
    results = []
    for number, (comment_id, revision, analysis) in zip(numbers, analyses, strict=True):
        rows.append((number, comment_id, revision, run.id, analysis.language))
        documents.append((number, comment_id, packed(to_document(analysis))))
        results += [
            (number, label, result.status.value, _number(result.probability),
             " ".join(result.facets))
            for label, result in analysis.labels.items()
        ]  # fmt: skip
    insert_values(session, AnalysisTable, _ANALYSIS, rows)
    insert_values(session, AnalysisDocumentTable, _DOCUMENT, documents)
    insert_values(session, LabelResultTable, _RESULT, results)
    labels = {result[1] for result in results}
    if len({len(label) for label in labels}) < len(labels) and not _sorts_as_python(session):
        chain.seal(session, chain.Kind.ANALYSIS, numbers)
        return
    results.sort(key=lambda result: (result[0], len(result[1]), result[1]))
    bodies = (document[2].content for document in documents)
    sealed = [(*row, body) for row, body in zip(rows, bodies, strict=True)]
    content = chain.rows_content([*sealed, *results])
    chain.append(session, chain.Kind.ANALYSIS, [(numbers[0], numbers[-1], content)])


_ANALYSIS = ("id", "comment_id", "revision", "run_id", "language")
_DOCUMENT = ("analysis_id", "comment_id", "body")
_RESULT = ("analysis_id", "label", "status", "probability", "facets")


def _number(probability: float | None) -> float | None:
    """As the database gives it back, whatever kind of number it was."""
    return None if probability is None else float(probability)


def _sorts_as_python(session: Session) -> bool:
    """Whether the database orders labels of one length as Python does; PostgreSQL may not."""
    return session.get_bind().dialect.name == "sqlite"


def read_findings(session: Session, numbers: Sequence[int]) -> dict[int, tuple[int, Findings]]:
    """Per comment the number of its run and what it said, for these analyses."""
    rows = session.execute(
        select(
            AnalysisTable.comment_id,
            AnalysisTable.run_id,
            AnalysisTable.language,
            AnalysisDocumentTable.body,
        )
        .outerjoin(AnalysisDocumentTable, AnalysisDocumentTable.analysis_id == AnalysisTable.id)
        .where(AnalysisTable.id.in_(numbers))
    )
    return {row.comment_id: (row.run_id, from_document(row.language, row.body)) for row in rows}


def has_read(session: Session, comment_id: int, *, revision: int, run_key: str) -> bool:
    """Whether a run has looked at this revision of a comment."""
    statement = (
        select(AnalysisTable.id)
        .join(RunTable, RunTable.id == AnalysisTable.run_id)
        .where(AnalysisTable.comment_id == comment_id, AnalysisTable.revision == revision)
        .where(RunTable.key == run_key)
    )
    return session.scalar(statement) is not None


Place = tuple[int, int, int]
"""Where a comment stands among all: its article's number, its position, its own number."""


def to_score(
    session: Session, run: Run | None, *, after: Place, limit: int
) -> list[tuple[Place, int]]:
    """The next comments in reading order to score, each with its newest revision.

    Those without findings on their newest text; with ``run`` given, those that this run has not
    looked at.
    """
    entry = QueueEntryTable
    place = (entry.article_id, entry.position, entry.comment_id)
    rows = session.execute(
        select(*place, entry.revision)
        .where(_waits(run), tuple_(*place) > tuple_(*after))
        .order_by(*place)
        .limit(limit)
    )
    return [((row[0], row[1], row[2]), row[3]) for row in rows]


def count_to_score(session: Session, run: Run | None) -> int:
    """How many comments :func:`to_score` would give in all."""
    waiting = select(func.count()).select_from(QueueEntryTable).where(_waits(run))
    return int(session.scalars(waiting).one())


def any_to_score(session: Session) -> bool:
    """Whether a comment has no findings on its newest text; a step into an index."""
    waiting = select(QueueEntryTable.comment_id).where(_waits(None)).limit(1)
    return session.scalar(waiting) is not None


def thread_length(session: Session, article: int) -> int:
    """How many comments stand under an article."""
    statement = (
        select(func.count()).select_from(CommentTable).where(CommentTable.article_id == article)
    )
    return int(session.scalars(statement).one())


def numbers_of(session: Session, article: int, platform_ids: Collection[str]) -> list[int]:
    """The numbers of an article's comments that have these platform ids."""
    statement = select(CommentTable.id).where(
        CommentTable.article_id == article, CommentTable.platform_id.in_(platform_ids)
    )
    return list(session.scalars(statement))


def already_scored(session: Session, run: Run, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Which of these comments (with revisions) the run has looked at meanwhile."""
    rows = session.execute(
        # The run is compared here: SQLite would rather go through all that the run looked at.
        select(AnalysisTable.comment_id, AnalysisTable.revision, AnalysisTable.run_id).where(
            AnalysisTable.comment_id.in_([comment_id for comment_id, _ in pairs])
        )
    )
    wanted = {(comment_id, revision, run.id) for comment_id, revision in pairs}
    return {row.comment_id for row in rows if tuple(row) in wanted}


def count_of_other_versions(session: Session, info: RunInfo) -> int:
    """How many comments show the findings of another version of the pipeline."""
    others = session.scalars(
        select(RunTable.id).where(RunTable.signature != signature_of(info))
    ).all()
    if not others:
        return 0
    statement = (
        select(func.count())
        .select_from(QueueEntryTable)
        .join(AnalysisTable, AnalysisTable.id == QueueEntryTable.analysis_id)
        .where(AnalysisTable.run_id.in_(others))
    )
    return int(session.scalars(statement).one())


def _waits(run: Run | None) -> ColumnElement[bool]:
    entry = QueueEntryTable
    if run is None:
        # Written out, as the condition of the index of what is unscored (see ``tables.queue``).
        return entry.machine == literal_column(f"'{queue_policy.Place.UNSCORED.value}'")
    looked_at = exists().where(
        AnalysisTable.comment_id == entry.comment_id,
        AnalysisTable.revision == entry.revision,
        AnalysisTable.run_id == run.id,
    )
    some_words = entry.machine != queue_policy.Place.PLACEHOLDER.value
    return and_(entry.text_id.is_not(None), some_words, ~looked_at)
