"""What could not be read: tried again when the file is mended, or written out to mend it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import IO

from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ImportSummary
from analysis.domain.spreadsheet import escape_formula
from analysis.ingest import ReadOptions
from analysis.output_file import OutputFile
from analysis.services.admin.audited import audited
from analysis.services.data.batches import batch
from analysis.services.data.imports import import_file, quarantined
from analysis.storage.audit import log
from analysis.storage.database import Store

_PAGE = 1_000


def retry(
    store: Store, number: int, *, path: Path | None = None, person: str = "local"
) -> ImportSummary:
    """Import a batch's file again, read as it was; ``path`` where it lies elsewhere now.

    It goes by the batch's name, whatever it is called there, so that its threads are the same.
    """
    summary = batch(store, number)
    file = path or (Path(summary.path) if summary.path else None)
    if file is None:
        raise BadInput(f"Batch {number} came from a pipe or an older version; name its file.")
    given = summary.options
    options = ReadOptions(
        format=str(given.get("format", "auto")),
        mapping=dict(given.get("mapping") or {}),
        encoding=given.get("encoding"),
        dates=given.get("dates"),
        header=bool(given.get("header", True)),
        site=str(given.get("site") or ""),
        file=summary.file,
    )
    return import_file(
        store,
        file,
        options=options,
        pseudonymise=bool(given.get("pseudonyms")),
        mends=summary.path,
        person=person,
    )


def export_quarantine(
    store: Store,
    out: Path,
    *,
    file: str | None = None,
    overwrite: bool = False,
    person: str = "local",
) -> int:
    """Write what is in quarantine as CSV; how many records. No cell can start a formula."""
    output = OutputFile(out, overwrite)
    output.check()
    with audited(store, person, "export_quarantine", detail={"file": out.name}):
        with output.replacing() as raw:
            written = _write_quarantine(store, raw, file)
        with store.write() as session:
            log(session, person, "export_quarantine", detail={"written": written})
    return written


def _write_quarantine(store: Store, raw: IO[bytes], file: str | None) -> int:
    page = written = 0
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text)
    rows.writerow(("file", "position", "reason"))
    while True:
        page += 1
        records, _ = quarantined(store, page=page, page_size=_PAGE, file=file)
        for record in records:
            cells = (record.file, record.position, record.reason)
            rows.writerow([escape_formula(cell) for cell in cells])
        written += len(records)
        if len(records) < _PAGE:
            text.flush()
            text.detach()
            return written
