"""Thresholds as policy: numbered profiles, and what they make of a probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analysis.domain.finding import Status


class Recommendation(StrEnum):
    """What a profile makes of a label's findings; a person decides."""

    FLAG = "flag"
    UNSURE = "unsure"
    CLEAR = "clear"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Threshold:
    """``score >= flag_at`` is flag, ``score < clear_below`` is clear, between is unsure."""

    flag_at: float
    clear_below: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.clear_below <= self.flag_at <= 1.0:
            raise ValueError(
                "thresholds must satisfy 0 <= clear_below <= flag_at <= 1, "
                f"got clear_below {self.clear_below} and flag_at {self.flag_at}"
            )


@dataclass(frozen=True, slots=True)
class Profile:
    """One numbered version of the thresholds, published once and never edited."""

    name: str
    version: int
    thresholds: Mapping[str, Threshold]
    reason: str = ""
    author: str = ""
    created_at: datetime | None = None


def recommend(status: Status, probability: float | None, threshold: Threshold) -> Recommendation:
    """What ``threshold`` makes of one combined answer.

    An abstained or failed answer is ``unsupported``: it is shown to a person, never cleared.
    """
    if status is not Status.SCORED or probability is None:
        return Recommendation.UNSUPPORTED
    if probability >= threshold.flag_at:
        return Recommendation.FLAG
    if probability < threshold.clear_below:
        return Recommendation.CLEAR
    return Recommendation.UNSURE
