"""The queue's cache: worked out from comments, findings and decisions, and rebuilt at any time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session

from analysis.domain.comment import GONE_FROM_SITE
from analysis.domain.decision import current, state_of
from analysis.domain.finding import Status
from analysis.domain.placeholder import LONGEST, is_placeholder
from analysis.domain.profile import Profile, Recommendation, recommend
from analysis.domain.queue_policy import (
    POLICY_VERSION,
    Answer,
    Place,
    Situation,
    machine_place,
    stand,
)
from analysis.domain.severity import is_severe
from analysis.domain.user_report import summary
from analysis.labels import label as label_of
from analysis.storage.comments import AT_ONCE, chunks
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.profiles import set_setting, setting
from analysis.storage.queue_index import counts
from analysis.storage.queue_index.patterns import numbers_of, of_concern, pattern_of
from analysis.storage.queue_index.publication import followed
from analysis.storage.queue_index.rows import cached_rows, write_difference
from analysis.storage.queue_index.scores import outcome_of
from analysis.storage.tables import (
    NO_TIME,
    AnalysisTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
    LabelResultTable,
    QueueEntryTable,
    QueueFacetTable,
    QueueLabelTable,
)
from analysis.storage.user_reports import reports_of

_POLICY = "queue_policy"
"""The setting that says under which version of the policy the cache was worked out."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A comment's newest revision; ``id`` is ``None`` when it was erased."""

    id: int | None
    revision: int
    placeholder: bool = False


def refresh(session: Session, ids: Iterable[int], profile: Profile) -> None:
    """Work out the entries of these comments anew, counts included.

    ``profile`` is the one in force; a publication under way is followed already.
    """
    profile = followed(session, profile)
    for some in chunks(list(ids)):
        _refresh(session, some, profile)


def rebuild(
    session: Session, profile: Profile, *, done: Callable[[int], None] | None = None
) -> None:
    """Throw the whole cache away and make it again; ``done`` hears how many comments are."""
    profile = followed(session, profile)
    for table in (QueueFacetTable, QueueLabelTable, QueueEntryTable):
        session.execute(delete(table))
    counts.clear(session)
    set_setting(session, _POLICY, POLICY_VERSION)
    last, count = 0, 0
    while True:
        ids = session.scalars(
            select(CommentTable.id)
            .where(CommentTable.id > last)
            .order_by(CommentTable.id)
            .limit(AT_ONCE)
        ).all()
        if not ids:
            return
        _refresh(session, ids, profile)
        last, count = ids[-1], count + len(ids)
        if done:
            done(count)


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


def follows_policy(session: Session) -> bool:
    """Whether the cache was worked out under the policy of this program."""
    return bool(setting(session, _POLICY) == POLICY_VERSION)


def _refresh(session: Session, ids: Sequence[int], profile: Profile) -> None:
    before = cached_rows(session, ids)
    changed = counts.Counted()
    changed.take_off(before)
    entries, labels, facets = _rows(session, ids, profile)
    numbers = numbers_of(session, [row["pattern"] for row in entries if row["pattern"] is not None])
    for row in entries:
        pattern = row.pop("pattern")
        row["pattern_id"] = None if pattern is None else numbers[pattern]
        changed.add_entry(row["article_id"], row["queue"], row["day"], pattern)
    outcomes = outcomes_of(entries)
    for row in labels:
        changed.add_score(row["label"], row["probability"], outcomes[row["comment_id"]])
    write_difference(session, before, entries, labels, facets)
    counts.change(session, changed)


def _rows(
    session: Session, ids: Sequence[int], profile: Profile
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    texts = _newest_texts(session, ids)
    analyses = _newest_analyses(session, texts)
    answers, facets_seen = _answers(session, analyses)
    decisions = decisions_with_revisions(session, ids)
    reports = reports_of(session, ids)
    table = CommentTable
    entries: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    facets: list[dict[str, Any]] = []
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
        # One whose text somebody took away past the guards has nothing to show either.
        text = texts.get(comment.id, _Text(None, 1))
        answers_of = answers.get(comment.id, {})
        judged, revision_of = decisions.get(comment.id, ((), {}))
        state, standing = state_of(judged), current(judged)
        edited = standing is not None and revision_of[standing.sequence] < text.revision
        analysis = analyses.get(comment.id)
        recommendations = recommended(answers_of, profile)
        answered = (standing.reports_seen if standing else None) or 0
        here = stand(
            Situation(
                state=state,
                answers=_of_concern(answers_of, profile, facets_seen.get(comment.id, ()))
                if analysis
                else None,
                edited=edited,
                erased=text.id is None,
                placeholder=text.placeholder,
                gone=comment.platform_status == GONE_FROM_SITE,
                reported=summary(reports.get(comment.id, ()), answered=answered),
            )
        )
        queue = here.place.value
        when = comment.created_at
        entries.append(
            {
                "comment_id": comment.id,
                "article_id": comment.article_id,
                "position": comment.position,
                "created_at": when or NO_TIME,
                "day": when.date().isoformat() if when else None,
                "author": comment.author,
                "revision": text.revision,
                "text_id": text.id,
                "analysis_id": analysis,
                "pattern": pattern_of(recommendations) if analysis else None,
                "machine": here.machine.value,
                "state": state.value,
                "last_sequence": max((d.sequence for d in judged), default=0),
                "edited": edited,
                "queue": queue,
                "priority": here.priority,
            }
        )
        labels += [
            {
                "comment_id": comment.id,
                "label": label,
                "status": status,
                "probability": probability,
            }
            for label, (status, probability) in answers_of.items()
        ]
        facets += [
            {"comment_id": comment.id, "label": label, "facet": facet}
            for label, facet in facets_seen.get(comment.id, ())
        ]
    return entries, labels, facets


def _of_concern(
    answers: dict[str, tuple[str, float | None]],
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
) -> tuple[dict[int, dict[str, tuple[str, float | None]]], dict[int, list[tuple[str, str]]]]:
    comment_of = {number: comment_id for comment_id, number in analyses.items()}
    answers: dict[int, dict[str, tuple[str, float | None]]] = defaultdict(dict)
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


def outcomes_of(entries: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """The outcome under which each of these entries' scores are counted, by comment."""
    return {
        row["comment_id"]: outcome_of(row["queue"], row["state"], edited=row["edited"])
        for row in entries
    }


def worked_out(
    session: Session, ids: Sequence[int], profile: Profile
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries, labels and facets that ``refresh`` would keep for these comments."""
    return _rows(session, ids, profile)
