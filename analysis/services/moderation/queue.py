"""The queues: what needs a person, in an order that can be explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.decision import ReviewState, current
from analysis.domain.errors import BadInput, nearest
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, recommend
from analysis.domain.queue_policy import PLACES
from analysis.domain.review import (
    ArticleRow,
    LabelBadge,
    Queue,
    QueueFilter,
    QueueItem,
    QueuePage,
    Sort,
)
from analysis.domain.severity import SEVERE_FROM
from analysis.domain.user_report import Reported, summary
from analysis.ingest.user_report_reasons import known_reasons
from analysis.labels import LABEL_KEYS
from analysis.services.moderation.queue_reasons import queue_reasons
from analysis.services.moderation.snippets import snippet
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.queue_index import lines
from analysis.storage.queue_index import queue as stored
from analysis.storage.search import hits
from analysis.storage.user_reports import labels_given, reasons_given, reports_of

LARGEST_PAGE = 500
"""Lines of one page; more is an export."""

MOST_COUNTED = 10_000
"""Matches counted where each has to be looked at; nobody turns the pages behind them."""


def queue_page(
    store: Store, where: QueueFilter, *, page: int = 1, page_size: int = 25
) -> QueuePage:
    """One page (from 1) of the comments that match ``where``, in its order.

    The order by score lists comments that have a score for the label.
    """
    where = _checked(where)
    if page < 1 or not 1 <= page_size <= LARGEST_PAGE:
        raise BadInput(f"A page is numbered from 1 and has 1 to {LARGEST_PAGE} lines.")
    with store.read() as session:
        profile = profile_in(session)
        listed = stored.page_and_count(
            session,
            where,
            profile,
            offset=(page - 1) * page_size,
            limit=page_size,
            most=MOST_COUNTED,
        )
        items = tuple(items_of(session, listed.numbers, profile, searched=where.text))
    return QueuePage(
        items=items, total=listed.total, page=page, page_size=page_size, more=listed.more
    )


def queue_counts(store: Store, *, article_id: str | None = None) -> Mapping[Queue, int]:
    """How many comments wait in each queue, decided ones and all included."""
    with store.read() as session:
        counts = lines.counts_by_queue(session, article_id)
    listed = {
        queue: sum(counts.get(place.value, 0) for place in places)
        for queue, places in PLACES.items()
    }
    return {queue: listed.get(queue, sum(counts.values())) for queue in Queue}


def neighbour(
    store: Store, where: QueueFilter, comment_id: int | None, *, step: int = 1
) -> int | None:
    """The next (``step`` 1) or previous (-1) comment of the filtered queue; ``None`` at its end.

    ``comment_id`` ``None`` asks for the first (or, with a negative step, the last). A comment that
    has just been decided and left the queue still has its place, so its neighbours are found.
    """
    if step == 0:
        return comment_id
    where = _checked(where)
    with store.read() as session:
        profile = profile_in(session)
        place = comment_id
        for _ in range(abs(step)):
            place = stored.neighbour_of(session, where, profile, place, forward=step > 0)
            if place is None:
                return None
    return place


def is_known(store: Store, comment_id: int) -> bool:
    """Whether there is a comment of this number."""
    with store.read() as session:
        return bool(lines.lines(session, [comment_id]))


def gone_from(store: Store, queue: Queue, ids: Sequence[int]) -> set[int]:
    """Those of these comments that are not in ``queue`` any more; everything is in ``ALL``."""
    if queue is Queue.ALL:
        return set()
    with store.read() as session:
        return set(ids) - lines.still_in(session, queue, ids)


def articles(store: Store, *, limit: int | None = None) -> list[ArticleRow]:
    """The articles with their counts, the one with most waiting comments first."""
    with store.read() as session:
        return [
            ArticleRow(
                article_id=row.platform_id,
                title=row.title,
                section=row.section,
                published_at=row.published_at,
                comments=int(row.comments),
                waiting=int(row.waiting),
                decided=int(row.decided),
                unscored=int(row.unscored),
            )
            for row in lines.article_counts(session, limit=limit)
        ]


def sections(store: Store) -> list[str]:
    """The sections that articles name, in alphabetical order."""
    with store.read() as session:
        return lines.section_names(session)


def badges_of(rows: Sequence[Any], profile: Profile) -> tuple[LabelBadge, ...]:
    """Stored answers (see ``lines.answers``) as ``profile`` takes them."""
    badges = []
    for row in rows:
        status = Status(row.status)
        if row.label in profile.thresholds:
            answer = recommend(status, row.probability, profile.thresholds[row.label])
            severe = row.highest and row.probability is not None and row.probability >= SEVERE_FROM
            badges.append(LabelBadge(row.label, status, row.probability, answer, bool(severe)))
    return tuple(sorted(badges, key=lambda badge: _rank(badge.label)))


def reported(session: Session, ids: Sequence[int]) -> dict[int, Reported]:
    """What readers reported of these comments; those without a report are left out."""
    reports = reports_of(session, ids)
    judged = decisions_with_revisions(session, list(reports)) if reports else {}
    by_comment = {}
    for number, some in reports.items():
        standing = current(judged[number][0]) if number in judged else None
        standing_reports = summary(
            some, answered=(standing.reports_seen if standing else None) or 0
        )
        if standing_reports is not None:
            by_comment[number] = standing_reports
    return by_comment


def report_choices(store: Store) -> tuple[Sequence[tuple[str, str]], Sequence[str]]:
    """The reasons that readers gave (as stored, as shown) and the labels that these ask about."""
    with store.read() as session:
        reasons = reasons_given(session)
        labels = labels_given(session, LABEL_KEYS)
    return [(reason, reason_title(reason)) for reason in reasons if reason], labels


def reason_title(reason: str) -> str:
    """How a screen shows a platform's reason of a report."""
    return known_reasons().title(reason)


