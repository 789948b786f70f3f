"""Label what other programs have stored, beside answering them: soon, and once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.domain.errors import ModeratoError
from analysis.services.data.scoring import score
from analysis.storage.database import Store

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

log = logging.getLogger(__name__)

GATHERING_SECONDS = 0.2
"""How long comments are gathered before they are labelled together."""


class BackgroundScoring:
    """Runs ``score`` whenever it is told that something was stored."""

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
        while True:
            self._news.wait()
            if self._stopping.wait(GATHERING_SECONDS):
                return
            self._news.clear()
            try:
                score(self._store, self._pipeline(), progress=self._between)
            except _Stopped:
                return
            except ModeratoError as error:
                log.warning("stored comments are not labelled: %s", error)
            except Exception as error:  # noqa: BLE001 - the next look tries again
                log.error("labelling stored comments failed: %s", type(error).__name__)

    def _between(self, _done: int, _total: int | None) -> None:
        if self._stopping.is_set():
            raise _Stopped


class _Stopped(Exception):
    """Raised between two batches, which are whole in the database."""
