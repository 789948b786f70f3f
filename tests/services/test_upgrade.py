"""A database whose queues were made under an older policy is worked out anew, once."""

from __future__ import annotations

from pathlib import Path

from scripted import filled

from analysis.domain.review import Queue
from analysis.services.admin.upgrade import place_anew, upgraded_store
from analysis.services.moderation.queue import queue_counts
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting
from analysis.storage.queue_index import index
from analysis.storage.tables import QueueEntryTable


def test_queues_of_an_older_policy_are_worked_out_anew(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path, {"a": "You are a snob h=0.95", "b": "Good day h=0.0"})
    before = queue_counts(store)
    with store.write() as session:
        set_setting(session, "queue_policy", 0)
        # As if an older policy had put everything into the queue of the unsure.
        session.query(QueueEntryTable).update({"queue": "unsure"})
    placed: list[int] = []
    assert place_anew(store, progress=placed.append)
    assert placed == [2]
    assert queue_counts(store) == before
    assert before[Queue.FLAGGED] == 1


def test_queues_that_follow_the_policy_are_left_alone(store: Store) -> None:
    assert place_anew(store)
    assert not place_anew(store)


def test_a_new_database_follows_the_policy_from_its_first_day(sqlite_url: str) -> None:
    with upgraded_store(sqlite_url).read() as session:
        assert index.follows_policy(session)
