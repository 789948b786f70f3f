"""A site's own heads: corrections of the embedded model's answers, learned from its judgements.

A head adds to the log-odds of the shipped answer what it makes of the features that the shipped
heads saw. It belongs to one model file, by digest; on another it must not answer.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.domain.errors import BadInput
from analysis.scorers.embedded_manifest import Manifest
from analysis.scorers.embedded_model import MEAN
from analysis.scorers.embedded_pieces import Floats

FORMAT = "moderato.heads/1"
_DIGITS = 7  # of a weight, as many as a 32-bit number holds


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """One label's, or one facet's, correction.

    ``rows`` names the features that ``weights`` belong to, a row after the other; the correction
    never goes farther than ``reach``, as on the comments it was learned from. ``prior`` is the
    log-odds to start from where the shipped model has no head for the facet. ``learned_from``
    counts comments, ``holds`` those with the label or facet; ``spread`` is the freedom that
    cross-validation chose.
    """

    label: str
    facet: str
    rows: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float
    reach: float
    prior: float | None
    spread: float
    learned_from: int
    holds: int

    def correction(self, features: Floats, groups: tuple[str, ...]) -> float:
        """The log-odds to add for a comment whose features have the rows ``groups``."""
        seen = np.concatenate([features[groups.index(row)] for row in self.rows])
        log_odds = float(seen.astype(np.float64) @ np.asarray(self.weights)) + self.bias
        return min(max(log_odds, -self.reach), self.reach)


@dataclass(frozen=True, slots=True)
class SiteHeads:
    """All trained heads of one version (``heads-3``), and the digest of the model they are for."""

    version: str
    model: str
    model_digest: str
    heads: tuple[TrainedHead, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over everything that decides an answer."""
        core = [self.model_digest, [_head_json(head) for head in self.heads]]
        return hashlib.sha256(json.dumps(core, sort_keys=True).encode()).hexdigest()

    def head(self, label: str, facet: str = "") -> TrainedHead | None:
        """The head of a label (or of one of its facets), where one was trained."""
        return next((h for h in self.heads if (h.label, h.facet) == (label, facet)), None)


def rows_for(manifest: Manifest, label: str, facet: str) -> tuple[str, ...]:
    """The features a head reads, of those that a model gives: the mean, and its own query's."""
    speaker = manifest.speaker(label)
    own = speaker.facet_rows.get(facet, speaker.row)
    return tuple(row for row in (MEAN, own) if row in manifest.feature_groups)


def rounded(value: float) -> float:
    """A weight as it is kept, so that a digest is the same wherever it is worked out."""
    if value == 0.0 or not math.isfinite(value):
        return 0.0
    return round(value, _DIGITS - 1 - math.floor(math.log10(abs(value))))


def heads_json(heads: SiteHeads) -> dict[str, Any]:
    """The heads as plain data."""
    return {
        "format": FORMAT,
        "version": heads.version,
        "model": heads.model,
        "model_digest": heads.model_digest,
        "heads": [_head_json(head) for head in heads.heads],
    }


def read_heads(body: Mapping[str, Any]) -> SiteHeads:
    """What :func:`heads_json` gave; ``BadInput`` when it is none."""
    if body.get("format") != FORMAT:
        raise BadInput(f"trained heads: format {body.get('format')!r}, expected {FORMAT!r}")
    return SiteHeads(
        version=body["version"],
        model=body["model"],
        model_digest=body["model_digest"],
        heads=tuple(
            TrainedHead(**{**head, "rows": tuple(head["rows"]), "weights": tuple(head["weights"])})
            for head in body["heads"]
        ),
    )


def _head_json(head: TrainedHead) -> dict[str, Any]:
    return {
        "label": head.label,
        "facet": head.facet,
        "rows": list(head.rows),
        "weights": list(head.weights),
        "bias": head.bias,
        "reach": head.reach,
        "prior": head.prior,
        "spread": head.spread,
        "learned_from": head.learned_from,
        "holds": head.holds,
    }
