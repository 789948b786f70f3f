"""What a comment's entry in the queue's cache is: from its texts, findings, decisions, reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from analysis.domain.comment import GONE_FROM_SITE
from analysis.domain.decision import Decision, current, state_of
from analysis.domain.finding import Status
from analysis.domain.placeholder import LONGEST, is_placeholder
from analysis.domain.profile import Profile, Recommendation, recommend
from analysis.domain.queue_policy import (
    Answer,
    Place,
    Situation,
    machine_place,
    stand,
)
from analysis.domain.severity import is_severe
from analysis.domain.user_report import UserReport, summary
from analysis.labels import label as label_of
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.queue_index.patterns import of_concern, pattern_of
from analysis.storage.tables import (
    NO_TIME,
    AnalysisTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
    LabelResultTable,
)
from analysis.storage.user_reports import reports_of

Rows = list[dict[str, Any]]
Answers = dict[str, tuple[str, float | None]]
"""The status and score of each label that was asked."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A comment's newest revision; ``id`` is ``None`` when it was erased."""

    id: int | None
    revision: int
    placeholder: bool = False


def recommended(
    answers: Mapping[str, tuple[str, float | None]], profile: Profile
) -> dict[str, Recommendation]:
    """What ``profile`` makes of each label's status and score, for the labels that were asked."""
    return {
        label: recommend(Status(status), probability, profile.thresholds[label])
        for label, (status, probability) in answers.items()
        if label in profile.thresholds
    }


def machine_of(answers: Mapping[str, Recommendation]) -> Place:
    """Where the policy puts a comment by the pipeline's answers alone."""
    return machine_place(answer for label, answer in answers.items() if label in of_concern())


def worked_out(session: Session, ids: Sequence[int], profile: Profile) -> tuple[Rows, Rows, Rows]:
    """The entries, labels and facets that the cache should hold for these comments."""
    known = _known(session, ids)
    table = CommentTable
    entries: Rows = []
    labels: Rows = []
    facets: Rows = []
    for comment in session.execute(
        select(
            *(table.id, table.article_id, table.position, table.created_at, table.author),
            table.platform_status,
        ).where(
            # What an undone import brought is in no queue, count, search or export.
            table.id.in_(ids),
            table.withdrawn.is_(False),
        )
    ):
        entries.append(_entry(comment, known, profile))
        number = comment.id
        labels += [
            {"comment_id": number, "label": label, "status": status, "probability": probability}
            for label, (status, probability) in known.answers.get(number, {}).items()
        ]
        facets += [
            {"comment_id": number, "label": label, "facet": facet}
            for label, facet in known.facets.get(number, ())
        ]
    return entries, labels, facets


@dataclass(frozen=True, slots=True)
class _Known:
    """What is stored about some comments, by their numbers."""

    texts: Mapping[int, _Text]
    analyses: Mapping[int, int]
    answers: Mapping[int, Answers]
    facets: Mapping[int, Sequence[tuple[str, str]]]
    decisions: Mapping[int, tuple[Sequence[Decision], Mapping[int, int]]]
    reports: Mapping[int, Sequence[UserReport]]


def _known(session: Session, ids: Sequence[int]) -> _Known:
    texts = _newest_texts(session, ids)
    analyses = _newest_analyses(session, texts)
    answers, facets = _answers(session, analyses)
    decisions = decisions_with_revisions(session, ids)
    return _Known(texts, analyses, answers, facets, decisions, reports_of(session, ids))


