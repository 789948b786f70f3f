"""Write comments with findings and decisions to a file."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.outcomes import ExportSummary, Progress
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.run import RunInfo
from analysis.output_file import OutputFile
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited
from analysis.services.data.export_formats import WRITERS
from analysis.services.data.export_records import Exported, exported, read_together
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.export_register import add_export
from analysis.storage.queue_index import queue, walked

FORMATS = tuple(WRITERS)
"""The formats that :func:`export` writes."""

BATCH = 200
"""Comments read at once: a megabyte or two with all that belongs to them."""


def export(
    store: Store,
    out: Path,
    *,
    format: str,
    where: QueueFilter | None = None,
    progress: Progress | None = None,
    person: str = "local",
    overwrite: bool = False,
) -> ExportSummary:
    """Write ``jsonl``, ``csv`` or ``parquet``; each line is ``moderato.analysis/1`` + decisions.

    The recommendations are the active profile's, which the line's run names. A csv cell can't
    start a formula. An erased comment is left out: there is nothing left of it to export. A file
    that is there already is replaced with ``overwrite`` alone, a database never.
    """
    require(store, person, Permission.EXPORT)
    if format not in WRITERS:
        raise BadInput(f"{format!r} is no export format; {nearest(format, FORMATS)}.")
    where = where or QueueFilter(queue=Queue.ALL)
    unscored = 0
    numbers = array("q")  # all that is kept of what was written
    output = OutputFile(out, overwrite)
    output.check()
    # The entry comes first, so that no file leaves a database that could not keep it.
    with audited(store, person, "export", detail={"format": format, "file": out.name}):
        with output.replacing() as file, WRITERS[format](file) as write:
            for line, total in _lines(store, where):
                write(line.record)
                numbers.append(line.comment_id)
                unscored += line.waits
                if progress and len(numbers) % BATCH == 0:
                    progress(len(numbers), total)
        written = len(numbers)
        if progress:
            progress(written, written)
        with store.write() as session:
            add_export(session, numbers, file=out.name, format=format, person=person, at=now())
            log(session, person, "export", detail={"format": format, "written": written})
    return ExportSummary(file=str(out), format=format, written=written, unscored=unscored)


def _lines(store: Store, where: QueueFilter) -> Iterator[tuple[Exported, int]]:
    with store.read() as session:
        profile = profile_in(session)
        total = queue.count_of(session, where, profile)
    runs: dict[int, RunInfo] = {}
    after: walked.Walked | None = None
    while True:
        with store.read() as session:
            some = walked.walk(session, where, profile, after=after, limit=BATCH)
            read = read_together(session, some, runs) if some else None
        if read is None:
            return
        for place in some:
            if not place.erased:
                yield exported(read, place, profile), total
        after = some[-1]
        del read  # or two batches would be here while the next is read
