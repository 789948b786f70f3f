"""Label texts at once: waiting questions are scored together, and only so many may wait.

One thread scores. Whatever came in while it worked is its next batch, so that a lone question
waits for nobody and a crowd shares the model. Those whom a batch answered ask again at once, and so
the next one waits a moment to be as large: eight together take less time than four and four. A full
queue refuses at once (``Overloaded``), which a caller can act on; a growing one would only be slow
for everybody.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from analysis.domain.analysis import Analysis
from analysis.domain.errors import Overloaded, Unavailable
from analysis.domain.finding import Status
from analysis.services.serving.question import COMMENT_ID, Question, with_text, without_text
from analysis.services.serving.release import Release

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may wait, be scored together and be kept.

    ``waiting`` questions and ``characters`` of them may wait; a batch has at most ``batch``
    questions and ``batch_characters`` (one longer question is a batch of its own), and waits
    ``gathering`` seconds at most to be as large as the last. ``cached`` answers are kept, without
    their texts.
    """

    waiting: int = 256
    characters: int = 2_000_000
    batch: int = 32
    batch_characters: int = 24_000
    gathering: float = 0.003
    cached: int = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An analysis and the release that made it; ``cached`` says that it was known already."""

    analysis: Analysis
    release: Release
    cached: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    question: Question
    key: tuple[str, str]
    release: Release
    future: Future[Answer]


class LiveScoring:
    """Answers questions one batch after the other; ``close`` finishes what waits."""

    def __init__(self, current: Callable[[], Release], limits: Limits | None = None) -> None:
        self._current = current
        self._limits = limits or Limits()
        self._waiting: deque[_Waiting] = deque()
        self._characters = 0
        self._cache: OrderedDict[tuple[str, str], Analysis] = OrderedDict()
        self._changed = threading.Condition()
        self._closing = False
        self._last = 0  # questions of the batch before
        self._thread = threading.Thread(target=self._work, name="live-scoring", daemon=True)
        self._thread.start()

    @property
    def depth(self) -> int:
        """How many questions wait."""
        return len(self._waiting)

    def submit(self, question: Question) -> Future[Answer]:
        """The answer to come; ``Overloaded`` when too much waits, ``Unavailable`` at the end.

        A cancelled future is not scored unless its turn has come already.
        """
        release = self._current()
        key = (release.id, question.digest)
        future: Future[Answer] = Future()
        with self._changed:
            if self._closing:
                raise Unavailable("The server is stopping; ask again in a moment.")
            known = self._cache.get(key)
            if known is not None:
                self._cache.move_to_end(key)
                future.set_result(Answer(with_text(known, question), release, cached=True))
                return future
            limits, size = self._limits, question.size
            full = self._characters + size > limits.characters and self._waiting
            if len(self._waiting) >= limits.waiting or full:
                raise Overloaded("Too many texts wait to be labelled; ask again in a moment.")
            self._waiting.append(_Waiting(question, key, release, future))
            self._characters += size
            self._changed.notify()
        return future

    def close(self, *, seconds: float = 30.0) -> None:
        """Take nothing new, answer what waits, and end; what is left after that is refused."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(seconds)
        with self._changed:
            left, self._waiting = list(self._waiting), deque()
        for waiting in left:
            if waiting.future.set_running_or_notify_cancel():
                waiting.future.set_exception(Unavailable("The server has stopped."))

    def _work(self) -> None:
        while True:
            batch = self._next_batch()
            if batch is None:
                return
            self._score(batch)

    def _next_batch(self) -> list[_Waiting] | None:
        limits = self._limits
        with self._changed:
            while not self._waiting:
                if self._closing:
                    return None
                self._changed.wait()
            self._changed.wait_for(self._as_large_as_last, limits.gathering)
            batch: list[_Waiting] = []
            size = 0
            while self._waiting and len(batch) < limits.batch:
                following = self._waiting[0]
                alike = not batch or following.release is batch[0].release
                if not alike or (
                    batch and size + following.question.size > limits.batch_characters
                ):
                    break
                self._waiting.popleft()
                self._characters -= following.question.size
                if following.future.set_running_or_notify_cancel():
                    batch.append(following)
                    size += following.question.size
            self._last = len(batch)
            return batch

    def _as_large_as_last(self) -> bool:
        return self._closing or len(self._waiting) >= self._last

    def _score(self, batch: list[_Waiting]) -> None:
        if not batch:
            return
        release = batch[0].release
        discussions = [waiting.question.discussion() for waiting in batch]
        try:
            analyses = release.pipeline.analyze_apart(discussions, only={COMMENT_ID})
        except Exception as error:  # noqa: BLE001 - every waiting caller has to be told
            # Only the kind: a message could repeat what somebody wrote.
            log.error("labelling a batch of %d failed: %s", len(batch), type(error).__name__)
            for waiting in batch:
                waiting.future.set_exception(Unavailable("The text could not be labelled."))
            return
        with self._changed:
            for waiting, analysis in zip(batch, analyses, strict=True):
                if waiting.question.keep and self._limits.cached and not has_failed(analysis):
                    self._cache[waiting.key] = without_text(analysis)
            while len(self._cache) > self._limits.cached:
                self._cache.popitem(last=False)
        for waiting, analysis in zip(batch, analyses, strict=True):
            waiting.future.set_result(Answer(analysis, release))


def has_failed(analysis: Analysis) -> bool:
    """Whether a scorer failed: the same text may be answered the next time that it is asked."""
    results = analysis.labels.values()
    if any(result.status is Status.FAILED for result in results):
        return True
    return any(part.status is Status.FAILED for result in results for part in result.parts)
