"""Drift: whether the newest comments are answered as those before them were."""

from __future__ import annotations

from analysis.evaluation.drift import LabelDrift, Sample, drift_of
from analysis.labels import LABEL_KEYS
from analysis.storage.database import Store
from analysis.storage.drift_windows import Window, newest_windows

NEWEST = 2_000
"""Comments of the window that is looked at: those read last."""
REFERENCE = 10_000
"""Comments of the window before it, which it is compared with."""


def drift(store: Store, *, newest: int = NEWEST, reference: int = REFERENCE) -> list[LabelDrift]:
    """One comparison per label. By order of reading, whatever time a comment names.

    A change of model moves scores too, until everything is scored again; a change of thresholds
    moves the flags of both windows alike.
    """
    with store.read() as session:
        before, now = newest_windows(session, LABEL_KEYS, now=newest, before=reference)
    return [
        drift_of(key, _sample(before, key), _sample(now, key), labels=len(LABEL_KEYS))
        for key in LABEL_KEYS
    ]


def _sample(window: Window, label: str) -> Sample:
    return Sample(window.scores.get(label, []), window.flagged.get(label, 0))
