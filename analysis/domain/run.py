"""One pass of one version of the pipeline: what every stored finding can be traced to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ScorerInfo:
    """Who a scorer is: name, version, digest of what it decides with, and whether it is here.

    ``available`` is false when it cannot run on this machine; ``note`` then says what is missing
    and how to get it.
    """

    name: str
    version: str
    digest: str
    labels: tuple[str, ...]
    available: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The version of everything that took part in labelling a comment."""

    code_version: str
    scorers: tuple[ScorerInfo, ...]
    labels: Mapping[str, str]
    combination: str
    profile_name: str
    profile_version: int
    id: str | None = None
    text_pipeline: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
