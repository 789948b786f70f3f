"""How fast JSON Lines come into SQLite: processor time and peak memory, by `make bench-import`.

Wall clock says little on a shared machine; processor time of this process is what one core does.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from pathlib import Path

from analysis import ingest
from analysis.services.data.imports import import_file
from analysis.storage.database import open_store

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


def main() -> None:
    """Write, read, and import; print what each costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory(prefix="moderato-bench-") as folder:
        path = Path(folder) / "comments.jsonl"
        write_comments(path, count)
        begun = time.process_time()
        read = sum(len(piece.comments) for piece in ingest.read(path))
        reading = time.process_time() - begun
        store = open_store(f"sqlite:///{folder}/bench.db", migrate=True)
        begun = time.process_time()
        summary = import_file(store, path)
        importing = time.process_time() - begun
        size = sum(file.stat().st_size for file in Path(folder).glob("bench.db*"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert read == summary.new == count
    print(f"{count:,} comments, {path.name}; processor time of one process")
    print(f"reading alone   {reading:8.1f} s   {count / reading:10,.0f} comments/s")
    print(f"import          {importing:8.1f} s   {count / importing:10,.0f} comments/s")
    print(f"peak memory     {peak:8.0f} MB   database {size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
