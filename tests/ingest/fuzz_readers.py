"""Fuzz every reader: `make fuzz` (SECONDS=60 of processor time each, FORMAT=csv for one).

A stated substitute for atheris, which is no dependency: mutations know the structure of JSON, XML
and tables, and a file that gives an outcome not seen before (refusal, reasons, notes, columns) is
kept and mutated further, as a fuzzer guided by coverage keeps what reaches a new line.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from pathlib import Path

from format_cases import fixtures
from mutations import mutated

from analysis.domain.errors import BadInput
from analysis.ingest import read
from analysis.ingest.formats import KNOWN

LONGEST = 5.0
"""Seconds of processor time after which reading a small file is a fault."""
LARGEST = 200_000
"""Bytes above which a mutated file is not mutated further."""
_NUMBER = re.compile(r"\d+|'[^']*'")


class CountsDiffer(AssertionError):
    """The summary does not say what the reading gave."""


def check(path: Path, format_: str) -> str:
    """Read a file to its end; the kind of outcome. Raises whatever a reader must not."""
    began = time.process_time()
    try:
        reading = read(path, format=format_)
        comments = [comment for piece in reading for comment in piece.comments]
    except BadInput as refused:
        return "refused: " + _NUMBER.sub("#", str(refused))[:80]
    summary = reading.summary
    aside = summary.conflicting + summary.quarantined_count + sum(n for _, n in summary.skipped)
    if summary.read != len(comments) or summary.records != len(comments) + aside:
        raise CountsDiffer(f"{summary.records} records, {len(comments)} comments, {aside} aside")
    if summary.resolved > summary.answers or summary.dated > summary.read:
        raise CountsDiffer("more resolved than answers, or more times than comments")
    for comment in comments:
        comment.sha256.encode()
        if comment.parent_id == comment.id:
            raise CountsDiffer("a comment answers itself")
    took = time.process_time() - began
    if took > LONGEST:
        raise TimeoutError(f"{took:.1f} s for {path.stat().st_size} bytes")
    kinds = [record.reason for record in summary.quarantined] + list(summary.notes)
    columns = [f"{use.column}>{use.field}" for use in summary.columns]
    return f"{min(len(comments), 5)} " + _NUMBER.sub("#", " ".join(sorted({*kinds, *columns})))


def fuzz(name: str, seconds: float, seed: int, keep: Path) -> tuple[int, int, list[str]]:
    """Files tried, kinds of outcomes and the faults met; a file of a fault is left in ``keep``."""
    dice = random.Random(f"{name} {seed}")
    file, content = fixtures()[name]
    corpus, outcomes, faults = [content], set[str](), list[str]()
    tried, began = 0, time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        while time.process_time() - began < seconds and len(faults) < 5:
            changed = mutated(dice.choice(corpus[-50:] + corpus[:1]), dice)
            path.write_bytes(changed)
            tried += 1
            try:
                outcome = check(path, name if dice.random() < 0.7 else "auto")
            except Exception as fault:  # noqa: BLE001 - whatever else it is, it is a fault
                kind = f"{type(fault).__name__}: {_place(fault)}"
                if kind not in faults:
                    faults.append(kind)
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{name}-{len(faults)}-{file}").write_bytes(changed)
                continue
            if outcome not in outcomes and len(changed) < LARGEST:
                outcomes.add(outcome)
                corpus.append(changed)
    return tried, len(outcomes), faults


def _place(fault: Exception) -> str:
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
    return f"{where} {fault}" if isinstance(fault, CountsDiffer | TimeoutError) else where


def main() -> int:
    """Fuzz the formats that are named, or all; 1 where a fault was met."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=float, default=600.0)
    given.add_argument("--format", choices=sorted(KNOWN), action="append")
    given.add_argument("--seed", type=int, default=0)
    given.add_argument("--keep", type=Path, default=Path("fuzz-faults"))
    options = given.parse_args()
    met = 0
    for name in options.format or KNOWN:
        tried, outcomes, faults = fuzz(name, options.seconds, options.seed, options.keep)
        met += len(faults)
        print(f"{name}: {tried} files, {outcomes} outcomes, {len(faults)} faults", flush=True)
        for kind in faults:
            print(f"  {kind}", flush=True)
    return 1 if met else 0


if __name__ == "__main__":
    sys.exit(main())
