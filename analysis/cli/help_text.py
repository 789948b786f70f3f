"""The help of a group of commands: plain text, every command with its whole sentence.

Plain, because drawing boxes costs more than everything else that ``--help`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext
from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

WHOLE = 1_000
"""Characters of a command's first sentence that are shown; none is as long."""


class CommandGroup(TyperGroup):
    """Lists its commands with first sentences that are wrapped, not cut off."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the section of commands."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str(WHOLE))
            for name, command in commands
            if not command.hidden
        ]
        write_commands(formatter, rows)


def write_commands(formatter: HelpFormatter, rows: Sequence[tuple[str, str]]) -> None:
    """Write a list of commands with their first sentences."""
    if rows:
        with formatter.section(gettext("Commands")):
            formatter.write_dl(rows)
