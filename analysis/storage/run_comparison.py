"""What a run says beside what was said before it, comment by comment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from analysis.storage.comments import chunks
from analysis.storage.tables import AnalysisTable, LabelResultTable, RunTable

_PAGE = 500  # analyses read together


@dataclass(frozen=True, slots=True)
class Pair:
    """One label of one comment in a run, and in the last run before it that saw the same text.

    A probability is ``None`` where the label was not scored. ``earlier`` is the earlier run.
    """

    comment_id: int
    label: str
    earlier: int
    before: float | None
    after: float | None


def run_numbered(session: Session, key: str) -> int:
    """The number of the run with this public key."""
    return int(session.scalars(select(RunTable.id).where(RunTable.key == key)).one())


def signature_of_run(session: Session, number: int) -> str:
    """The signature of a run: equal for equal versions."""
    return session.scalars(select(RunTable.signature).where(RunTable.id == number)).one()


def pairs_of(session: Session, run: int) -> Iterator[Pair]:
    """Every label of every comment that the run and an earlier one looked at, in order."""
    mine, other = AnalysisTable, aliased(AnalysisTable)
    last = (
        select(func.max(other.id))
        .where(
            other.comment_id == mine.comment_id,
            other.revision == mine.revision,
            other.id < mine.id,
        )
        .correlate(mine)
        .scalar_subquery()
    )
    after = 0
    while True:
        rows = session.execute(
            select(mine.id, mine.comment_id, last.label("earlier"))
            .where(mine.run_id == run, mine.id > after)
            .order_by(mine.id)
            .limit(_PAGE)
        ).all()
        if not rows:
            return
        after = rows[-1].id
        known = [row for row in rows if row.earlier is not None]
        numbers = [row.earlier for row in known]
        probabilities = _probabilities(session, [row.id for row in known] + numbers)
        runs = _runs(session, numbers)
        for row in known:
            for label, probability in probabilities.get(row.id, {}).items():
                if label in probabilities.get(row.earlier, {}):
                    was = probabilities[row.earlier][label]
                    yield Pair(row.comment_id, label, runs[row.earlier], was, probability)


def _probabilities(session: Session, numbers: list[int]) -> dict[int, dict[str, float | None]]:
    probabilities: dict[int, dict[str, float | None]] = {}
    result = LabelResultTable
    for some in chunks(numbers):
        rows = session.execute(
            select(result.analysis_id, result.label, result.probability).where(
                result.analysis_id.in_(some)
            )
        )
        for number, label, probability in rows:
            probabilities.setdefault(number, {})[label] = probability
    return probabilities


def _runs(session: Session, numbers: list[int]) -> dict[int, int]:
    run_ids: dict[int, int] = {}
    for some in chunks(numbers):
        rows = session.execute(
            select(AnalysisTable.id, AnalysisTable.run_id).where(AnalysisTable.id.in_(some))
        )
        run_ids |= {row.id: row.run_id for row in rows}
    return run_ids
