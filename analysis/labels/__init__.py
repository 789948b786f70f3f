"""The labels, one file each, and the rules that look for them.

``MODULES`` is the one list: a label's module holds its ``LABEL`` and its ``RULES``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Protocol

from analysis.domain.errors import BadInput, nearest
from analysis.domain.label import Label
from analysis.labels import (
    constructive_evidence,
    disagreement,
    generalization,
    possible_hostility,
)
from analysis.labels.rule import Rule


class LabelModule(Protocol):
    """What a label's file gives."""

    LABEL: Label
    RULES: tuple[Rule, ...]


MODULES: tuple[LabelModule, ...] = (
    disagreement,
    possible_hostility,
    generalization,
    constructive_evidence,
)


def _labels(modules: Sequence[LabelModule]) -> tuple[Label, ...]:
    labels = tuple(sorted((module.LABEL for module in modules), key=lambda item: item.order))
    for names in ([item.key for item in labels], [item.column for item in labels]):
        if len(set(names)) < len(names):
            raise ValueError(f"two labels share a key or three letters of a short name: {names}")
    known = {item.key for item in labels}
    for item in labels:
        if item.tone_split is not None and item.tone_split.by not in known - {item.key}:
            raise ValueError(f"{item.key}: its tone is split by {item.tone_split.by}, no label")
    return labels


LABELS: tuple[Label, ...] = _labels(MODULES)
LABEL_KEYS: tuple[str, ...] = tuple(item.key for item in LABELS)
RULES: tuple[Rule, ...] = tuple(rule for module in MODULES for rule in module.RULES)


def register(module: LabelModule) -> None:
    """Add a label to the list for this process, before any other part has read the list.

    For tests and trials; a label that ships stands in ``MODULES``. ``RuntimeError`` when the
    scorers, the storage or a service are loaded already, which would go on without it.
    """
    readers = ("analysis.scorers", "analysis.storage", "analysis.services", "analysis.pipeline")
    late = [name for name in readers if name in sys.modules]
    if late:
        raise RuntimeError(f"too late to register {module.LABEL.key}: {late[0]} is loaded")
    global MODULES, LABELS, LABEL_KEYS, RULES
    MODULES = (*MODULES, module)
    LABELS = _labels(MODULES)
    LABEL_KEYS = tuple(item.key for item in LABELS)
    RULES = tuple(rule for source in MODULES for rule in source.RULES)


def label(key: str) -> Label:
    """The label with this key; ``BadInput`` names the nearest one for an unknown key."""
    for item in LABELS:
        if item.key == key:
            return item
    raise BadInput(f"there is no label {key!r}; {nearest(key, LABEL_KEYS)}")
