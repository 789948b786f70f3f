"""Two people, two imports, two runs at the same moment: nothing lost, nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from deciding import decide
from scripted import ScriptedPipeline, filled, write_comments
from test_decide import dump_cache

from analysis.domain.decision import Action
from analysis.domain.errors import Conflict
from analysis.domain.review import Queue
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts
from analysis.services.moderation.review import review
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store, open_store
from analysis.storage.migrate import head
from analysis.storage.queue_index import index


def _together(acts: list[Callable[[], object]]) -> list[object]:
    def tried(act: Callable[[], object]) -> object:
        try:
            return act()
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tried, acts))


def _rebuilt_is_the_same(store: Store) -> None:
    kept = dump_cache(store)
    with store.write() as session:
        index.rebuild(session, active_profile(store))
    assert dump_cache(store) == kept


def test_of_two_who_decide_at_once_one_is_told_about_the_other(
    store: Store, tmp_path: Path
) -> None:
    ids = filled(store, tmp_path, {f"c{n}": "h=0.9" for n in range(6)})
    for number in ids.values():
        made = _together(
            [
                lambda who=who, n=number: decide(  # type: ignore[misc]
                    store, n, Action.APPROVE, person=who, seen_sequence=0
                )
                for who in ("anna", "ben")
            ]
        )
        refused = [str(one) for one in made if isinstance(one, Conflict)]
        assert len(refused) == 1
        faster = review(store, number).decisions
        assert [d.sequence for d in faster] == [1]
        assert refused[0].startswith(f"{faster[0].person} was faster")
    assert queue_counts(store)[Queue.DECIDED] == 6


def test_one_file_imported_by_two_at_once_is_there_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.imports.BATCH", 5)
    path = write_comments(tmp_path / "a.jsonl", [f"Comment {n}" for n in range(40)])
    reports = _together([lambda: import_file(store, path)] * 2)
    assert sum(report.new for report in reports) == 40  # type: ignore[attr-defined]
    assert queue_counts(store)[Queue.ALL] == 40
    _rebuilt_is_the_same(store)


def test_two_runs_at_once_score_each_comment_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store, tmp_path, {"first": "fine"})
    monkeypatch.setattr("analysis.services.data.scoring.BATCH", 4)
    import_file(store, write_comments(tmp_path / "b.jsonl", [f"h=0.{n % 10}" for n in range(30)]))
    reports = _together([lambda: score(store, ScriptedPipeline())] * 2)
    assert sum(report.scored for report in reports) == 30  # type: ignore[attr-defined]
    _rebuilt_is_the_same(store)


@pytest.mark.postgres
def test_two_programs_that_start_together_migrate_once(postgres_empty_url: str) -> None:
    stores = _together([lambda: open_store(postgres_empty_url, migrate=True)] * 3)
    assert {store.revision() for store in stores} == {head()}  # type: ignore[attr-defined]
    for store in stores:
        store.close()  # type: ignore[attr-defined]


def test_two_programs_that_start_together_make_one_file(sqlite_url: str) -> None:
    stores = _together([lambda: open_store(sqlite_url, migrate=True)] * 3)
    assert {store.revision() for store in stores} == {head()}  # type: ignore[attr-defined]
    for store in stores:
        store.close()  # type: ignore[attr-defined]
