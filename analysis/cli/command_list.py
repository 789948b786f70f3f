"""Every command of `moderato` and where it stands; a command's module is imported when it is used.

Building all parsers costs more than most commands do, so one is built when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from importlib import import_module
from inspect import getdoc
from typing import TYPE_CHECKING, Any

import typer
from typer._click.utils import make_default_short_help
from typer.core import TyperGroup
from typer.main import get_command
from typer.models import CommandInfo

from analysis.cli.help_text import WHOLE, CommandGroup, write_commands

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

Target = Callable[..., Any] | typer.Typer

# The explicit list, in the order of the help; a test holds it against the documentation.
COMMANDS = {
    "analyze": "analyze:analyze",
    "import": "import_files:import_files",
    "import-reports": "import_reports:import_reports",
    "poll": "poll:poll",
    "formats": "formats:formats",
    "score": "score:score",
    "export": "export:export",
    "dashboard": "dashboard:dashboard",
    "serve": "serve:serve",
    "demo": "demo:demo",
    "doctor": "doctor:doctor",
    "status": "status:status",
    "migrate": "migrate:migrate",
    "calibrate": "calibrate:calibrate",
    "profiles": "profiles:profiles",
    "erase": "erase:erase",
    "author": "author:author",
    "score-file": "score_file:score_file",
    "batch": "batch:batch",
    "evaluate": "evaluate:evaluate",
    "fairness": "fairness:fairness",
    "train": "train:train",
    "bench": "bench:bench",
    "try": "try_comment:try_comment",
    "accounts": "accounts:accounts",
    "annotations": "annotation_sets:annotation_sets",
    "keys": "keys:keys",
    "perspective": "perspective:perspective",
    "webhooks": "webhooks:webhooks",
    "batches": "batches:batches",
    "quarantine": "quarantine:quarantine",
    "models": "models:models",
    "db": "db:database",
    "audit": "audit:audit",
}


class Commands(MutableMapping[str, "Command"]):
    """Name to command; each is made when it is first asked for."""

    def __init__(self) -> None:
        self._built: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._built:
            self._built[name] = _build(name)
        return self._built[name]

    def __setitem__(self, name: str, command: Command) -> None:
        self._built[name] = command

    def __delitem__(self, name: str) -> None:
        del self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class RootGroup(CommandGroup):
    """`moderato` itself: its help imports the commands and builds none of their parsers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = Commands()

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the section of commands."""
        write_commands(formatter, [(name, first_sentence(name)) for name in COMMANDS])


def first_sentence(name: str) -> str:
    """What the list of commands says of one."""
    target = _target(name)
    text = target.info.help if isinstance(target, typer.Typer) else getdoc(target)
    return make_default_short_help(str(text or ""), WHOLE)


def _target(name: str) -> Target:
    """The function of a command, or the group of a command that has commands of its own."""
    module, attribute = COMMANDS[name].split(":")
    target: Target = getattr(import_module(f"analysis.cli.{module}"), attribute)
    return target


def _build(name: str) -> Command:
    target = _target(name)
    if isinstance(target, typer.Typer):
        target.info.cls = CommandGroup
        target.rich_markup_mode = None
        target._add_completion = False
        # A group of one command stays a group.
        return _named(_group_of(target), name)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.registered_commands.append(CommandInfo(name=name, callback=target))
    return _named(get_command(alone), name)


def _group_of(target: typer.Typer) -> TyperGroup:
    from typer.main import get_group

    return get_group(target)


def _named(command: Command, name: str) -> Command:
    command.name = name
    return command
