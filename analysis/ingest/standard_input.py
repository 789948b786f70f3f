"""What is piped in, in a file for as long as the program runs: it is looked at more than once."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, cast

_OPEN_FILES = Path("/proc/self/fd")
"""Where Linux shows a program's open files, so that one without a name can be opened again."""

_without_names: list[IO[bytes]] = []


def kept_standard_input() -> Path:
    """Standard input, copied into a temporary file that only this user can read.

    On Linux the file has no name in any folder: the system removes it with the program, however
    that ends. Elsewhere it is deleted when the program ends by itself, by Ctrl-C, or by SIGTERM in
    the commands that heed it (``analysis.cli.options.interruptible``); not when it is killed.
    """
    file, path = _without_name() or _with_name()
    shutil.copyfileobj(cast(BinaryIO, sys.stdin.buffer), file)
    file.flush()
    return path


def _without_name() -> tuple[IO[bytes], Path] | None:
    """A file and how this program opens it again; ``None`` where it could not."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (open until the program ends)
    path = _OPEN_FILES / str(file.fileno())
    try:
        path.open("rb").close()
    except OSError:
        file.close()
        return None
    _without_names.append(file)
    return file, path


def _with_name() -> tuple[IO[bytes], Path]:
    file = tempfile.NamedTemporaryFile(prefix="moderato-", suffix=".input", delete=False)  # noqa: SIM115
    atexit.register(_forget, file, Path(file.name))
    return cast(IO[bytes], file), Path(file.name)


def _forget(file: IO[bytes], path: Path) -> None:
    file.close()
    path.unlink(missing_ok=True)
