"""Which comments to annotate next; random ones measure, the others teach."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sqlalchemy.orm import Session

from analysis.domain.annotation import Selection
from analysis.domain.errors import BadInput
from analysis.domain.finding import LabelResult, Status
from analysis.domain.profile import Profile
from analysis.storage import annotation_candidates as stored
from analysis.storage.analyses import read_findings
from analysis.storage.comments import chunks

LOOKED_THROUGH = 5_000
"""Comments, drawn at random, among which the widest disagreement of scorers is looked for."""


def choose(
    session: Session,
    set_id: int,
    labels: Sequence[str],
    *,
    selection: Selection,
    count: int,
    seed: int,
    profile: Profile,
) -> list[int]:
    """Numbers of comments that the set has not got; ``seed`` makes the draw repeatable."""
    if selection is Selection.UNCERTAIN:
        return _uncertain(session, set_id, labels, count, profile)
    drawn = random.Random(seed)  # noqa: S311 (a sample that can be drawn again)
    candidates = stored.candidates(session, set_id)
    if selection is Selection.RANDOM:
        return drawn.sample(candidates, min(count, len(candidates)))
    if selection is Selection.DISAGREEMENT:
        some = drawn.sample(candidates, min(LOOKED_THROUGH, len(candidates)))
        return _disagreeing(session, some, labels, count)
    raise BadInput(
        f"Comments are not chosen by {selection.value!r}; allowed: random, uncertain, disagreement."
    )


def _uncertain(
    session: Session, set_id: int, labels: Sequence[str], count: int, profile: Profile
) -> list[int]:
    near: dict[int, float] = {}
    for label in labels:
        boundary = profile.thresholds[label].flag_at
        for distance, number in stored.nearest_to(session, set_id, label, boundary, limit=count):
            near[number] = min(distance, near.get(number, distance))
    return sorted(near, key=lambda number: (near[number], number))[:count]


def _disagreeing(
    session: Session, ids: Sequence[int], labels: Sequence[str], count: int
) -> list[int]:
    spread: dict[int, float] = {}
    for some in chunks(ids):
        findings = read_findings(session, stored.analysis_numbers(session, some))
        for number, (_, findings_of) in findings.items():
            widest = max((_spread(r) for r in findings_of.labels if r.label in labels), default=0.0)
            if widest > 0.0:
                spread[number] = widest
    return sorted(spread, key=lambda number: (-spread[number], number))[:count]


def _spread(result: LabelResult) -> float:
    scores = [
        part.probability
        for part in result.parts
        if part.status is Status.SCORED and part.probability is not None
    ]
    return max(scores) - min(scores) if len(scores) > 1 else 0.0
