"""Fuzz the functions over texts, times and votes, guided by the lines that an input reaches.

Part of `make fuzz` (SECONDS=600 of processor time each, FUNCTION=times for one). Inputs are put
together from pieces that the functions look for (dates, votes, quotation marks, markup, disguised
words); one that goes from a line to a line not seen before is kept and changed further. Each
answer is held against what the function promises, and against a limit on its time.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz_targets import TARGETS, Broken

LONGEST = 2_000
"""Characters above which an input is cut."""
SLOWEST = 5.0
"""Seconds of processor time for one such input, traced, after which it is a fault."""
MOST_FAULTS = 5

FOLLOWED = tuple(
    str(Path(__file__).resolve().parents[2] / "analysis" / part)
    for part in ("text", "ingest", "labels")
)
"""Where lines count; elsewhere nothing is traced."""


@dataclass
class Reached:
    """Steps from line to line that were seen, of the followed files."""

    steps: set[tuple[str, int, int]] = field(default_factory=set)
    new: bool = False

    def follow(self, frame: FrameType, _event: str, _arg: Any) -> Any:
        """Trace a call where it lies in a followed file."""
        code = frame.f_code
        if not code.co_filename.startswith(FOLLOWED):
            return None
        before = code.co_firstlineno

        def line(inner: FrameType, event: str, _arg: Any) -> Any:
            nonlocal before
            if event == "line":
                step = (code.co_filename, before, inner.f_lineno)
                if step not in self.steps:
                    self.steps.add(step)
                    self.new = True
                before = inner.f_lineno
            return line

        return line


def changed(text: str, others: list[str], pieces: tuple[str, ...], dice: random.Random) -> str:
    """``text`` with one to five changes that keep most of what it is made of."""
    for _ in range(dice.randint(1, 5)):
        start = dice.randint(0, len(text))
        end = min(len(text), start + dice.choice((0, 0, 1, 2, 5, 20)))
        match dice.randrange(6):
            case 0 | 1:
                new = dice.choice(pieces)
            case 2:
                new = ""
            case 3:
                new = text[start:end] * dice.choice((2, 3, 50))
            case 4:
                other = dice.choice(others)
                cut = dice.randint(0, len(other))
                new = other[cut : cut + 60]
            case _:
                new = chr(dice.choice((dice.randrange(128), dice.randrange(0x3000), 0x1F642)))
        text = text[:start] + new + text[end:]
    return text[:LONGEST]


def fuzz(name: str, seconds: float, seed: int) -> tuple[int, int, dict[str, str]]:
    """Inputs tried, steps from line to line reached, and an input for each fault met."""
    target, dice = TARGETS[name], random.Random(f"{name} {seed}")
    corpus = [*target.pieces, " ".join(target.pieces)[:LONGEST]]
    reached, faults, tried = Reached(), dict[str, str](), 0
    began = time.process_time()
    while time.process_time() - began < seconds and len(faults) < MOST_FAULTS:
        recent = dice.random() < 0.5
        text = changed(
            dice.choice(corpus[-200:] if recent else corpus), corpus, target.pieces, dice
        )
        tried, reached.new = tried + 1, False
        start = time.process_time()
        sys.settrace(reached.follow)
        try:
            target.check(text)
        except Exception as fault:  # noqa: BLE001 - whatever else it is, it is a fault
            sys.settrace(None)
            faults.setdefault(_kind(fault), text)
            continue
        finally:
            sys.settrace(None)
        if (took := time.process_time() - start) > SLOWEST:
            faults.setdefault(f"{took:.1f} s for {len(text)} characters", text)
        if reached.new:
            corpus.append(text)
    return tried, len(reached.steps), faults


def _kind(fault: Exception) -> str:
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else "?"
    return f"{type(fault).__name__}: {where}" + (f" {fault}" if isinstance(fault, Broken) else "")


def main() -> int:
    """Fuzz the functions that are named, or all; 1 where a fault was met."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--seconds", type=float, default=600.0)
    given.add_argument("--function", choices=sorted(TARGETS), action="append")
    given.add_argument("--seed", type=int, default=0)
    options = given.parse_args()
    met = 0
    for name in options.function or TARGETS:
        tried, steps, faults = fuzz(name, options.seconds, options.seed)
        met += len(faults)
        print(f"{name}: {tried} inputs, {steps} steps, {len(faults)} faults", flush=True)
        for kind, text in faults.items():
            print(f"  {kind}\n    {text[:300]!a}", flush=True)
    return 1 if met else 0


if __name__ == "__main__":
    sys.exit(main())
