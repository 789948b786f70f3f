"""Label the comments that have no findings yet, or all of them again as a new run."""

from __future__ import annotations

import time
import uuid
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.domain.account import Permission
from analysis.domain.analysis import Analysis
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Status
from analysis.domain.outcomes import Progress, ScoringSummary
from analysis.rare_collection import rare_collection
from analysis.services.access.accounts import require
from analysis.services.measurement.run_summaries import summarise_run
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage import analyses
from analysis.storage.audit import log, now
from analysis.storage.comments import read_article, read_comments, read_thread
from analysis.storage.database import Store
from analysis.storage.queue_index import index

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

BATCH = 256
"""Comments per transaction: a few seconds of work on a small machine."""

WHOLE_THREAD = 2_000
"""Up to this many comments a thread is context as a whole: quotes and parents from anywhere."""

CONTEXT_BEFORE = 500
"""In a longer thread, how many positions before a batch are its context; answers are near."""


@dataclass(slots=True)
class _Counts:
    scored: int = 0
    failed: int = 0
    abstained: int = 0


def score(
    store: Store,
    pipeline: Pipeline,
    *,
    again: bool = False,
    progress: Progress | None = None,
    person: str = "local",
) -> ScoringSummary:
    """Score comments without findings; ``again`` scores all anew. Commits per batch, resumes.

    Scored anew under another version, what that changed is kept as a comparison.
    """
    require(store, person, Permission.SCORE)
    begun = time.monotonic()
    keep_default_profile(store)
    info = pipeline.run_info()
    with store.read() as session:
        run = analyses.open_run(session, info, again=again)
        waiting = analyses.count_to_score(session, None)
        older = 0 if again else analyses.count_of_other_versions(session, info)
    counts = _Counts()
    if run is None and (waiting or again):
        with store.write() as session:
            run = analyses.add_run(
                session, info, key=uuid.uuid4().hex, again=again, person=person, at=now()
            )
    with store.read() as session:
        # Scoring again, everything waits that this run has not looked at.
        total = analyses.count_to_score(session, run) if again else waiting
    if total and run is not None:
        with rare_collection():
            for numbered in _labelled(store, pipeline, _batches(store, run, again=again)):
                _keep(store, run, numbered, counts)
                if progress:
                    progress(counts.scored, max(total, counts.scored))
    if run is not None and (total or again):
        with store.write() as session:
            counted = {
                "scored": counts.scored,
                "failed": counts.failed,
                "abstained": counts.abstained,
            }
            if again or not run.again:  # new comments that joined it have not gone through all
                analyses.end_run(session, run, at=now(), counts=counted)
            log(session, person, "score", run_key=run.key, detail={**counted, "again": again})
    if run is not None and again:
        summarise_run(store, run.key, person=person)
    return ScoringSummary(
        run_id=run.key if run is not None and total else None,
        scored=counts.scored,
        failed=counts.failed,
        abstained=counts.abstained,
        older=older,
        seconds=time.monotonic() - begun,
    )


_Batch = list[tuple[analyses.Place, int]]


def _batches(store: Store, run: analyses.Run, *, again: bool) -> Iterator[_Batch]:
    after: analyses.Place = (0, 0, 0)
    while True:
        with store.read() as session:
            batch = analyses.to_score(session, run if again else None, after=after, limit=BATCH)
        if not batch:
            return
        yield batch
        after = batch[-1][0]


def _labelled(
    store: Store, pipeline: Pipeline, batches: Iterable[_Batch]
) -> Iterator[list[tuple[int, int, Analysis]]]:
    """Comments' and revisions' numbers with their analyses, ``BATCH`` at a time.

    The next are begun before these are given, so that the model reads while they are kept.
    """
    numbers: deque[dict[str, tuple[int, int]]] = deque()

    def discussions() -> Iterator[tuple[Discussion, Collection[str]]]:
        for batch in batches:
            by_article: dict[int, _Batch] = {}
            for place, revision in batch:
                by_article.setdefault(place[0], []).append((place, revision))
            for article_id, some in by_article.items():
                article, comments = _context(store, article_id, some)
                numbers.append(
                    {comments[place[2]].id: (place[2], revision) for place, revision in some}
                )
                yield Discussion(article, tuple(comments.values())), set(numbers[-1])

    waiting: list[tuple[int, int, Analysis]] = []
    for labelled in pipeline.analyze_each(discussions()):
        known = numbers.popleft()
        waiting += [(*known[analysis.comment.id], analysis) for analysis in labelled]
        while len(waiting) >= BATCH:
            yield waiting[:BATCH]
            waiting = waiting[BATCH:]
    if waiting:
        yield waiting


def _context(store: Store, article_id: int, some: _Batch) -> tuple[Article, dict[int, Comment]]:
    """The article, and the comments that a batch is to be read among."""
    with store.read() as session:
        article = read_article(session, article_id)
        if analyses.thread_length(session, article_id) <= WHOLE_THREAD:
            return article, read_thread(session, article_id)
        first, last = some[0][0][1], some[-1][0][1]
        near = read_thread(session, article_id, first=max(0, first - CONTEXT_BEFORE), last=last)
        here = {comment.id for comment in near.values()}
        parents = {c.parent_id for c in near.values() if c.parent_id} - here
        far = analyses.numbers_of(session, article_id, parents)
        return article, {**read_comments(session, far), **near}


def _keep(
    store: Store,
    run: analyses.Run,
    numbered: list[tuple[int, int, Analysis]],
    counts: _Counts,
) -> None:
    with store.write() as session:
        pairs = [(number, revision) for number, revision, _ in numbered]
        done = analyses.already_scored(session, run, pairs)
        new = [entry for entry in numbered if entry[0] not in done]
        analyses.add_analyses(session, run, new)
        index.refresh(session, [number for number, _, _ in new], profile_in(session))
    counts.scored += len(new)
    for _, _, analysis in new:
        statuses = {result.status for result in analysis.labels.values()}
        counts.failed += Status.FAILED in statuses
        counts.abstained += Status.ABSTAINED in statuses


def anything_to_score(store: Store) -> bool:
    """Whether a comment waits to be labelled; no pipeline is needed to know."""
    with store.read() as session:
        return analyses.any_to_score(session)


def stale(store: Store, pipeline: Pipeline) -> int:
    """How many comments show the answers of another version than ``pipeline`` would give."""
    with store.read() as session:
        return analyses.count_of_other_versions(session, pipeline.run_info())
