"""What a change of thresholds moves, label by label, in words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.thresholds import LabelPreview
from analysis.labels import LABEL_KEYS
from dashboard.texts import label_of, text


def moves_in_words(preview: LabelPreview) -> str:
    """What would newly be flagged or cleared, and what no longer, of how many."""
    counts = {
        "flag_gained": preview.gained(Recommendation.FLAG),
        "flag_lost": preview.lost(Recommendation.FLAG),
        "clear_gained": preview.gained(Recommendation.CLEAR),
        "clear_lost": preview.lost(Recommendation.CLEAR),
    }
    moves = [text(f"thresholds.{name}", n=count) for name, count in counts.items() if count]
    return text(
        "thresholds.moves",
        total=sum(preview.now.values()),
        what=", ".join(moves) or text("thresholds.moves_no_comment"),
    )


def changes_in_words(
    now: Mapping[str, Threshold],
    then: Mapping[str, Threshold],
    moves: Mapping[str, LabelPreview],
) -> str:
    """A list (Markdown) of the labels whose thresholds differ: both thresholds, and what moves."""
    return "\n".join(
        "- "
        + text(
            "thresholds.change_row",
            label=label_of(key).title,
            a=now[key].clear_below,
            b=then[key].clear_below,
            c=now[key].flag_at,
            d=then[key].flag_at,
            moves=moves_in_words(moves[key]),
        )
        for key in LABEL_KEYS
        if key in then and then[key] != now[key]
    )
