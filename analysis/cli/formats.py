"""`moderato formats`: what can be read, what is kept of it and what is not."""

from __future__ import annotations

import typer


def formats() -> None:
    """List the formats with what each keeps and drops."""
    from analysis.ingest.formats import KNOWN

    for layout in KNOWN.values():
        typer.echo(
            f"{layout.name}\n    {layout.title}\n"
            f"    keeps: {layout.keeps}\n    drops: {layout.drops}"
        )
