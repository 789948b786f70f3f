"""`moderato author`: all that is held on one author, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.options import Db, settings_with


def author(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name, exactly as it was read.")],
    out: Annotated[Path, typer.Option("--out", help="The new file (JSON).")],
    person: Annotated[str, typer.Option("--person", help="Who asks for it.")] = "local",
    db: Db = None,
) -> None:
    """Write all that is held on one author: texts, records, findings, decisions, exports."""
    from analysis.cli.stores import existing_store
    from analysis.services.data.author_file import write_author_file

    store = existing_store(settings_with(db=db))
    count = write_author_file(store, name, out, person=person)
    typer.echo(f"{out}: {count} comments with all that is held on them")
