"""Analyse a file without a database: records of `moderato.analysis/1`, one per comment."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from analysis.domain.outcomes import Progress
from analysis.domain.run import RunInfo
from analysis.ingest import Reading, ReadOptions, ReadSummary, read
from analysis.output_file import OutputFile
from analysis.pipeline import Pipeline
from analysis.rare_collection import rare_collection
from analysis.services.data.analysis_schema import analysis_record, json_line


@dataclass(frozen=True, slots=True)
class FileAnalysis:
    """The records of one file in reading order, made while they are iterated."""

    reading: Reading
    pipeline: Pipeline
    run: RunInfo

    def __iter__(self) -> Iterator[dict[str, Any]]:
        # Read ahead: a file of many short threads is labelled in batches that reach over them.
        asked = ((discussion, None) for discussion in self.reading)
        for analyses in self.pipeline.analyze_each(asked):
            for analysis in analyses:
                yield analysis_record(analysis, self.run)

    @property
    def summary(self) -> ReadSummary:
        """What was read and what could not be; complete after the iteration."""
        return self.reading.summary


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
    analysis: FileAnalysis, out: OutputFile | None, *, progress: Progress | None = None
) -> int:
    """Write the records as JSON Lines to ``out``, whole or not at all, or to stdout as they come.

    Returns how many were written.
    """
    written = 0
    target = _standard_output() if out is None else out.replacing()
    with rare_collection(), target as file:
        for record in analysis:
            file.write(json_line(record).encode("utf-8"))
            written += 1
            if progress is not None:
                progress(written, analysis.summary.expected)
    return written


@contextmanager
def _standard_output() -> Iterator[IO[bytes]]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()
