"""One reader per format, all giving discussions and a report of what could not be read."""

from __future__ import annotations

from analysis.ingest.opening import FORMATS, read
from analysis.ingest.reading import Quarantined, Reading, ReadSummary

__all__ = ["FORMATS", "Quarantined", "ReadSummary", "Reading", "read"]
