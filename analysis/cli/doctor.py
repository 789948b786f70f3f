"""`moderato doctor`: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from analysis.cli.options import Db, settings_with


def doctor(
    db: Db = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show versions, models and digests, the database and the disk; exit code 1 on a problem."""
    from analysis.services.admin.health import State, examine

    checks = examine(settings_with(db=db))
    if as_json:
        rows = [
            {"name": c.name, "state": c.state.value, "found": c.observed, "advice": c.advice}
            for c in checks
        ]
        typer.echo(json.dumps(rows, indent=2))
    else:
        for check in checks:
            typer.echo(f"{check.state.value:8} {check.name:18} {check.observed}")
            if check.advice:
                typer.echo(f"{'':8} {'':18} -> {check.advice}")
    if any(check.state is State.PROBLEM for check in checks):
        raise typer.Exit(1)
