"""What another service had said of a comment before it came here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordedScores:
    """Scores of ``source`` by its own names (``TOXICITY``), each from 0 to 1.

    Shown and exported beside our answers. No label is answered by them, and no combination, queue
    or threshold reads them.
    """

    source: str
    scores: Mapping[str, float]
