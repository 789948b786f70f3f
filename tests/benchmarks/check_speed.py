"""Processor time and memory of `moderato db check`: ``check_speed.py 50000 100000``.

Each number of comments is written into a SQLite file of its own, with findings for four labels by a
scripted pipeline, and checked twice. One process for each, so that memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "services"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripted import ScriptedPipeline

from analysis.services.admin.integrity import check
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.storage.database import open_store

WORDS = "on the tram line and its timetable, as comments of newspapers have, more or less, " * 2
"""Some 200 characters with the rest."""


def measured(count: int, folder: Path) -> None:
    """Fill a file with ``count`` comments and print what two checks of it take."""
    file, source = folder / f"{count}.db", folder / f"{count}.jsonl"
    with source.open("w") as out:
        for n in range(count):
            text = f"Comment {n} {WORDS}h=0.{n % 10}"
            row = {"thread_id": f"t{n // 200}", "id": f"c{n}", "author": f"a{n % 997}"}
            out.write(json.dumps({**row, "text": text}) + "\n")
    store = open_store(f"sqlite:///{file}", migrate=True)
    import_file(store, source)
    score(store, ScriptedPipeline())
    for _ in range(2):
        began = time.process_time()
        report = check(store, note=False)
        seconds = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        size = file.stat().st_size / 1e6
        print(
            f"{count} comments, {size:.0f} MB: {seconds:.1f} s, peak {memory} MB, "
            f"{len(report.faults)} faults",
            flush=True,
        )
    store.close()


def main() -> int:
    """Measure each number that is given."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("counts", type=int, nargs="*", default=[50_000, 100_000])
    given.add_argument("--here", type=Path, help="the folder of the one number, in this process")
    options = given.parse_args()
    if options.here is not None:
        measured(options.counts[0], options.here)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for count in options.counts:
            command = [sys.executable, __file__, str(count), "--here", folder]
            subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
