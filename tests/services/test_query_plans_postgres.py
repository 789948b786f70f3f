"""A rare word among many comments: PostgreSQL collects its texts, and does not walk the queue."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from scripted import filled

from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation.queue import queue_page
from analysis.storage.database import Store

pytestmark = pytest.mark.postgres


def test_a_rare_word_is_looked_up_before_anything_is_put_in_order(
    postgres_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "analysis.storage.queue_index.queue.FEW", 5
    )  # of these forty; else all are few
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW_TO_ASK", 5)
    texts = {f"c{n}": f"h=0.{n % 10} g=0.{n % 7} word{n}" for n in range(40)}
    filled(postgres_store, tmp_path, texts)
    seen: list[tuple[str, Any]] = []

    def keep(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "ORDER BY queue_entry.priority" in statement:
            seen.append((statement, parameters))

    sa.event.listen(postgres_store.engine, "before_cursor_execute", keep)
    found = queue_page(postgres_store, QueueFilter(queue=Queue.ALL, text="word7"))
    sa.event.remove(postgres_store.engine, "before_cursor_execute", keep)
    assert [item.platform_id for item in found.items] == ["c7"]
    assert len(seen) == 1
    with postgres_store.engine.connect() as connection:
        # So few rows are read faster without an index; as of many, its use is asked for.
        connection.exec_driver_sql("SET enable_seqscan = off")
        plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {seen[0][0]}", seen[0][1])]
    assert any("CTE Scan" in step for step in plan), plan
    assert any("ix_comment_search_words" in step for step in plan), plan
    assert not any("by_priority" in step for step in plan), plan
