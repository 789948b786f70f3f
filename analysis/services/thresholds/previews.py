"""What thresholds make, or would make, of the comments already scored; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput, nearest
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.thresholds import Bin, LabelPreview, Preview
from analysis.labels import LABEL_KEYS
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.database import Store
from analysis.storage.queue_index import recommendations, scores

_RANK = {
    Recommendation.CLEAR: 0,
    Recommendation.UNSURE: 1,
    Recommendation.FLAG: 2,
    Recommendation.UNSUPPORTED: 3,
}


def preview(store: Store, thresholds: Mapping[str, Threshold], *, examples: int = 10) -> Preview:
    """What ``thresholds`` would change on the comments already scored; nothing is stored."""
    check_thresholds(thresholds)
    with store.read() as session:
        active = profile_in(session)
        then = replace(active, thresholds={**active.thresholds, **thresholds}, reason="")
        labels = {
            label: label_preview(session, label, active, then, examples) for label in LABEL_KEYS
        }
        waiting_now, waiting_then = recommendations.waiting_under(session, active, then)
    return Preview(then, labels, waiting_now, waiting_then)


def in_force(store: Store, label: str) -> LabelPreview:
    """What the active thresholds make of one label's scores; ``now`` and ``then`` are the same."""
    check_label(label)
    with store.read() as session:
        active = profile_in(session)
        return label_preview(session, label, active, active, 0)


def histogram(
    store: Store, label: str, *, bins: int = 50, article_id: str | None = None
) -> list[Bin]:
    """The scores of one label in ``bins`` equal steps, with past decisions.

    A comment edited since its decision counts as undecided: the score is of another text.
    """
    check_label(label)
    width = _width(bins)
    with store.read() as session:
        counts = (
            scores.by_step(session, label)
            if article_id is None
            else scores.by_step_of_article(session, label, article_id)
        )
    sums = [[0, 0, 0] for _ in range(bins)]
    for step, counted in counts.items():
        # A score of exactly 1 belongs to the last bin.
        of_bin = sums[min(step // width, bins - 1)]
        for place, count in enumerate(counted):
            of_bin[place] += count
    return [Bin(at / bins, (at + 1) / bins, *counted) for at, counted in enumerate(sums)]


def _width(parts: int) -> int:
    """How many kept steps make one of ``parts``."""
    if parts < 1 or scores.STEPS % parts:
        raise BadInput(
            f"Scores are counted in {scores.STEPS} steps; {parts} equal parts can't be made of "
            "them, but 10, 20, 50, 100, 200 or 500 can."
        )
    return scores.STEPS // parts


def label_preview(
    session: Session, label: str, now: Profile, then: Profile, examples: int
) -> LabelPreview:
    """What two profiles make of one label's scores, inside a transaction that already is open."""
    first, second = now.thresholds[label], then.thresholds[label]
    pairs = recommendations.answers_now_and_then(session, label, first, second)
    now_counts = dict.fromkeys(Recommendation, 0)
    then_counts = dict.fromkeys(Recommendation, 0)
    up = down = 0
    for (before, after), count in pairs.items():
        now_counts[before] += count
        then_counts[after] += count
        up += count if _RANK[after] > _RANK[before] else 0
        down += count if _RANK[after] < _RANK[before] else 0
    open_now, open_then = (
        scores.undecided(session, label, threshold.clear_below) for threshold in (first, second)
    )
    return LabelPreview(
        label=label,
        pairs=pairs,
        open_now=open_now,
        open_then=open_then,
        now=now_counts,
        then=then_counts,
        moved_up=up,
        moved_down=down,
        up_examples=tuple(
            recommendations.moved_examples(session, label, first, second, up=True, limit=examples)
            if up
            else ()
        ),
        down_examples=tuple(
            recommendations.moved_examples(session, label, first, second, up=False, limit=examples)
            if down
            else ()
        ),
    )


def check_thresholds(thresholds: Mapping[str, Threshold]) -> None:
    """``BadInput`` names a label that there is not."""
    for label in thresholds:
        check_label(label)


def check_label(label: str) -> None:
    """``BadInput`` for a label that there is not."""
    if label not in LABEL_KEYS:
        raise BadInput(f"Unknown label {label!r}; {nearest(label, LABEL_KEYS)}.")
