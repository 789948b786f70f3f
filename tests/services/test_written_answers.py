"""Findings and the queue's rows: sealed from memory as stored, and only what changes is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from deciding import decide
from scripted import ScriptedPipeline, filled, write_comments
from sqlalchemy.orm import Session

from analysis.domain.decision import Action
from analysis.services.admin.integrity import check
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import analyses
from analysis.storage.bulk_insert import insert_rows, update_values
from analysis.storage.chain_content import Kind, range_content
from analysis.storage.count_rows import add_values
from analysis.storage.database import Store
from analysis.storage.queue_index import index
from analysis.storage.tables import (
    AnalysisTable,
    ArticleTable,
    ChainLinkTable,
    QueueCountTable,
    QueueEntryTable,
)

TEXTS = {f"c{n}": f"Comment {n} h=0.{n % 10} g=0.{n % 7}" for n in range(30)}


@pytest.mark.parametrize("sorts_alike", [True, False])
def test_a_link_of_findings_is_over_what_the_database_holds(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, sorts_alike: bool
) -> None:
    if not sorts_alike:
        monkeypatch.setattr(analyses, "_sorts_as_python", lambda _: False)
    filled(store, tmp_path, TEXTS)
    links = sa.select(ChainLinkTable).where(ChainLinkTable.kind == Kind.ANALYSIS.value)
    with store.read() as session:
        found = session.scalars(links).all()
        assert [(link.first_id, link.last_id) for link in found] == [(1, len(TEXTS))]
        for link in found:
            content = range_content(session, Kind.ANALYSIS, link.first_id, link.last_id)
            assert link.content_sha256 == content
    assert check(store, note=False).faults == ()


def _statements(store: Store, word: str) -> list[str]:
    seen: list[str] = []

    def keep(_c: Any, _cu: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and word in statement:
            seen.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", keep)
    return seen


def test_a_decision_writes_no_score_and_of_its_entry_only_what_it_changes(
    sqlite_store: Store, tmp_path: Path
) -> None:
    number = filled(sqlite_store, tmp_path, TEXTS)["c9"]
    scores = _statements(sqlite_store, "queue_label")
    facets = _statements(sqlite_store, "queue_facet")
    entries = _statements(sqlite_store, "queue_entry")
    decide(sqlite_store, number, Action.APPROVE, person="anna", seen_sequence=0)
    assert (scores, facets) == ([], [])
    (change,) = entries
    assert change.startswith("UPDATE queue_entry SET ")
    for column in ("author", "created_at", "position", "text_id", "analysis_id", "pattern_id"):
        assert column not in change
    assert check(sqlite_store, note=False).faults == ()


def test_what_did_not_change_is_not_written(store: Store, tmp_path: Path) -> None:
    numbers = filled(store, tmp_path, TEXTS)
    written = _statements(store, "queue_")
    with store.write() as session:
        index.refresh(session, list(numbers.values()), profile_in(session))
    assert written == []


def test_scores_that_change_and_texts_that_lose_them_are_followed(
    store: Store, tmp_path: Path
) -> None:
    numbers = filled(store, tmp_path, TEXTS)
    changed = {name: f"{text} h=0.95" if name < "c2" else text for name, text in TEXTS.items()}
    import_file(store, write_comments(tmp_path / "b.jsonl", changed))
    assert check(store, note=False).faults == ()
    score(store, ScriptedPipeline())
    score(store, ScriptedPipeline(), again=True)
    assert check(store, note=False).faults == ()
    with store.read() as session:
        assert session.scalar(sa.select(sa.func.count(QueueEntryTable.comment_id))) == len(numbers)


def test_the_run_is_not_gone_through_to_find_what_it_scored(
    sqlite_store: Store, tmp_path: Path
) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    asked: list[tuple[str, Any]] = []

    def keep(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    run = analyses.Run(1, "key")
    with sqlite_store.read() as session:
        sa.event.listen(sqlite_store.engine, "before_cursor_execute", keep)
        assert analyses.already_scored(session, run, [(1, 1), (2, 2), (99, 1)]) == {1}
        sa.event.remove(sqlite_store.engine, "before_cursor_execute", keep)
        statement, parameters = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert "comment_id=?" in " ".join(str(step[3]) for step in plan)


def _article(session: Session, name: str) -> int:
    row = {"platform_id": name, "title": "Trams", "paragraphs": []}
    insert_rows(session, ArticleTable, [row])
    number = session.scalar(sa.select(ArticleTable.id).where(ArticleTable.platform_id == name))
    assert number is not None
    return number


def test_many_rows_are_changed_by_their_keys(store: Store) -> None:
    with store.write() as session:
        first, second = _article(session, "a"), _article(session, "b")
        rows = [("Trams \0 late", ["x"], first), ("Buses", [], second)]
        update_values(session, ArticleTable, "id", ("title", "paragraphs"), rows)
    with store.read() as session:
        table = ArticleTable
        changed = session.execute(sa.select(table.title, table.paragraphs).order_by(table.id))
        assert [tuple(row) for row in changed] == [("Trams \0 late", ["x"]), ("Buses", [])]


def test_counts_are_added_to_or_begin(store: Store) -> None:
    keys = ("article_id", "queue")
    with store.write() as session:
        article = _article(session, "a")
        add_values(session, QueueCountTable, keys, "comments", [])
        add_values(session, QueueCountTable, keys, "comments", [(article, "flagged", 2)])
        more = [(article, "flagged", -1), (article, "unsure", 5)]
        add_values(session, QueueCountTable, keys, "comments", more)
        table = QueueCountTable
        counts = session.execute(sa.select(table.queue, table.comments).order_by(table.queue))
        assert [tuple(row) for row in counts] == [("flagged", 1), ("unsure", 5)]
        assert session.scalar(sa.select(sa.func.count(AnalysisTable.id))) == 0
