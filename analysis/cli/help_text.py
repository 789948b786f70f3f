"""The help of a group of commands: plain text, every command with its whole sentence.

Plain, because drawing boxes costs more than everything else that ``--help`` does.
"""

from __future__ import annotations

from gettext import gettext
from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

_WHOLE = 1_000  # characters of a command's first sentence; none is as long


class CommandGroup(TyperGroup):
    """Lists its commands with first sentences that are wrapped, not cut off."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the section of commands."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str(_WHOLE))
            for name, command in commands
            if not command.hidden
        ]
        if rows:
            with formatter.section(gettext("Commands")):
                formatter.write_dl(rows)
