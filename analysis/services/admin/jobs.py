"""Long work beside a page: one job of a kind at a time, with progress, and a way to stop it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analysis.domain.errors import ModeratoError
from analysis.domain.outcomes import Progress

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The person asked the job to stop."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What stood against a job: a service's own ``sentence``, else the ``key`` of one (``stopped``,
    ``failed``) and the ``kind`` of error, never its message, which could repeat what people wrote.
    """

    key: str = ""
    sentence: str = ""
    kind: str = ""


@dataclass(slots=True)
class Job:
    """One piece of work and how far it is.

    ``number`` tells the jobs of one server apart.
    """

    person: str
    number: int = 0
    done: int = 0
    total: int | None = None
    result: Any = None
    problem: Problem | None = None
    finished: bool = False
    stop: bool = False
    thread: threading.Thread | None = field(default=None, repr=False)

    def tell(self, done: int, total: int | None) -> None:
        """Keep the progress; ``Stopped`` when the person does not want to wait."""
        self.done, self.total = done, total
        if self.stop:
            raise Stopped


@dataclass(slots=True)
class Jobs:
    """The jobs of one server, by kind."""

    by_kind: dict[str, Job] = field(default_factory=dict)
    guard: threading.Lock = field(default_factory=threading.Lock)
    begun: int = 0

    def start(self, kind: str, work: Callable[[Progress], Any], *, person: str) -> Job:
        """Begin ``work`` unless a job of this kind runs already, whoever began it."""
        with self.guard:
            running = self.by_kind.get(kind)
            if running is not None and not running.finished:
                return running
            self.begun += 1
            job = self.by_kind[kind] = Job(person, number=self.begun)
        job.thread = threading.Thread(target=_run, args=(job, work), daemon=True, name=kind)
        job.thread.start()
        return job

    def forget(self, kind: str) -> None:
        """Drop a finished job and its result."""
        with self.guard:
            job = self.by_kind.get(kind)
            if job is not None and job.finished:
                del self.by_kind[kind]


def _run(job: Job, work: Callable[[Progress], Any]) -> None:
    try:
        job.result = work(job.tell)
    except Stopped:
        job.problem = Problem("stopped")
    except ModeratoError as problem:
        job.problem = Problem(sentence=str(problem))
    except Exception as error:  # noqa: BLE001 - a thread has nobody above it to tell
        # Only the kind: a message could repeat what somebody wrote.
        log.error("job %s failed: %s", threading.current_thread().name, type(error).__name__)
        job.problem = Problem("failed", kind=type(error).__name__)
    finally:
        job.finished = True
