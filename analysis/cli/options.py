"""What several commands share: the database option, interruption, and progress bars."""

from __future__ import annotations

import functools
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer

from analysis.domain.review_command import LARGEST_NUMBER

if TYPE_CHECKING:
    from analysis.domain.outcomes import Progress
    from analysis.output_file import Protected
    from analysis.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

Db = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="Database: a SQLite file's path, or an SQLAlchemy URL. Default: MODERATO_DATABASE_URL,"
        " else a file in the data folder.",
        show_default=False,
    ),
]

Page = Annotated[int, typer.Option("--page", min=1, max=LARGEST_NUMBER, help="Which page, from 1.")]

BatchNumber = Annotated[
    int,
    typer.Argument(metavar="BATCH", min=1, max=LARGEST_NUMBER, help="As `batches list` shows it."),
]

Force = Annotated[
    bool, typer.Option("--force", help="Replace a file that is there already; never a database.")
]

DetoxifyCheckpoint = Annotated[
    Path | None,
    typer.Option(
        "--detoxify-checkpoint", help="Detoxify weights to use instead of the usual cache."
    ),
]

AllowDownload = Annotated[
    bool, typer.Option("--allow-download", help="Let Detoxify fetch its weights once.")
]


def settings_with(*, db: str | None = None, **changed: object) -> Settings:
    """The installation's settings with this command's options on top; ``BadInput`` when wrong."""
    from analysis.settings import load_settings

    given = {name: value for name, value in changed.items() if value is not None}
    if db is not None:
        given["database_url"] = database_url(db)
    settings = load_settings(**given)
    if settings.log_acts:
        from analysis.storage import act_log

        act_log.start()
    return settings


def database_url(db: str) -> str:
    """``db`` as an SQLAlchemy URL; a plain path means a SQLite file."""
    from analysis.resources import sqlite_url

    return db if "://" in db else sqlite_url(Path(db).expanduser())


def protected_files(settings: Settings, *inputs: Path | None) -> tuple[Protected, ...]:
    """What a command's output must not replace: database, checkpoint and the files it reads."""
    from sqlalchemy.engine import make_url

    from analysis.output_file import Protected

    files = [Protected(path, "the file that is read") for path in inputs if path is not None]
    if settings.detoxify_checkpoint is not None:
        files.append(Protected(Path(settings.detoxify_checkpoint), "a model in use"))
    if settings.database_url.startswith("sqlite"):
        database = make_url(settings.database_url).database
        if database:
            files.append(Protected(Path(database), "the database"))
    return tuple(files)


class Terminated(KeyboardInterrupt):
    """SIGTERM, with which a machine that is shut down ends its programs: as good as Ctrl-C."""


def interruptible(how_to_go_on: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make Ctrl-C and SIGTERM end a command with a sentence that says how to go on.

    The exit code is a shell's for the signal: 130 or 143.
    """

    def wrap(command: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(command)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                with _terminable():
                    return command(*args, **kwargs)
            except KeyboardInterrupt as stop:
                typer.echo(f"\nstopped; {how_to_go_on}", err=True)
                number = signal.SIGTERM if isinstance(stop, Terminated) else signal.SIGINT
                raise typer.Exit(128 + number) from None

        return run

    return wrap


@contextmanager
def _terminable() -> Iterator[None]:
    """Have SIGTERM raise ``Terminated`` inside the block, where nobody else has plans for it."""
    alone = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not alone or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


@contextmanager
def progress_bar(title: str) -> Iterator[Progress | None]:
    """A progress bar on stderr while the block runs; ``None`` where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, *times, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def note(sentence: str) -> None:
    """Say something beside the result: on stderr, so that stdout stays machine-readable."""
    typer.echo(sentence, err=True)