def _entry(comment: Any, known: _Known, profile: Profile) -> dict[str, Any]:
    number = comment.id
    # One whose text somebody took away past the guards has nothing to show either.
    text = known.texts.get(number, _Text(None, 1))
    answers = known.answers.get(number, {})
    judged, revision_of = known.decisions.get(number, ((), {}))
    state, standing = state_of(judged), current(judged)
    edited = standing is not None and revision_of[standing.sequence] < text.revision
    analysis = known.analyses.get(number)
    answered = (standing.reports_seen if standing else None) or 0
    here = stand(
        Situation(
            state=state,
            answers=_of_concern(answers, profile, known.facets.get(number, ()))
            if analysis
            else None,
            edited=edited,
            erased=text.id is None,
            placeholder=text.placeholder,
            gone=comment.platform_status == GONE_FROM_SITE,
            reported=summary(known.reports.get(number, ()), answered=answered),
        )
    )
    when = comment.created_at
    return {
        "comment_id": number,
        "article_id": comment.article_id,
        "position": comment.position,
        "created_at": when or NO_TIME,
        "day": when.date().isoformat() if when else None,
        "author": comment.author,
        "revision": text.revision,
        "text_id": text.id,
        "analysis_id": analysis,
        "pattern": pattern_of(recommended(answers, profile)) if analysis else None,
        "machine": here.machine.value,
        "state": state.value,
        "last_sequence": max((decision.sequence for decision in judged), default=0),
        "edited": edited,
        "queue": here.place.value,
        "priority": here.priority,
    }


def _of_concern(
    answers: Answers,
    profile: Profile,
    facets: Collection[tuple[str, str]],
) -> tuple[Answer, ...]:
    """The answers that the policy looks at, as ``profile`` takes them."""
    concerning = []
    for label in of_concern() & set(answers) & set(profile.thresholds):
        status, probability = Status(answers[label][0]), answers[label][1]
        threshold = profile.thresholds[label]
        answer = recommend(status, probability, threshold)
        seen = [facet for of, facet in facets if of == label]
        severe = is_severe(label_of(label), probability, seen)
        concerning.append(Answer(label, status, probability, answer, threshold, severe))
    return tuple(concerning)


def _newest_texts(session: Session, ids: Sequence[int]) -> dict[int, _Text]:
    newest: dict[int, _Text] = {}
    erased = session.execute(
        select(ErasureTable.comment_id, func.max(ErasureTable.revision))
        .where(ErasureTable.comment_id.in_(ids))
        .group_by(ErasureTable.comment_id)
    )
    for comment_id, revision in erased:
        newest[comment_id] = _Text(None, revision)
    table = CommentTextTable
    short = case((func.length(table.text) <= LONGEST, table.text), else_="words")
    for text_id, comment_id, revision, words in session.execute(
        select(table.id, table.comment_id, table.revision, short).where(table.comment_id.in_(ids))
    ):
        if comment_id not in newest or newest[comment_id].revision < revision:
            newest[comment_id] = _Text(text_id, revision, is_placeholder(words))
    return newest


def _newest_analyses(session: Session, texts: dict[int, _Text]) -> dict[int, int]:
    """The newest analysis of each comment's newest revision."""
    table = AnalysisTable
    newest: dict[int, int] = {}
    for number, comment_id, revision in session.execute(
        select(table.id, table.comment_id, table.revision)
        .where(table.comment_id.in_(list(texts)))
        .order_by(table.id)
    ):
        if revision == texts[comment_id].revision:
            newest[comment_id] = number
    return newest


def _answers(
    session: Session, analyses: dict[int, int]
) -> tuple[dict[int, Answers], dict[int, list[tuple[str, str]]]]:
    comment_of = {number: comment_id for comment_id, number in analyses.items()}
    answers: dict[int, Answers] = defaultdict(dict)
    facets: dict[int, list[tuple[str, str]]] = defaultdict(list)
    table = LabelResultTable
    if comment_of:
        for number, label, status, probability, seen in session.execute(
            select(
                table.analysis_id, table.label, table.status, table.probability, table.facets
            ).where(table.analysis_id.in_(list(comment_of)))
        ):
            answers[comment_of[number]][label] = (status, probability)
            facets[comment_of[number]] += [(label, facet) for facet in seen.split()]
    return answers, facets
