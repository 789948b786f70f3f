"""PostgreSQL at a million comments: what is asked leaves its planner no costly way.

Of forty rows it reads all; so the indexes are asked for, and the statements themselves looked at.
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
from analysis.services.moderation.queue import queue_page
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store
from analysis.storage.queue_index.queue import page_of

pytestmark = pytest.mark.postgres

HOSTILE = "possible_hostility"


@pytest.fixture
def many(postgres_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Forty comments, of which more than five are many."""
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW", 5)
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW_TO_ASK", 5)
    texts = {f"c{n}": f"h=0.{n % 10} g=0.{n % 7} word{n}" for n in range(40)}
    filled(postgres_store, tmp_path, texts, created_at="2026-03-01T10:00:00Z")
    return postgres_store


def asked(store: Store, act: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The statements, with their values, that ``act`` runs."""
    statements: list[tuple[str, Any]] = []

    def keep(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.append((statement, parameters))

    sa.event.listen(store.engine, "before_cursor_execute", keep)
    act()
    sa.event.remove(store.engine, "before_cursor_execute", keep)
    return [step for step in statements if step[0].startswith(("SELECT", "WITH"))]


def plan(store: Store, statement: str, parameters: Any) -> list[str]:
    """The steps that PostgreSQL takes where it may read no table as a whole."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return [row[0] for row in rows]


def test_a_rare_word_is_looked_up_before_anything_is_put_in_order(many: Store) -> None:
    where = QueueFilter(queue=Queue.ALL, text="word7")
    profile = active_profile(many)

    def page() -> list[int]:
        with many.read() as session:
            return page_of(session, where, profile, offset=0, limit=25)

    ordered = [step for step in asked(many, page) if "ORDER BY queue_entry.priority" in step[0]]
    assert len(ordered) == 1
    steps = plan(many, *ordered[0])
    assert any("CTE Scan" in step for step in steps), steps
    assert any("ix_comment_search_words" in step for step in steps), steps
    assert not any("by_priority" in step for step in steps), steps


def test_a_phrase_is_collected_and_not_looked_for_text_by_text(many: Store) -> None:
    where = QueueFilter(queue=Queue.ALL, text='"0 word7"')
    searching = [
        step for step in asked(many, lambda: queue_page(many, where)) if "comment_search" in step[0]
    ]
    assert searching
    assert all("AS MATERIALIZED" in statement for statement, _ in searching)


def test_a_word_in_a_queue_of_some_is_asked_of_each_of_its_comments(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joined, PostgreSQL read 694,751 texts to find that none of 24,000 comments holds a word."""
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW_TO_ASK", 50)
    where = QueueFilter(queue=Queue.ALL, text="h")
    searching = [
        step
        for step in asked(many, lambda: queue_page(many, where))
        if "comment_search" in step[0] and "queue_entry" in step[0]
    ]
    assert searching
    for step in searching:
        assert any("SubPlan" in line for line in plan(many, *step)), step


def test_the_flags_of_a_month_are_found_by_the_label(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The label as an expression, which leads SQLite well, had all scores of all labels read."""
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW_TO_ASK", 50)
    where = QueueFilter(
        queue=Queue.ALL,
        label=HOSTILE,
        recommendation=Recommendation.FLAG,
        sort=Sort.NEWEST,
        date_from=date(2026, 3, 1),
        date_to=date(2026, 3, 31),
    )
    for statement, parameters in asked(many, lambda: queue_page(many, where)):
        if "queue_label.probability >=" in statement:
            steps = plan(many, statement, parameters)
            assert any("Index Cond" in step and "label =" in step for step in steps), steps


def test_a_queue_of_several_places_is_asked_as_the_planner_can_foresee_it(many: Store) -> None:
    """Of an expression it expects one row in two hundred, of flagged or reported a quarter."""
    where = QueueFilter(label=HOSTILE, score_min=0.5, score_max=0.6, sort=Sort.SCORE)
    scored = [
        statement
        for statement, _ in asked(many, lambda: queue_page(many, where))
        if "queue_label.probability >=" in statement
    ]
    assert scored
    assert not any("coalesce(queue_entry.queue" in statement for statement in scored)


def test_short_questions_are_neither_compiled_nor_handed_to_workers(postgres_store: Store) -> None:
    with postgres_store.read() as session:
        assert session.scalar(sa.text("SHOW jit")) == "off"
        assert session.scalar(sa.text("SHOW max_parallel_workers_per_gather")) == "0"
