"""Dashboards forked from a process that has imported the program: a start without its imports.

The imports are most of a start's processor time. What is forked runs as the command does, in a
process, a folder and an environment of its own, and can be killed like any other.
The command itself is started by ``tests/cli/test_serving.py``.
"""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

import pytest

import analysis.resources

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
#: The module of this folder that imports the program.
PROGRAM = "program"


def fork_dashboard(
    database: Path, *, port: int, log: Path, folder: Path, version: str | None, **settings: str
) -> BaseProcess:
    """Run ``python -m dashboard`` in ``folder``; what it says goes into ``log``."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([PROGRAM])
    with pytest.MonkeyPatch.context() as patch:
        # The process that is forked from begins with the first dashboard of a worker.
        patch.setenv("PYTHONPATH", os.pathsep.join((str(HERE), str(ROOT))))
        # A screen that a test drew before is left as the main program, which each fork runs anew.
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        forkserver.ensure_running()
        patch.delenv("PYTHONPATH")
        environment = {**os.environ, "MODERATO_DATABASE_URL": f"sqlite:///{database}", **settings}
        process = forks.Process(
            target=_run, args=(port, environment, str(folder), str(log), version), daemon=True
        )
        process.start()
    return process


def _run(
    port: int, environment: dict[str, str], folder: str, log: str, version: str | None
) -> None:
    if PROGRAM not in sys.modules:
        raise ImportError(f"{PROGRAM}.py could not be imported")  # of this, a fork server is silent
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with Path(log).open("wb") as out:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(out.fileno(), stream.fileno())
    if version is not None:
        _pretend(version)
    threading.Thread(target=_end_with_the_tests, daemon=True).start()
    from dashboard.__main__ import main

    main(["--port", str(port)])


def _end_with_the_tests() -> None:
    """No dashboard stays where the tests were stopped."""
    tests = multiprocessing.parent_process()
    if tests is not None:
        tests.join()
        os.kill(os.getpid(), signal.SIGKILL)


def _pretend(version: str) -> None:
    """Be another version of the program, as if it had been installed meanwhile."""
    versions = importlib.metadata.version
    importlib.metadata.version = lambda name: version if name == "moderato" else versions(name)
    analysis.resources._commit = lambda: ""
