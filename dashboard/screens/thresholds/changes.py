"""What a change of thresholds moves, label by label, in words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.thresholds import LabelPreview
from analysis.labels import LABEL_KEYS
from dashboard.texts import label_of, text


def moves_in_words(preview: LabelPreview) -> str:
    """What would newly be flagged or cleared, of how many; what stays unsure; who has to look."""
    counts = {
        "flag_gained": preview.gained(Recommendation.FLAG),
        "flag_lost": preview.lost(Recommendation.FLAG),
        "clear_gained": preview.gained(Recommendation.CLEAR),
        "clear_lost": preview.lost(Recommendation.CLEAR),
    }
    moves = [text(f"thresholds.{name}", n=count) for name, count in counts.items() if count]
    sentence = text(
        "thresholds.moves",
        total=sum(preview.now.values()),
        what=", ".join(moves) or text("thresholds.moves_no_comment"),
    )
    return " ".join([sentence, *_apart(preview)])


def _apart(preview: LabelPreview) -> list[str]:
    """What is flagged and what unsure, each now and then, and what of both needs a person."""
    pairs = preview.pairs
    to_unsure = pairs.get((Recommendation.FLAG, Recommendation.UNSURE), 0)
    to_clear = pairs.get((Recommendation.FLAG, Recommendation.CLEAR), 0)
    counts = {
        f"{answer.value}_{side}": by_answer.get(answer, 0)
        for answer in (Recommendation.FLAG, Recommendation.UNSURE)
        for side, by_answer in (("now", preview.now), ("then", preview.then))
    }
    parts = [text("thresholds.moves_apart", **counts)]
    if to_unsure:
        parts.insert(0, text("thresholds.moves_to_unsure", n=to_unsure, clear=to_clear))
    if label_of(preview.label).concern:
        parts.append(text("thresholds.moves_person", now=preview.open_now, then=preview.open_then))
    return parts


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
