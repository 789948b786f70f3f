"""Read a file in a process of its own, so that reading and storing go on side by side."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from analysis.domain.comment import Discussion
from analysis.domain.errors import Unavailable
from analysis.domain.outcomes import ReadSummary
from analysis.ingest.options import ReadOptions
from analysis.ingest.reader_process import DONE, READ, received
from analysis.ingest.reading import Reading

PAYS_FROM_BYTES = 8 * 1024 * 1024
"""A process of its own takes half a second to begin: what some 5,000 comments take to be stored."""

_RUN = (
    "import signal, sys; sys.path[:] = sys.argv[1:]; "
    "signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "from analysis.ingest.reader_process import main; main()"
)
"""The same code as here, wherever it was imported from.

Ctrl-C and SIGTERM, which whole groups of processes get, are for the one that stores, with which the
other one ends: its own end must not look like that of a reader that was killed.
"""


def pays_beside(path: Path) -> bool:
    """Whether a file is large enough, and another core there to read it on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) > 1 and path.is_file() and path.stat().st_size >= PAYS_FROM_BYTES


class ReadingBeside(Reading):
    """A reading whose work another process does; the same discussions in the same order.

    The records of its comments come packed. Close the iterator, or read to its end: the other
    process ends with it, and with this one. ``Unavailable`` where the other one was ended.
    """

    def __init__(self, path: Path, options: ReadOptions, here: Reading) -> None:
        self.format = here.format
        self._here = here
        self._path = path
        self._options = options
        self._counted: int | None = None
        self._summary: ReadSummary | None = None

    def __iter__(self) -> Generator[Discussion]:
        """Start the other process, and take over what it reads."""
        child = subprocess.Popen(
            [sys.executable, "-c", _RUN, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=-1,
        )
        try:
            yield from self._taken_over(child)
        finally:
            child.kill()
            with child:  # closes the pipes, and waits
                pass

    @property
    def surveyed(self) -> int | None:
        """How many records the first look at the file has counted; ``None`` before it is over."""
        return self._counted

    @property
    def summary(self) -> ReadSummary:
        """What was read; before the end, what is known of the file before it is read."""
        return self._here.summary if self._summary is None else self._summary

    def _taken_over(self, child: subprocess.Popen[bytes]) -> Iterator[Discussion]:
        for what, *content in _messages(child, (self._path, self._options)):
            if what == READ:
                self._counted, some = content
                for article, comments in some:
                    yield received(article, comments)
            elif what == DONE:
                self._counted, self._summary = content
            else:
                raise _refusal(*content)


def _messages(child: subprocess.Popen[bytes], request: object) -> Iterator[tuple[Any, ...]]:
    """Ask for a reading; what the other process answers, a refusal or the summary last."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("started without pipes")
    try:
        pickle.dump(request, child.stdin)
        child.stdin.flush()  # and stays open: the other one ends with it
        what = READ
        while what == READ:
            message = pickle.load(child.stdout)  # noqa: S301 (from our own process)
            what = message[0]
            yield message
    except (BrokenPipeError, EOFError, pickle.UnpicklingError):
        if child.wait() > 0:
            raise RuntimeError("reading broke off; the fault stands above") from None
        raise _ended() from None


def _ended() -> Unavailable:
    return Unavailable(
        "The process that read the file was ended from outside (out of memory?); what was stored "
        "until then stays. Import the file again to go on."
    )


def _refusal(kind: type[Exception], args: tuple[Any, ...], more: dict[str, Any]) -> Exception:
    refusal = kind.__new__(kind, *args)
    refusal.args = args
    refusal.__dict__.update(more)
    return refusal
