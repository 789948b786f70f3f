"""A status in the text format of Prometheus, for whatever program watches a site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from analysis.domain.status import SystemStatus
from analysis.evaluation.drift import LabelDrift

_NUMBERS = {
    "waiting": "Comments that wait for a person.",
    "unscored": "Comments without an answer of the pipeline.",
    "failed": "Comments with a label whose scorer failed.",
    "chain_length": "Links of the hash chain.",
    "chain_faults": "Faults of the last verification of the chain.",
    "check_faults": "Faults of the last whole check.",
    "erasures_outstanding": "Erasures whose words may still lie in freed room.",
    "database_bytes": "Size of the SQLite file.",
    "disk_free_bytes": "Free room on the disk of the SQLite file.",
}
_AGES = {
    "oldest_waiting": "Seconds since the comment that waits longest was read.",
    "backup_at": "Seconds since the last backup.",
    "chain_verified_at": "Seconds since the chain was last verified.",
    "checked_at": "Seconds since the last whole check.",
}


def as_metrics(system: SystemStatus, drifts: Sequence[LabelDrift] = ()) -> str:
    """Gauges with the prefix ``moderato_``; what never happened has no line."""
    return "\n".join([*_lines(system), *_drift_lines(drifts)]) + "\n"


def _lines(system: SystemStatus) -> Iterator[str]:
    for name, meaning in _NUMBERS.items():
        value: int | None = getattr(system, name)
        if value is not None:
            yield from _gauge(name, meaning, f" {value}")
    for name, meaning in _AGES.items():
        moment: datetime | None = getattr(system, name)
        if moment is not None:
            seconds = max(0.0, (system.at - moment).total_seconds())
            short = name.removesuffix("_at")
            yield from _gauge(f"{short}_age_seconds", meaning, f" {seconds:.0f}")


def _drift_lines(drifts: Sequence[LabelDrift]) -> Iterator[str]:
    known = [entry for entry in drifts if entry.distance is not None]
    if not known:
        return
    yield from _gauge(
        "score_drift_distance",
        "Kolmogorov-Smirnov distance of the newest scores from those before.",
        *(f'{{label="{entry.label}"}} {entry.distance:.4f}' for entry in known),
    )
    yield from _gauge(
        "flag_rate_change",
        "Share of flags among the newest comments minus that among those before.",
        *(f'{{label="{entry.label}"}} {entry.flags.value:.4f}' for entry in known if entry.flags),
    )
    yield from _gauge(
        "drifted",
        "1 where scores or flags have moved certainly and far.",
        *(f'{{label="{entry.label}"}} {int(entry.moved)}' for entry in known),
    )


def _gauge(name: str, meaning: str, *values: str) -> Iterator[str]:
    yield f"# HELP moderato_{name} {meaning}"
    yield f"# TYPE moderato_{name} gauge"
    for value in values:
        yield f"moderato_{name}{value}"
