"""What a site has learned and published, and what each change of a version did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class HeadsVersion:
    """A published version of the site's own heads, without its weights.

    ``learned_from`` are the comments they were fitted on, ``sets`` the names of the annotation
    sets; ``labels`` the label (or ``label/facet``) of each head.
    """

    version: int
    model: str
    model_digest: str
    digest: str
    sets: tuple[str, ...]
    learned_from: frozenset[int]
    labels: tuple[str, ...]
    person: str
    reason: str
    created_at: datetime

    @property
    def name(self) -> str:
        """As runs name it."""
        return f"heads-{self.version}"


class ChangeKind(StrEnum):
    """What changed."""

    PROFILE = "profile"
    COMBINATION = "combination"
    HEADS = "heads"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class StoredChange:
    """A comparison of before and after as it is kept; ``body`` is read by
    ``services.measurement.change_summaries``."""

    id: int
    kind: ChangeKind
    before: str
    after: str
    person: str
    reason: str
    created_at: datetime
    body: Mapping[str, Any]
