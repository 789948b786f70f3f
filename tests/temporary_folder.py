"""Where the files of a test run lie: in memory where there is room, since they live for seconds.

On a disk each database costs more than the test that uses it: a PostgreSQL database is 570 files,
and every commit waits for the disk.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that must be free: a whole run leaves less than 1 GiB, a few may run at once."""


def use_memory() -> None:
    """Let this program and those that it starts keep temporary files in memory.

    A ``TMPDIR`` that is set stays. So does the usual folder where memory is scarce or may hold no
    programs (a container's ``/dev/shm`` often is such).
    """
    if "TMPDIR" in os.environ or not _fit(IN_MEMORY):
        return
    os.environ["TMPDIR"] = str(IN_MEMORY)
    tempfile.tempdir = None  # asked for anew


def keep_compiled() -> None:
    """Let Python keep what it compiled: each worker and each program that a test starts uses it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _fit(folder: Path) -> bool:
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    may_hold_programs = not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return may_hold_programs and min(shutil.disk_usage(folder).free, _free_memory()) >= ROOM


def _free_memory() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    return 0
