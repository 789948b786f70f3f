"""`moderato import --watch DIR`: import what is put into a folder, as it comes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.cli.import_files import print_import_summary
from analysis.cli.options import note, settings_with
from analysis.domain.errors import BadInput, Conflict, Unavailable

if TYPE_CHECKING:
    from analysis.ingest import ReadOptions


def watch_folder(
    folder: Path, options: ReadOptions, *, every: float, db: str | None, pseudonymise: bool
) -> None:
    """Look every so many seconds until somebody stops it; neither a bad file nor a folder or a
    database that is out of reach for a while ends it."""
    from analysis.cli.stores import writable_store
    from analysis.services.data.imports import import_file
    from analysis.services.data.watching import Watch, waiting_files

    watched = Watch(folder)
    store = writable_store(settings_with(db=db))
    note(f"watching {folder}; Ctrl-C ends it")
    trouble = ""
    while True:
        waiting: list[Path] = []
        try:
            waiting, trouble = waiting_files(store, watched, options), ""
        except BadInput as problem:
            if str(problem) != trouble:
                trouble = str(problem)
                note(f"moderato: {trouble} It is looked at again.")
        for path in waiting:
            try:
                summary = import_file(store, path, options=options, pseudonymise=pseudonymise)
                print_import_summary(summary)
            except Unavailable as busy:
                note(f"moderato: {busy} {path.name} is tried again.")
                continue
            except (BadInput, Conflict) as refused:
                note(f"moderato: {refused}")
            watched.finish(path)
        time.sleep(every)
