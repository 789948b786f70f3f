"""What a file would be read as, before anything is stored: the table that an import ends with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import ingest
from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput, UnclearColumns
from analysis.domain.outcomes import ReadSummary
from analysis.ingest import Reading, ReadOptions, page_lines

SHOWN = 20
"""Comments of a preview."""

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a reading gives: its summary, its first comments with their article's title.

    ``problem`` is the sentence of a refusal; then ``columns`` are the names to choose the text
    from, if the file has any, and there is no summary. ``lines`` of a copied page come with what
    each was taken for (``text``, ``name``, ``time``, ``own``).
    """

    summary: ReadSummary | None = None
    comments: tuple[tuple[str, Comment], ...] = ()
    problem: str = ""
    columns: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()


def preview_file(path: Path, options: ReadOptions) -> ImportPreview:
    """Read a whole file and keep its first comments; a refusal is an answer, too."""
    try:
        reading = ingest.read(path, options=options)
        preview = preview_reading(reading)
        if reading.format != "page-blocks":
            return preview
        return replace(preview, lines=tuple(page_lines(path, options)))
    except UnclearColumns as unclear:
        return ImportPreview(problem=str(unclear), columns=unclear.columns)
    except BadInput as refused:
        return ImportPreview(problem=str(refused))


def preview_reading(reading: Reading) -> ImportPreview:
    """The same of a reading that stands; raises what iterating it raises."""
    comments: list[tuple[str, Comment]] = []
    for discussion in reading:
        wanted = discussion.comments[: SHOWN - len(comments)]
        comments += [(discussion.article.title, comment) for comment in wanted]
    summary = reading.summary
    columns = tuple(use.column for use in summary.columns)
    return ImportPreview(summary=summary, comments=tuple(comments), columns=columns)


@contextmanager
def as_file(name: str, content: bytes) -> Iterator[Path]:
    """``content`` as a file of this name for as long as the block runs, readable by us alone."""
    plain = "".join(c for c in Path(name).name if c.isprintable() and c not in '/\\:*?"<>|')
    with tempfile.TemporaryDirectory(prefix="moderato-import-") as folder:
        path = Path(folder) / (plain[-_LONGEST_NAME:].lstrip(".") or "comments.txt")
        path.write_bytes(content)
        yield path
