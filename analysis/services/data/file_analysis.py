"""Analyse a file without a database: records of `moderato.analysis/1`, one per comment."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from analysis.domain.errors import BadInput
from analysis.domain.outcomes import Progress
from analysis.domain.run import RunInfo
from analysis.ingest import Reading, ReadOptions, ReadSummary, read
from analysis.pipeline import Pipeline
from analysis.services.data.analysis_schema import analysis_record, json_line


@dataclass(frozen=True, slots=True)
class FileAnalysis:
    """The records of one file in reading order, made while they are iterated."""

    reading: Reading
    pipeline: Pipeline
    run: RunInfo

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for discussion in self.reading:
            for analysis in self.pipeline.analyze(discussion):
                yield analysis_record(analysis, self.run)

    @property
    def report(self) -> ReadSummary:
        """What was read and what could not be; complete after the iteration."""
        return self.reading.report


def analyze_file(
    path: Path,
    *,
    pipeline: Pipeline,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    options: ReadOptions | None = None,
) -> FileAnalysis:
    """The analysis of every comment in ``path``; ``BadInput`` when it can't be read.

    ``options`` say how it is read, in place of the three before.
    """
    reading = read(path, format=format, mapping=mapping, encoding=encoding, options=options)
    return FileAnalysis(reading, pipeline, pipeline.run_info())


def write_lines(
    analysis: FileAnalysis, out: Path | None, *, progress: Progress | None = None
) -> int:
    """Write the records as JSON Lines to ``out``, whole or not at all, or to stdout as they come.

    Returns how many were written.
    """
    written = 0
    with _standard_output() if out is None else replacing(out) as file:
        for record in analysis:
            file.write(json_line(record).encode("utf-8"))
            written += 1
            if progress is not None:
                progress(written, analysis.report.expected)
    return written


@contextmanager
def replacing(out: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``out`` when the block ends well, and vanishes otherwise."""
    if out.is_dir():
        raise BadInput(f"{out}: is a folder; expected the name of a file to write")
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.", suffix=".tmp")
    except OSError as error:
        raise BadInput(f"{out}: can't be written ({error.strerror})") from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        part.chmod(0o666 & ~_umask())
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _standard_output() -> Iterator[IO[bytes]]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _umask() -> int:
    # There is no way to read it but to set it; mkstemp made the file private.
    mask = os.umask(0)
    os.umask(mask)
    return mask
