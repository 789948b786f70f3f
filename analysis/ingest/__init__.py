"""One reader per format, all giving discussions and a summary of what could not be read."""

from __future__ import annotations

from analysis.domain.outcomes import ColumnUse, ReadSummary
from analysis.ingest.column_names import FIELDS
from analysis.ingest.opening import FORMATS, page_lines, read
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import Quarantined, Reading

__all__ = [
    "FIELDS",
    "FORMATS",
    "ColumnUse",
    "Quarantined",
    "ReadOptions",
    "ReadSummary",
    "Reading",
    "page_lines",
    "read",
]
