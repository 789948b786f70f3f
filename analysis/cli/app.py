"""`moderato`: the program around its commands, and what becomes of errors."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from analysis.cli.command_list import RootGroup
from analysis.domain.audit import SHELL_USER
from analysis.domain.errors import ModeratoError

app = typer.Typer(
    name="moderato",
    cls=RootGroup,
    rich_markup_mode=None,
    help="Label reader comments, see where and why, and let a person decide.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from analysis.resources import code_version

        typer.echo(f"moderato {code_version()}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run one command; a user's mistake ends in one sentence on stderr and exit code 2."""
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    mark = SHELL_USER.set(_system_user())
    try:
        return _run_one(arguments)
    finally:
        SHELL_USER.reset(mark)


def _system_user() -> str:
    """Who runs this, as the system knows them; not what the environment says."""
    try:
        import pwd
    except ImportError:  # Windows
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a number without a name, as in a container
        return str(os.getuid())


def _run_one(arguments: list[str] | None) -> int:
    try:
        result = app(args=arguments, prog_name="moderato", standalone_mode=False)
    except ModeratoError as error:
        return _refuse(str(error), error.exit_code)
    except TyperException as error:
        return _refuse(error.format_message(), error.exit_code)
    except typer.Abort:
        return _refuse("stopped", 130)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("MODERATO_DEBUG"):
            raise
        return _refuse(_fault(error), 1)
    return result if isinstance(result, int) else 0


def _refuse(sentence: str, code: int) -> int:
    typer.echo(sentence if "\n" in sentence else f"moderato: {sentence}", err=True)
    return code


def _fault(error: Exception) -> str:
    """Where an unforeseen error happened; its message stays out, it could repeat a comment."""
    trace = error.__traceback__
    where = "unknown place"
    while trace is not None:
        code = trace.tb_frame.f_code
        if f"{os.sep}analysis{os.sep}" in code.co_filename:
            short = code.co_filename.rsplit(f"{os.sep}analysis{os.sep}", 1)[1]
            where = f"analysis/{short}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"unexpected {type(error).__name__} at {where}; this is a fault of Moderato's. "
        "MODERATO_DEBUG=1 shows all of it, possibly with text of comments."
    )
