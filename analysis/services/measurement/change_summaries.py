"""Before and after: a report whenever a profile, a combination, heads or a whole run is new.

Kept when it happens, since scores and judgements move on. Figures rest on judged comments that
neither version was fitted on, and say how many those are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.learned import ChangeKind, StoredChange
from analysis.domain.profile import Profile, Recommendation
from analysis.domain.thresholds import LabelPreview, Preview
from analysis.evaluation.intervals import Difference, Estimate
from analysis.evaluation.proportions import TOO_FEW, Rate
from analysis.services.learning.judgements import Judged
from analysis.services.learning.version_comparison import (
    NAMED_MOVERS,
    ChangedRecommendation,
    Comparison,
    LabelComparison,
    Measured,
    ScorePair,
    compare_label,
    movers,
)
from analysis.storage import learned
from analysis.storage.audit import now
from analysis.storage.database import Store


@dataclass(frozen=True, slots=True)
class Counts:
    """How many comments got which recommendation before and after; how many ask for more
    attention now (``up``) or for less."""

    before: Mapping[Recommendation, int]
    after: Mapping[Recommendation, int]
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """What a change did. ``what`` lists the parts that changed: part, before, after.

    ``counts`` by label are of all comments that both versions answered; a version that was only
    published has none yet. ``labels`` are measured on judged comments.
    """

    id: int
    kind: ChangeKind
    before: str
    after: str
    person: str
    reason: str
    created_at: datetime
    what: tuple[tuple[str, str, str], ...]
    counts: Mapping[str, Counts]
    labels: tuple[LabelComparison, ...]
    movers: tuple[ChangedRecommendation, ...]
    moved: int
    unbiased: bool


def change_summaries(
    store: Store, kinds: Collection[ChangeKind] = tuple(ChangeKind), *, limit: int = 50
) -> list[ChangeSummary]:
    """The newest reports of these kinds, newest first."""
    with store.read() as session:
        return [
            _summary(stored)
            for stored in learned.read_change_summaries(session, kinds, limit=limit)
        ]


def keep_publication(
    session: Session,
    kind: ChangeKind,
    comparison: Comparison,
    *,
    before: str,
    after: str,
    person: str,
    reason: str,
) -> int:
    """Keep what was measured before a combination or heads were published."""
    body = {
        "what": [[kind.value, before, after]],
        "counts": {},
        "labels": [asdict(comparison_of) for comparison_of in comparison.labels],
        "movers": [asdict(mover) for mover in comparison.movers],
        "moved": comparison.moved,
        "unbiased": comparison.unbiased,
        "learned_from": sorted(comparison.learned_from),
    }
    return learned.add_change_summary(
        session, kind, before=before, after=after, person=person, reason=reason, at=now(), body=body
    )


def keep_profile_change(
    session: Session,
    old: Profile,
    new: Profile,
    expected_changes: Preview,
    judged: Sequence[Judged],
) -> int:
    """Keep what new thresholds change on the scores as they are, and its preview."""
    at_random = [judgement for judgement in judged if judgement.measures]
    unbiased = len({judgement.comment_id for judgement in at_random}) >= TOO_FEW
    cases = _same_scores(at_random if unbiased else judged)
    changed = [
        label for label in new.thresholds if old.thresholds.get(label) != new.thresholds[label]
    ]
    known = [label for label in changed if label in old.thresholds]
    compared = [
        compare_label(
            label,
            [case for case in cases if case.label == label],
            old.thresholds[label],
            new.thresholds[label],
        )
        for label in known
    ]
    of_known = _same_scores([judgement for judgement in judged if judgement.label in known])
    moved = movers(of_known, old.thresholds, new.thresholds)
    body = {
        "what": [
            [label, _range(old, label) if label in known else "", _range(new, label)]
            for label in changed
        ],
        "counts": {
            label: _counts_as_json(expected)
            for label, expected in expected_changes.labels.items()
            if label in changed
        },
        "labels": [asdict(comparison) for comparison in compared],
        "movers": [asdict(mover) for mover in moved[:NAMED_MOVERS]],
        "moved": len(moved),
        "unbiased": unbiased,
    }
    return learned.add_change_summary(
        session,
        ChangeKind.PROFILE,
        before=f"{old.name} {old.version}",
        after=f"{new.name} {new.version}",
        person=new.author,
        reason=new.reason,
        at=new.created_at or now(),
        body=body,
    )


def _same_scores(judged: Sequence[Judged]) -> list[ScorePair]:
    """New thresholds leave every score as it is."""
    return [
        ScorePair(
            judgement.comment_id,
            judgement.label,
            judgement.probability,
            judgement.probability,
            judgement.truth,
        )
        for judgement in judged
    ]


def _counts_as_json(expected: LabelPreview) -> dict[str, object]:
    return {
        "before": {key.value: n for key, n in expected.now.items()},
        "after": {key.value: n for key, n in expected.then.items()},
        "up": expected.moved_up,
        "down": expected.moved_down,
    }


def _range(profile: Profile, label: str) -> str:
    threshold = profile.thresholds[label]
    return f"{threshold.clear_below:.2f} / {threshold.flag_at:.2f}"


def _summary(stored: StoredChange) -> ChangeSummary:
    body = stored.body
    return ChangeSummary(
        id=stored.id,
        kind=stored.kind,
        before=stored.before,
        after=stored.after,
        person=stored.person,
        reason=stored.reason,
        created_at=stored.created_at,
        what=tuple((what, before, after) for what, before, after in body["what"]),
        counts={label: _counts(counts) for label, counts in body["counts"].items()},
        labels=tuple(_comparison(comparison) for comparison in body["labels"]),
        movers=tuple(
            ChangedRecommendation(
                **{
                    **mover,
                    "was": Recommendation(mover["was"]),
                    "becomes": Recommendation(mover["becomes"]),
                }
            )
            for mover in body["movers"]
        ),
        moved=body["moved"],
        unbiased=body["unbiased"],
    )


def _counts(body: Mapping[str, Any]) -> Counts:
    sides = [
        {Recommendation(key): n for key, n in body[side].items()} for side in ("before", "after")
    ]
    return Counts(sides[0], sides[1], body["up"], body["down"])


def _comparison(body: Mapping[str, Any]) -> LabelComparison:
    return LabelComparison(
        **{
            **body,
            "before": _measured(body["before"]),
            "after": _measured(body["after"]),
            "gain": body["gain"] and Difference(**body["gain"]),
            "agrees": body["agrees"] and Difference(**body["agrees"]),
        }
    )


def _measured(body: Mapping[str, Any] | None) -> Measured | None:
    if body is None:
        return None
    return Measured(
        average_precision=Estimate(**body["average_precision"]),
        brier=Estimate(**body["brier"]),
        precision=Rate(**body["precision"]),
        recall=Rate(**body["recall"]),
    )
