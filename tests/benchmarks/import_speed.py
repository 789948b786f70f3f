"""How fast JSON Lines come into SQLite, by `make bench-import`: on one core, and on two, where a
large file is read in a process of its own.

Wall clock says little on a shared machine; processor time is what one core does.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from analysis import ingest
from analysis.services.data.imports import import_file
from analysis.storage.database import Store, open_store

WORDS = (
    "the ferry quay left early council timetable nobody told bridge open again because market "
    "people said why would they build a new wall here when old works fine thank you"
).split()
PER_THREAD = 250


def write_comments(path: Path, count: int, *, first: int = 0) -> None:
    """``count`` comments of 5 to 60 words in threads, most of them answers; the same each time.

    ``first`` is the number of the first one, for a file whose ids another does not have.
    """
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            thread, place = divmod(number, PER_THREAD)
            parent = (
                f"c{number - dice.randint(1, place)}" if place and dice.random() < 0.6 else None
            )
            comment = {
                "id": f"c{number}",
                "parent_id": parent,
                "thread_id": f"t{thread}",
                "author": f"reader{dice.randint(1, 5_000)}",
                "created_at": 1_700_000_000 + number,
                "body": " ".join(dice.choices(WORDS, k=dice.randint(5, 60))),
                "score": dice.randint(-5, 40),
            }
            file.write(json.dumps(comment) + "\n")


@dataclass(frozen=True)
class Cost:
    """Seconds: processor time of the process that stores, of the one that reads beside it, and by
    the clock."""

    here: float
    beside: float
    clock: float

    @property
    def all(self) -> float:
        """Processor time of both."""
        return self.here + self.beside


def main() -> None:
    """Write, read, and import; print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    count = parser.parse_args().count
    costs: list[tuple[int, Cost]] = []
    with tempfile.TemporaryDirectory(prefix="moderato-bench-") as folder:
        path = Path(folder) / "comments.jsonl"
        write_comments(path, count)
        begun = time.process_time()
        read = sum(len(piece.comments) for piece in ingest.read(path))
        reading = time.process_time() - begun
        for cores in (1, 2):
            store = open_store(f"sqlite:///{folder}/bench{cores}.db", migrate=True)
            cost = _import(store, path, count, cores)
            store.close()
            costs.append((cores, cost))
        size = sum(file.stat().st_size for file in Path(folder).glob("bench1.db*"))
    assert read == count
    peaks = [
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    load = os.getloadavg()[0]
    print(f"{count:,} comments, {path.name}; load {load:.1f} on {os.cpu_count()} cores")
    print(
        f"reading alone       {reading:8.1f} s of processor time {count / reading:10,.0f} a second"
    )
    for cores, cost in costs:
        print(
            f"import on {cores} core{'s' if cores > 1 else ' '}   {cost.here:8.1f} s storing "
            f"{cost.beside:8.1f} s beside {count / cost.all:10,.0f} a second of processor time"
        )
        print(f"   by the clock     {cost.clock:8.1f} s {count / cost.clock:10,.0f} a second")
    print(f"peak memory         {peaks[0]:8.0f} MB, the reader's {peaks[1]:.0f} MB")
    print(f"database            {size / 1e6:8,.0f} MB")


def _import(store: Store, path: Path, count: int, cores: int) -> Cost:
    """Import on so many of the cores there are; a file too small for a reader beside has none."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[:cores])
    try:
        before, clock = os.times(), time.monotonic()
        assert import_file(store, path).new == count
        after, clock = os.times(), time.monotonic() - clock
    finally:
        os.sched_setaffinity(0, allowed)
    spent = [after[part] - before[part] for part in range(4)]
    return Cost(spent[0] + spent[1], spent[2] + spent[3], clock)


if __name__ == "__main__":
    main()
