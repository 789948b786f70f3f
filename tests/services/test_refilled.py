"""Databases that tests fill alike are filled twice and copied from then on; each is its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import refilling
from deciding import decide
from scripted import filled

from analysis.domain.decision import Action
from analysis.domain.review import Queue
from analysis.services.admin.integrity import check
from analysis.services.moderation.queue import queue_counts
from analysis.services.moderation.review import review
from analysis.storage.database import Store


@pytest.mark.parametrize("turn", range(4))
def test_what_one_test_does_no_other_finds(store: Store, tmp_path: Path, turn: int) -> None:
    ids = filled(store, tmp_path, {"a": "Filled and copied h=0.9", "b": "fine"})
    view = review(store, ids["a"])
    assert (view.comment.text, view.last_sequence) == ("Filled and copied h=0.9", 0)
    decide(store, ids["a"], Action.REJECT, person="anna", seen_sequence=0)
    counts = queue_counts(store)
    assert (counts[Queue.ALL], counts[Queue.FLAGGED], counts[Queue.DECIDED]) == (2, 0, 1)
    assert check(store, note=False).faults == ()


def test_a_database_that_was_written_into_is_filled_and_not_replaced(
    sqlite_store: Store, tmp_path: Path
) -> None:
    first = filled(sqlite_store, tmp_path, {"a": "h=0.9"}, thread_id="before")
    calls: list[str] = []
    assert refilling.refilled(sqlite_store, "anything", lambda: calls.append("filled")) is None
    assert calls == ["filled"]
    assert review(sqlite_store, first["a"]).last_sequence == 0