def items_of(
    session: Session, ids: Sequence[int], profile: Profile, *, searched: str | None = None
) -> list[QueueItem]:
    """The lines of these comments, in their order, inside a transaction that already is open.

    With ``searched`` a line shows the part of the text that the search found.
    """
    typed = searched if searched and searched.strip() else None
    answers = lines.answers(session, ids)
    reports = reported(session, ids)
    items = []
    for row in lines.lines(session, ids, whole=typed is not None):
        original = row.excerpt or ""
        shown = snippet(original, hits(original, typed) if typed else ())
        badges = badges_of(answers[row.comment_id], profile)
        state = ReviewState(row.state)
        items.append(
            QueueItem(
                comment_id=row.comment_id,
                platform_id=row.platform_id,
                article_id=row.article_id,
                article_title=row.title,
                position=row.position,
                author=row.author,
                created_at=row.created_at,
                excerpt=shown.text,
                hits=shown.hits,
                state=state,
                badges=badges,
                priority=row.priority,
                reasons=queue_reasons(
                    row.queue,
                    state,
                    badges,
                    profile,
                    edited=row.edited,
                    reported=reports.get(row.comment_id),
                ),
                reported=reports.get(row.comment_id),
                edited=row.edited,
            )
        )
    return items


def _checked(where: QueueFilter) -> QueueFilter:
    if where.label is not None and where.label not in LABEL_KEYS:
        raise BadInput(f"Unknown label {where.label!r}; {nearest(where.label, LABEL_KEYS)}.")
    asked_as = where.report_label
    if asked_as is not None and asked_as not in LABEL_KEYS:
        raise BadInput(f"Unknown label {asked_as!r}; {nearest(asked_as, LABEL_KEYS)}.")
    asks = (where.recommendation, where.score_min, where.score_max)
    if where.label is None and any(ask is not None for ask in asks):
        raise BadInput("A recommendation or score range needs the label that it is about.")
    if where.sort is Sort.SCORE and where.label is None:
        return replace(where, sort=Sort.PRIORITY)
    return where


def _rank(label: str) -> int:
    return LABEL_KEYS.index(label) if label in LABEL_KEYS else len(LABEL_KEYS)
