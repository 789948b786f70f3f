"""Label what other programs have stored, beside answering them: soon, and once."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from analysis.domain.errors import ModeratoError
from analysis.services.data.scoring import score
from analysis.storage import analyses, audit
from analysis.storage.database import Store

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

log = logging.getLogger(__name__)

GATHERING_SECONDS = 0.2
"""How long comments are gathered before they are labelled together."""


LOOK_SECONDS = 2.0
"""How often it is looked whether another process, such as `moderato poll`, stored something."""

TAKEN_WITHIN = timedelta(minutes=10)
"""How long ago that may have been. What an import brought is left to whoever imported it."""

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""Seconds until labelling that failed is tried again; twice as long each time."""


class BackgroundScoring:
    """Runs ``score`` when it is told that something was stored, or sees that a site sent it."""

    def __init__(self, store: Store, pipeline: Callable[[], Pipeline]) -> None:
        self._store = store
        self._pipeline = pipeline
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; what an earlier process left unlabelled is looked at first."""
        self._news.set()
        self._thread = threading.Thread(target=self._work, name="background-scoring", daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Say that something was stored."""
        self._news.set()

    def stop(self, *, seconds: float = 5.0) -> None:
        """End after the batch that is being labelled; what is left is labelled next time."""
        self._stopping.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def _work(self) -> None:
        pause = 0.0
        while True:
            # Several processes that serve one database do not all look at the same moment.
            called = self._news.wait(pause or LOOK_SECONDS * random.uniform(0.75, 1.25))  # noqa: S311
            if self._stopping.wait(GATHERING_SECONDS if called or pause else 0.0):
                return
            if self._news.is_set():  # perhaps only since the wait was over
                called = True
                self._news.clear()
            try:
                if called or pause or self._sites_sent_some():
                    self._label()
                pause = 0.0
            except _Stopped:
                return
            except ModeratoError as error:
                log.warning("stored comments are not labelled: %s", error)
                pause = _longer(pause)
            except Exception as error:  # noqa: BLE001 - the next look tries again
                log.error("labelling stored comments failed: %s", type(error).__name__)
                pause = _longer(pause)

    def _label(self) -> None:
        """Label what waits; once more where that took so long that what came meanwhile, to threads
        that were gone through already, would no longer be seen as new."""
        begun = audit.now()
        score(self._store, self._pipeline(), progress=self._between)
        if audit.now() - begun > TAKEN_WITHIN:
            self._news.set()

    def _sites_sent_some(self) -> bool:
        """Whether comments that a site sent, or was asked for, wait to be labelled."""
        since = audit.now() - TAKEN_WITHIN
        with self._store.read() as session:
            return analyses.any_to_score(session) and audit.happened(
                session, "take_comments", since=since
            )

    def _between(self, _done: int, _total: int | None) -> None:
        if self._stopping.is_set():
            raise _Stopped


class _Stopped(Exception):
    """Raised between two batches, which are whole in the database."""


def _longer(pause: float) -> float:
    return min(max(FIRST_PAUSE, 2.0 * pause), LONGEST_PAUSE)
