"""A million comments: every default view is answered from an index, never by a scan or a sort.

``pytest -s`` shows the plans.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from scripted import filled

from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.decide import decided_today
from analysis.services.profiles import histogram
from analysis.services.queue import articles, neighbour, queue_counts, queue_page
from analysis.services.review import review
from analysis.services.tone import tone_by_article, tone_over_time
from analysis.storage.database import Store

BIG = (
    "queue_entry",
    "queue_label",
    "comment",
    "comment_text",
    "analysis",
    "analysis_document",
    "label_result",
    "decision",
    "audit_event",
)
HOSTILE = "possible_hostility"


def plan_of(store: Store, act: Callable[[Store], Any]) -> list[str]:
    """The steps that SQLite takes for every statement on a big table that ``act`` runs."""
    seen: list[tuple[str, Any]] = []

    def keep(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    sa.event.listen(store.engine, "before_cursor_execute", keep)
    act(store)
    sa.event.remove(store.engine, "before_cursor_execute", keep)
    steps = []
    with store.engine.connect() as connection:
        for statement, parameters in seen:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = [str(row[3]) for row in rows]
            if any(step.split()[:2][-1] in BIG for step in plan):
                steps += plan
    return steps


@pytest.fixture
def small(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Forty comments, asked for as a million are: nothing counts as few."""
    monkeypatch.setattr("analysis.storage.queue.FEW", 0)
    monkeypatch.setattr("analysis.storage.queue.FEW_TO_ASK", 0)
    texts = {f"c{n}": f"h=0.{n % 10} g=0.{n % 7} word{n}" for n in range(40)}
    filled(sqlite_store, tmp_path, texts, created_at="2026-03-01T10:00:00Z")
    return sqlite_store


def _view(**asked: Any) -> Callable[[Store], Any]:
    where = QueueFilter(**asked)

    def look(store: Store) -> None:
        queue_page(store, where)
        first = neighbour(store, where, None)
        assert first is not None, where
        neighbour(store, where, first)
        neighbour(store, where, first, step=-1)

    return look


VIEWS: dict[str, Callable[[Store], Any]] = {
    "flagged by priority": _view(),
    "flagged, oldest": _view(sort=Sort.OLDEST),
    "flagged, newest": _view(sort=Sort.NEWEST),
    "flagged, by place": _view(sort=Sort.POSITION),
    "all by priority": _view(queue=Queue.ALL),
    "all, newest": _view(queue=Queue.ALL, sort=Sort.NEWEST),
    "all, by place": _view(queue=Queue.ALL, sort=Sort.POSITION),
    "an article's flagged": _view(article_id="trams"),
    "a label by score": _view(label=HOSTILE, sort=Sort.SCORE),
    "a label by score, everywhere": _view(queue=Queue.ALL, label=HOSTILE, sort=Sort.SCORE),
    "a score range": _view(label=HOSTILE, score_min=0.8, score_max=0.95, sort=Sort.SCORE),
    "a label's unsure ones": _view(
        queue=Queue.ALL, label=HOSTILE, recommendation=Recommendation.UNSURE, sort=Sort.SCORE
    ),
    "counts": queue_counts,
    "articles": articles,
    "one comment": lambda store: review(store, 20, person="anna"),
    "decisions of today": lambda store: decided_today(store, person="anna"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_default_view_neither_scans_nor_sorts(small: Store, name: str) -> None:
    for step in plan_of(small, VIEWS[name]):
        print(f"{name}: {step}")
        words = step.split()
        if words[0] == "SCAN" and words[1] in BIG:
            # In the index's own order and with a LIMIT it stops after a page.
            assert "USING COVERING INDEX ix_queue_entry_all_by" in step
        if "TEMP B-TREE" in step and name not in ("counts", "articles"):
            assert "LAST" in step or name in SORTS_A_HANDFUL, step


#: What is walked along the queue's order where many match; each step asks one row by its key.
WALKS: dict[str, Callable[[Store], Any]] = {
    "a label's flags by priority": _view(
        queue=Queue.ALL, label=HOSTILE, recommendation=Recommendation.FLAG
    ),
    "a label's flags, newest": _view(
        label=HOSTILE, recommendation=Recommendation.FLAG, sort=Sort.NEWEST
    ),
    "a facet by priority": _view(queue=Queue.ALL, label=HOSTILE, facet="insult"),
    "a word by priority": _view(queue=Queue.ALL, text="word1"),
}


@pytest.mark.parametrize("name", WALKS)
def test_many_matches_are_walked_in_order_without_a_sort(small: Store, name: str) -> None:
    steps = plan_of(small, WALKS[name])
    for step in steps:
        print(f"{name}: {step}")
    # The way back from a comment steps through the rows of equal priority: a range of the index.
    assert not [step for step in steps if "TEMP B-TREE" in step and "LAST" not in step]
    assert any("CORRELATED" in step for step in steps)
    assert not any(
        step.startswith("SCAN") and "INDEX" not in step and step.split()[1] in BIG for step in steps
    )


SORTS_A_HANDFUL = (
    "one comment",  # a thread's neighbours, at most some fifty
)

AGGREGATES: dict[str, Callable[[Store], Any]] = {
    "tone by article": tone_by_article,
    "tone by day": tone_over_time,
    "tone of a month": lambda s: tone_over_time(
        s, date_from=date(2026, 3, 1), date_to=date(2026, 3, 31)
    ),
    "a histogram": lambda store: histogram(store, HOSTILE),
}


@pytest.mark.parametrize("name", AGGREGATES)
def test_counting_over_everything_reads_one_narrow_index(small: Store, name: str) -> None:
    for step in plan_of(small, AGGREGATES[name]):
        print(f"{name}: {step}")
        words = step.split()
        if words[0] in ("SCAN", "SEARCH") and words[1] in BIG:
            assert "COVERING INDEX" in step, step


def test_replies_are_found_by_their_parent(small: Store) -> None:
    steps = plan_of(small, VIEWS["one comment"])
    assert any("ix_comment_replies (article_id=? AND parent_platform_id=?)" in s for s in steps)
