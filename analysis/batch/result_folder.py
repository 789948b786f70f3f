"""The folder of a batch job's results: whose it is, and files in it that are whole or not there."""

from __future__ import annotations

import stat
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO

from analysis.batch.places import ObjectPath, Place
from analysis.domain.errors import BadInput
from analysis.output_file import ChangedMeanwhile, OutputFile, is_unfinished, refuse_shipped

RESULTS, QUARANTINE = "results", "quarantine"
PLAN = "run.json"


def begin(output: Place, plan: str) -> None:
    """Make the folder for ``plan``, or see that it is this very plan's; clear what a kill left."""
    if isinstance(output, ObjectPath):
        _begin_in_store(output, plan)
        return
    folders = (output, output / RESULTS, output / QUARANTINE)
    for folder in folders:
        _refuse_no_folder(folder)
    refuse_shipped(output)
    note = output / PLAN
    if is_there(note):
        _check_plan(output, note.read_bytes(), plan)
    elif output.exists() and any(not is_unfinished(path) for path in output.iterdir()):
        raise _in_the_way(output)
    try:
        output.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not note.exists():  # before all else: a folder without it is nobody's to go on in
            write_whole(note, lambda file: file.write(plan.encode("utf-8")))
        for folder in folders:
            folder.mkdir(mode=0o700, exist_ok=True)
            for left in filter(is_unfinished, list(folder.iterdir())):
                left.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{output}: can't be written ({error.strerror})") from None


def _begin_in_store(output: ObjectPath, plan: str) -> None:
    note = output / PLAN
    if note.is_there():
        with note.open() as file:
            _check_plan(output, file.read(), plan)
        return
    if output.below():
        raise _in_the_way(output)
    note.write_bytes(plan.encode("utf-8"))


def _check_plan(output: Place, stored: bytes, plan: str) -> None:
    if stored != plan.encode("utf-8"):
        raise BadInput(
            f"{output}: holds the results of another run (other files, columns or versions); "
            "name another folder"
        )


def is_there(path: Place) -> bool:
    """Whether a file is there; ``BadInput`` where it is no plain one."""
    if isinstance(path, ObjectPath):
        return path.is_there()
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(mode):
        raise BadInput(f"{path}: is no plain file; remove it, or name another folder")
    return True


def write_whole(path: Place, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file for its owner alone (results name what is said of people), whole or not at all.

    One that a worker thought lost has written meanwhile holds the same, and stays.
    """
    if isinstance(path, ObjectPath):
        body = BytesIO()
        write(body)
        path.write_bytes(body.getvalue())
        return
    with suppress(ChangedMeanwhile), OutputFile(path, overwrite=True).replacing() as file:
        write(file)


def _refuse_no_folder(path: Path) -> None:
    """A link would lead the results, and the clearing up, to another place."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        raise BadInput(f"{path}: not a folder's name") from None
    if not stat.S_ISDIR(mode):
        raise _in_the_way(path)


def _in_the_way(path: Place) -> BadInput:
    return BadInput(f"{path}: is in the way; name a new or empty folder")
