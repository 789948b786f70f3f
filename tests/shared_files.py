"""What is made once for a whole test run, whichever worker needs it first."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A file or folder of this run; ``make`` writes it in the first worker that asks.

    Others wait. Nobody may change it: tests take copies.
    """
    own = factory.getbasetemp()
    # The folder of a worker lies in that of the run.
    home = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    path = home / name
    with (home / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            draft = home / f"{name}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.unlink(missing_ok=True)
            make(draft)
            draft.rename(path)
    return path
