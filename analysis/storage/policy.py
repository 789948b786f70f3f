"""What thresholds make of stored scores: apply a profile, and count what another would change."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, Recommendation, Threshold, recommend
from analysis.storage import cache
from analysis.storage.asked import LETTERS, asked, of_concern
from analysis.storage.tables import (
    ArticleTable,
    QueueEntryTable,
    QueueLabelTable,
)

_Select = TypeVar("_Select", bound=Select[*tuple[Any, ...]])

_ENTRY = QueueEntryTable
_LABEL = QueueLabelTable


def apply_profile(session: Session, old: Profile, new: Profile) -> None:
    """Make the queues follow ``new``: only comments whose answers differ are touched."""
    moved = _moved(old, new)
    if moved is None:
        return
    pattern: ColumnElement[Any] = literal("")
    for label in asked():
        pattern = pattern + func.coalesce(_letter_of_entry(label, new), "-")
    touched = _ENTRY.comment_id.in_(moved)
    session.execute(
        update(_ENTRY)
        .where(touched, _ENTRY.analysis_id.is_not(None))
        .values(pattern=pattern)
        .execution_options(synchronize_session=False)
    )
    machine = _machine()
    session.execute(
        update(_ENTRY)
        .where(
            touched,
            _ENTRY.machine.not_in((cache.UNSCORED, cache.ERASED)),
            _ENTRY.machine != machine,
        )
        .values(
            machine=machine,
            queue=case((_waits(), machine), else_=_ENTRY.queue),
        )
        .execution_options(synchronize_session=False)
    )
    queue = select(_ENTRY.queue).where(_ENTRY.comment_id == _LABEL.comment_id).scalar_subquery()
    session.execute(
        update(_LABEL)
        .where(_LABEL.comment_id.in_(moved), _LABEL.queue != queue)
        .values(queue=queue)
        .execution_options(synchronize_session=False)
    )
    cache.recount(session)


def answers_now_and_then(
    session: Session, label: str, now: Threshold, then: Threshold
) -> dict[tuple[Recommendation, Recommendation], int]:
    """How many scored comments get which answer under ``now`` and under ``then``."""
    score = _LABEL.probability
    pairs: Counter[tuple[Recommendation, Recommendation]] = Counter()
    # Between two neighbouring boundaries all scores get the same answers, and counting an
    # index range is many times faster than asking each score.
    edges = sorted({now.flag_at, now.clear_below, then.flag_at, then.clear_below})
    for low, high in pairwise([None, *edges, None]):
        inside: list[ColumnElement[bool]] = [score.is_not(None)]
        inside += [score >= low] if low is not None else []
        inside += [score < high] if high is not None else []
        sample = -1.0 if low is None else low
        pair = (_pure(sample, now), _pure(sample, then))
        pairs[pair] += _count(session, label, *inside)
    silent = (Recommendation.UNSUPPORTED, Recommendation.UNSUPPORTED)
    pairs[silent] += _count(session, label, score.is_(None))
    return {pair: count for pair, count in pairs.items() if count}


def _pure(score: float, threshold: Threshold) -> Recommendation:
    return recommend(Status.SCORED, score, threshold)


def _count(session: Session, label: str, *inside: ColumnElement[bool]) -> int:
    found = select(func.count()).where(_LABEL.label == label, *inside)
    return int(session.scalars(found).one())


def moved_examples(
    session: Session, label: str, now: Threshold, then: Threshold, *, up: bool, limit: int
) -> list[int]:
    """Open comments whose answer would rise (or fall), those nearest a new boundary first."""
    score = _LABEL.probability
    rank_now, rank_then = _rank(now), _rank(then)
    moves = rank_then > rank_now if up else rank_then < rank_now
    distance = func.min if session.get_bind().dialect.name == "sqlite" else func.least
    near = distance(func.abs(score - then.flag_at), func.abs(score - then.clear_below))
    return list(
        session.scalars(
            select(_LABEL.comment_id)
            .where(
                _LABEL.label == label,
                or_(*_between(score, now, then)),
                moves,
            )
            .order_by(near, _LABEL.comment_id)
            .limit(limit)
        )
    )


def waiting_under(session: Session, now: Profile, then: Profile) -> tuple[int, int]:
    """How many open comments ask for a look now, and would under ``then``."""
    machine_now = select(func.count()).where(_ENTRY.queue.in_(("flagged", "unsure", "unsupported")))
    before = int(session.scalars(machine_now).one())
    moved = _moved(now, then, labels=of_concern())
    if moved is None:
        return before, before
    # No score (null) asks for a look too: it is unsupported, never clear.
    asks = or_(
        *(
            func.coalesce(_score_of_entry(label) >= then.thresholds[label].clear_below, True)
            for label in sorted(of_concern())
        )
    )
    here = select(func.count()).where(_ENTRY.comment_id.in_(moved), _waits())
    lost = here.where(_ENTRY.machine != cache.CLEAR, ~asks)
    won = here.where(_ENTRY.machine == cache.CLEAR, asks)
    return before, before - int(session.scalars(lost).one()) + int(session.scalars(won).one())


def histogram_of(
    session: Session, label: str, *, bins: int, article: str | None
) -> dict[int, tuple[int, int, int]]:
    """Per bin its comments, those approved or rejected, and those rejected.

    A comment edited since its decision counts as undecided: the score is of another text.
    """
    number = _bin(bins)
    judged: dict[int, Counter[str]] = defaultdict(Counter)
    decided = select(number, _LABEL.state, func.count()).where(
        _LABEL.label == label, _LABEL.queue == "decided", _LABEL.probability.is_not(None)
    )
    for row in session.execute(_of_article(decided, article).group_by(number, _LABEL.state)):
        judged[int(row[0])][row[1]] = int(row[2])
    counts = (
        _bins_of_article(session, label, number, article)
        if article is not None
        else _bins_of_all(session, label, bins)
    )
    return {
        place: (count, judged[place].total(), judged[place][ReviewState.REJECTED.value])
        for place, count in counts.items()
    }


def _bins_of_all(session: Session, label: str, bins: int) -> dict[int, int]:
    """Counted range by range of the index, many times faster than sorting each score in."""
    score = _LABEL.probability
    counts = {}
    for place in range(bins):
        inside = [score >= place / bins]
        inside += [score < (place + 1) / bins] if place < bins - 1 else []
        counts[place] = _count(session, label, *inside)
    return counts


def _bins_of_article(
    session: Session, label: str, number: ColumnElement[int], article: str
) -> dict[int, int]:
    statement = select(number, func.count()).where(
        _LABEL.label == label, _LABEL.probability.is_not(None)
    )
    rows = session.execute(_of_article(statement, article).group_by(number))
    return {int(row[0]): int(row[1]) for row in rows}


def _of_article(statement: _Select, article: str | None) -> _Select:
    if article is None:
        return statement
    return (
        statement.join(_ENTRY, _ENTRY.comment_id == _LABEL.comment_id)
        .join(ArticleTable, ArticleTable.id == _ENTRY.article_id)
        .where(ArticleTable.platform_id == article)
    )


def judged_scores(session: Session, label: str) -> list[tuple[int, float, bool]]:
    """Comment, score and whether it was rejected, of all approved or rejected comments."""
    rows = session.execute(
        select(_LABEL.comment_id, _LABEL.probability, _LABEL.state)
        .where(_LABEL.label == label, _LABEL.queue == "decided", _LABEL.probability.is_not(None))
        .order_by(_LABEL.comment_id)
    )
    return [(n, p or 0.0, state == ReviewState.REJECTED.value) for n, p, state in rows]


def _bin(bins: int) -> ColumnElement[int]:
    """The bin of a score, by the same comparisons as the ranges of :func:`_bins_of_all`."""
    uppers = [(_LABEL.probability < (place + 1) / bins, place) for place in range(bins - 1)]
    return case(*uppers, else_=bins - 1) if uppers else literal(0)


def _moved(
    old: Profile, new: Profile, *, labels: frozenset[str] | None = None
) -> Select[Any] | None:
    """The comments with a score between an old threshold and the new one."""
    parts = []
    for label in asked():
        before, after = old.thresholds.get(label), new.thresholds.get(label)
        if before == after or (labels is not None and label not in labels):
            continue
        if before is None or after is None:
            parts.append(select(_LABEL.comment_id).where(_LABEL.label == label))
            continue
        for between in _between(_LABEL.probability, before, after):
            parts.append(select(_LABEL.comment_id).where(_LABEL.label == label, between))
    if not parts:
        return None
    return select(union(*parts).subquery().c.comment_id)


def _between(score: Any, before: Threshold, after: Threshold) -> list[ColumnElement[bool]]:
    """Conditions that hold exactly for the scores one of the two boundaries has passed over."""
    return [
        and_(score >= min(a, b), score < max(a, b))
        for a, b in (
            (before.flag_at, after.flag_at),
            (before.clear_below, after.clear_below),
        )
        if a != b
    ] or [literal(False)]


def _answer(threshold: Threshold) -> ColumnElement[str]:
    score = _LABEL.probability
    return case(
        (score.is_(None), LETTERS[Recommendation.UNSUPPORTED]),
        (score >= cast(threshold.flag_at, Float(53)), LETTERS[Recommendation.FLAG]),
        (score < cast(threshold.clear_below, Float(53)), LETTERS[Recommendation.CLEAR]),
        else_=LETTERS[Recommendation.UNSURE],
    )


def _rank(threshold: Threshold) -> ColumnElement[int]:
    score = _LABEL.probability
    return case((score >= threshold.flag_at, 2), (score < threshold.clear_below, 0), else_=1)


def _letter_of_entry(label: str, profile: Profile) -> ColumnElement[Any]:
    if label not in profile.thresholds:
        return literal("-")
    return (
        select(_answer(profile.thresholds[label]))
        .where(_LABEL.comment_id == _ENTRY.comment_id, _LABEL.label == label)
        .scalar_subquery()
    )


def _score_of_entry(label: str) -> ColumnElement[Any]:
    return (
        select(_LABEL.probability)
        .where(_LABEL.comment_id == _ENTRY.comment_id, _LABEL.label == label)
        .correlate(_ENTRY)
        .scalar_subquery()
    )


def _machine() -> ColumnElement[str]:
    """``cache.machine_of`` as SQL."""
    places = [place for place, label in enumerate(asked(), 1) if label in of_concern()]

    def has(letter: str) -> ColumnElement[bool]:
        return or_(*(func.substr(_ENTRY.pattern, place, 1) == letter for place in places))

    return case(
        (has("f"), "flagged"),
        (has("u"), "unsure"),
        (or_(has("x"), has("-")), "unsupported"),
        else_=cache.CLEAR,
    )


def _waits() -> ColumnElement[bool]:
    return or_(_ENTRY.state == ReviewState.OPEN.value, _ENTRY.edited)
