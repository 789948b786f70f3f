"""What a piece of work takes: wall and processor time, the least of several rounds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """The least wall and processor seconds (all threads, user and system) that ``items`` took."""

    items: int
    wall_seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Items a second by the wall clock."""
        return self.items / max(self.wall_seconds, 1e-9)

    @property
    def cpu_per_thousand(self) -> float:
        """Processor seconds for 1,000 items."""
        return 1_000 * self.cpu_seconds / self.items


@dataclass(frozen=True, slots=True)
class Task:
    """Work to measure: how many items one call does."""

    items: int
    call: Callable[[], object]


def least(tasks: Mapping[str, Task], *, rounds: int) -> dict[str, Measured]:
    """Each task's least times; in every round all tasks have their turn.

    So what else the machine does meanwhile falls on all of them, and their ratios hold.
    """
    walls: dict[str, list[float]] = {name: [] for name in tasks}
    cpus: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            wall, cpu = time.perf_counter(), time.process_time()
            task.call()
            walls[name].append(time.perf_counter() - wall)
            cpus[name].append(time.process_time() - cpu)
    return {
        name: Measured(task.items, min(walls[name]), min(cpus[name]))
        for name, task in tasks.items()
    }


def peak_memory() -> int | None:
    """Bytes that this process held at most so far; ``None`` where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def lists_of(texts: Sequence[str], size: int) -> list[list[str]]:
    """The texts in lists of ``size``, in order."""
    return [list(texts[at : at + size]) for at in range(0, len(texts), size)]
