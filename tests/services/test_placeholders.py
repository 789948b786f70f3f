"""A deleted comment keeps its place in the thread, and nobody labels or queues it."""

from __future__ import annotations

import json
from pathlib import Path

from scripted import ScriptedPipeline, numbers

from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.storage.database import Store
from dashboard.texts import queue_words


def _thread(path: Path) -> Path:
    rows = [
        {"id": "a", "text": "Trams first. h=0.9", "thread_id": "t"},
        {"id": "b", "text": "[deleted]", "parent_id": "a", "thread_id": "t"},
        {"id": "c", "text": "No idea what you mean. h=0.1", "parent_id": "b", "thread_id": "t"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_it_is_stored_and_neither_labelled_nor_queued(store: Store, tmp_path: Path) -> None:
    report = import_file(store, _thread(tmp_path / "a.jsonl"))
    assert report.new == 3
    assert score(store, ScriptedPipeline()).scored == 2
    assert score(store, ScriptedPipeline()).scored == 0
    assert score(store, ScriptedPipeline(), again=True).scored == 2
    number = numbers(store)["b"]
    view = review(store, number)
    assert view.comment.text == "[deleted]"
    assert view.labels == {}
    assert "Deleted or removed on its platform" in queue_words(view.reasons)
    waiting = {
        item.platform_id
        for queue in (Queue.FLAGGED, Queue.UNSURE, Queue.UNSUPPORTED)
        for item in queue_page(store, QueueFilter(queue=queue)).items
    }
    assert "b" not in waiting


def test_a_comment_that_is_deleted_later_leaves_the_queue(store: Store, tmp_path: Path) -> None:
    import_file(store, _thread(tmp_path / "a.jsonl"))
    score(store, ScriptedPipeline())
    later = tmp_path / "b.jsonl"
    later.write_text(json.dumps({"id": "a", "text": "[removed]", "thread_id": "t"}) + "\n")
    assert import_file(store, later).revised == 1
    assert not queue_page(store, QueueFilter(queue=Queue.FLAGGED)).items
    assert review(store, numbers(store)["a"]).revisions[0].text.startswith("Trams")
