"""A server labels what sites sent, also where another process stored it, and tries again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from scripted_release import LivePipeline

from analysis.domain.comment import Article, Comment
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.serving import background
from analysis.services.serving.background import BackgroundScoring
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage.analyses import any_to_score
from analysis.storage.articles import put_article
from analysis.storage.audit import log, now
from analysis.storage.comment_additions import add_comments
from analysis.storage.database import Store
from analysis.storage.queue_index import index


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOOK_SECONDS", "FIRST_PAUSE", "GATHERING_SECONDS"):
        monkeypatch.setattr(background, name, 0.02)


@contextmanager
def labelling(store: Store, pipeline: Any) -> Iterator[BackgroundScoring]:
    scoring = BackgroundScoring(store, lambda: pipeline)
    scoring.start()
    try:
        yield scoring
    finally:
        scoring.stop()


def eventually(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    ends = time.monotonic() + seconds
    while not holds() and time.monotonic() < ends:
        time.sleep(0.01)
    return holds()


def waits(store: Store) -> bool:
    with store.read() as session:
        return any_to_score(session)


def polled(store: Store, number: int) -> None:
    comment = Incoming(f"k{number}", "a", f"The ferry h=0.2, {number}.")
    take_comments(store, [comment], source="poll feed site.example", person="local")


def test_what_another_process_took_from_a_site_is_labelled_unasked(store: Store) -> None:
    with labelling(store, LivePipeline()) as scoring:
        assert eventually(lambda: not scoring._news.is_set())
        polled(store, 1)
        assert eventually(lambda: not waits(store))
        polled(store, 2)
        assert eventually(lambda: not waits(store))


def test_what_an_import_brought_is_left_to_whoever_imported_it(sqlite_store: Store) -> None:
    keep_default_profile(sqlite_store)
    with labelling(sqlite_store, LivePipeline()) as scoring:
        time.sleep(0.2)  # the first look, for what an earlier process left
        with sqlite_store.write() as session:
            number = put_article(session, Article("a"))
            added = add_comments(session, number, [Comment("1", "a", 1, "h=0.2")], read_at=now())
            index.refresh(session, added.touched, profile_in(session))
            log(session, "local", "import", detail={"file": "x.csv"})
        time.sleep(0.3)
        assert waits(sqlite_store)
        scoring.look()
        assert eventually(lambda: not waits(sqlite_store))


def test_what_came_during_a_long_labelling_is_labelled_after_it(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pass of hours went by an earlier thread to which `moderato poll` added a comment."""
    monkeypatch.setattr(background, "TAKEN_WITHIN", timedelta(seconds=0.05))

    class Long(LivePipeline):
        def analyze_each(self, discussions: Any) -> Any:
            for discussion, only in discussions:
                if discussion.article.id == "later" and not self.batches:
                    self.batches.append(["later"])
                    polled(sqlite_store, 2)
                    time.sleep(0.3)
                yield self.analyze(discussion, only=only)

    polled(sqlite_store, 1)
    comment = Incoming("k9", "later", "The harbour h=0.2, too.")
    take_comments(sqlite_store, [comment], source="poll feed site.example", person="local")
    with labelling(sqlite_store, Long()):
        assert eventually(lambda: not waits(sqlite_store), seconds=5.0)


class _JustTooLate(threading.Event):
    """News that comes when the wait for it has just ended."""

    def wait(self, timeout: float | None = None) -> bool:
        came = super().wait(timeout)
        if not came and late.is_set():
            late.clear()
            self.set()
        return came


late = threading.Event()


def test_news_that_come_when_a_wait_has_just_ended_are_not_lost(sqlite_store: Store) -> None:
    keep_default_profile(sqlite_store)
    with sqlite_store.write() as session:
        number = put_article(session, Article("a"))
    scoring = BackgroundScoring(sqlite_store, LivePipeline)
    scoring._news = _JustTooLate()
    scoring.start()
    try:
        time.sleep(0.2)  # the first look
        with sqlite_store.write() as session:
            added = add_comments(session, number, [Comment("1", "a", 1, "h=0.2")], read_at=now())
            index.refresh(session, added.touched, profile_in(session))
        assert waits(sqlite_store)
        late.set()
        assert eventually(lambda: not waits(sqlite_store), seconds=10.0)
    finally:
        scoring.stop()


def test_what_a_killed_server_left_is_labelled_at_the_next_start(sqlite_store: Store) -> None:
    polled(sqlite_store, 1)
    with labelling(sqlite_store, LivePipeline()):
        assert eventually(lambda: not waits(sqlite_store))


def test_labelling_that_fails_is_tried_again_after_a_pause(sqlite_store: Store) -> None:
    class Breaking(LivePipeline):
        tries = 0

        def run_info(self) -> Any:
            self.tries += 1
            if self.tries < 4:
                raise OSError("the database is away")
            return super().run_info()

    pipeline = Breaking()
    polled(sqlite_store, 1)
    with labelling(sqlite_store, pipeline):
        assert eventually(lambda: not waits(sqlite_store))
    assert pipeline.tries == 4


def test_pauses_grow_to_a_minute() -> None:
    pauses = [0.0]
    for _ in range(8):
        pauses.append(background._longer(pauses[-1]))
    assert pauses[2:4] == [0.04, 0.08]
    assert background._longer(50.0) == 60.0
