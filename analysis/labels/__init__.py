"""The four labels, one file each, and the rules that look for them."""

from __future__ import annotations

from analysis.domain.errors import BadInput, nearest
from analysis.domain.label import Label
from analysis.labels import (
    disagreement_rules,
    evidence_rules,
    generalization_rules,
    hostility_rules,
)
from analysis.labels.constructive_evidence import CONSTRUCTIVE_EVIDENCE
from analysis.labels.disagreement import DISAGREEMENT
from analysis.labels.generalization import GENERALIZATION
from analysis.labels.possible_hostility import POSSIBLE_HOSTILITY
from analysis.labels.rule import Rule

LABELS: tuple[Label, ...] = (
    DISAGREEMENT,
    POSSIBLE_HOSTILITY,
    GENERALIZATION,
    CONSTRUCTIVE_EVIDENCE,
)
LABEL_KEYS: tuple[str, ...] = tuple(item.key for item in LABELS)
RULES: tuple[Rule, ...] = (
    *disagreement_rules.RULES,
    *hostility_rules.RULES,
    *generalization_rules.RULES,
    *evidence_rules.RULES,
)


def label(key: str) -> Label:
    """The label with this key; ``BadInput`` names the nearest one for an unknown key."""
    for item in LABELS:
        if item.key == key:
            return item
    raise BadInput(f"there is no label {key!r}; {nearest(key, LABEL_KEYS)}")
