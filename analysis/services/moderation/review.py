"""Everything a person needs to decide on one comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.comment import Comment
from analysis.domain.decision import Decision, ReviewState
from analysis.domain.errors import NotFound
from analysis.domain.profile import Profile, recommend
from analysis.domain.review import ReviewView, ThreadEntry
from analysis.labels import LABEL_KEYS
from analysis.services.measurement.stored_scores import scores_of
from analysis.services.moderation.queue import badges_of, reported
from analysis.services.moderation.queue_reasons import queue_reasons
from analysis.services.moderation.shown import shown_now, stamp_of
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import threads
from analysis.storage.analyses import read_findings, read_run
from analysis.storage.audit import now
from analysis.storage.claims import holders
from analysis.storage.comments import read_article, read_comments
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.documents import Findings
from analysis.storage.queue_index import lines

THREAD_EACH_WAY = 25
"""Comments of the thread before and after the one under review that are shown with it."""

MOST_REPLIES = 50
"""Direct replies shown; the thread has the others."""

DEEPEST = 8
"""Levels of indentation; deeper replies stay at the last one."""


def review(store: Store, comment_id: int, *, person: str | None = None) -> ReviewView:
    """The comment with findings, thread, decisions and revisions; ``BadInput`` when unknown.

    With ``person`` given, a comment that waits for a second opinion hides the decisions of
    others until that person has decided (``hidden_decisions`` says how many).
    """
    with store.read() as session:
        entry = threads.entry_of(session, comment_id)
        if entry is None:
            raise NotFound(f"There is no comment number {comment_id} in this database.")
        profile = profile_in(session)
        comment = read_comments(session, [comment_id])[comment_id]
        run, findings = None, Findings("und")
        if entry.analysis_id is not None:
            run_id, findings = read_findings(session, [entry.analysis_id])[comment_id]
            run = read_run(session, run_id)
        judged = decisions_with_revisions(session, [comment_id]).get(comment_id, ((), {}))[0]
        state = ReviewState(entry.state)
        shown = _shown(judged, state, person)
        answers = lines.answers(session, [comment_id])[comment_id]
        reports = reported(session, [comment_id]).get(comment_id)
        around = _around(session, entry.article_id, comment_id, comment, findings, profile)
        labels = {result.label: result for result in findings.labels}
        return ReviewView(
            comment_id=comment_id,
            comment=comment,
            article=read_article(session, entry.article_id),
            language=findings.language,
            state=state,
            last_sequence=entry.last_sequence,
            labels={label: labels[label] for label in LABEL_KEYS if label in labels},
            recommendations={
                label: recommend(
                    labels[label].status, labels[label].probability, profile.thresholds[label]
                )
                for label in LABEL_KEYS
                if label in labels
            },
            quotes=findings.quotes,
            addressee=findings.addressee,
            inferred_parent=findings.inferred_parent,
            parent=around.parent,
            replies=around.replies,
            thread=around.thread,
            decisions=shown,
            revisions=tuple(threads.revisions_of(session, comment_id)),
            run=run,
            claimed_by=holders(session, [comment_id], at=now()).get(comment_id),
            reasons=queue_reasons(
                entry.queue,
                state,
                badges_of(answers, profile),
                profile,
                edited=entry.edited,
                reported=reports,
            ),
            platform_ids=around.numbers,
            hidden_decisions=len(judged) - len(shown),
            reported=reports,
            recorded=scores_of(session, [comment_id]).get(comment_id),
            shown=shown_now(session, {comment_id: entry}, profile)[comment_id],
            profile=profile,
            stamp=stamp_of(entry, profile),
        )


class _Around:
    """The thread around a comment, as the view holds it."""

    __slots__ = ("numbers", "parent", "replies", "thread")

    def __init__(
        self,
        entries: Mapping[int, ThreadEntry],
        near: Sequence[int],
        parent: int | None,
        replies: Sequence[int],
    ) -> None:
        self.numbers = {entry.comment.id: number for number, entry in entries.items()}
        self.parent = entries.get(parent) if parent is not None else None
        self.replies = tuple(entries[number] for number in replies if number in entries)
        self.thread = tuple(entries[number] for number in near if number in entries)


def _around(
    session: Session,
    article: int,
    comment_id: int,
    comment: Comment,
    findings: Findings,
    profile: Profile,
) -> _Around:
    near = threads.numbers_around(session, article, comment.position, each_way=THREAD_EACH_WAY)
    replies = threads.replies_to(session, article, comment.id, limit=MOST_REPLIES)
    linked = {quote.comment_id for quote in findings.quotes if quote.comment_id}
    parent_key = comment.parent_id or (
        findings.inferred_parent.comment_id if findings.inferred_parent else None
    )
    linked |= {parent_key} if parent_key else set()
    if findings.addressee and findings.addressee.comment_id:
        linked.add(findings.addressee.comment_id)
    for result in findings.labels:
        if result.target and result.target.comment_id:
            linked.add(result.target.comment_id)
    far = threads.numbers_by_platform_id(session, article, sorted(linked))
    numbers = list(dict.fromkeys([*near, *replies, *far.values(), comment_id]))
    entries = _entries(session, numbers, profile)
    inferred_replies = [
        number
        for number in near
        if number not in replies
        and entries[number].inferred
        and _parent_of(entries[number]) == comment.id
    ]
    return _Around(
        {number: entry.entry for number, entry in entries.items()},
        near,
        far.get(parent_key) if parent_key else None,
        [*replies, *inferred_replies],
    )


class _Placed:
    """A thread entry with the platform id of the comment it answers."""

    __slots__ = ("entry", "inferred", "parent")

    def __init__(self, entry: ThreadEntry, parent: str | None) -> None:
        self.entry, self.inferred, self.parent = entry, entry.inferred, parent


def _parent_of(placed: _Placed) -> str | None:
    return placed.parent


def _entries(session: Session, numbers: Sequence[int], profile: Profile) -> dict[int, _Placed]:
    comments = read_comments(session, numbers)
    states = threads.entries_of(session, numbers)
    answers = lines.answers(session, numbers)
    unanswered = [
        analysis_id
        for number, comment in comments.items()
        if comment.parent_id is None and (analysis_id := states[number].analysis_id) is not None
    ]
    guessed = threads.inferred_parents(session, unanswered)
    parents = {
        comment.id: comment.parent_id or guessed.get(number) for number, comment in comments.items()
    }
    return {
        number: _Placed(
            ThreadEntry(
                comment_id=number,
                comment=comment,
                state=ReviewState(states[number].state),
                depth=_depth(comment.id, parents),
                inferred=comment.parent_id is None and number in guessed,
                badges=badges_of(answers[number], profile),
            ),
            parents[comment.id],
        )
        for number, comment in comments.items()
    }


def _depth(platform_id: str, parents: Mapping[str, str | None]) -> int:
    depth, above = 0, parents.get(platform_id)
    while above is not None and depth < DEEPEST:
        depth, above = depth + 1, parents.get(above)
    return depth


def _shown(
    judged: Sequence[Decision], state: ReviewState, person: str | None
) -> tuple[Decision, ...]:
    if person is None or state is not ReviewState.SECOND_OPINION:
        return tuple(judged)
    if any(decision.person == person for decision in judged):
        return tuple(judged)
    return tuple(replace(d, note="") for d in judged if d.person == person)
