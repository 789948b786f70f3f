"""Labels as the screens list them, with the codebook's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.domain.label import Label
from analysis.domain.review import LabelBadge


def labels_in_order(labels: Iterable[Label]) -> dict[str, Label]:
    """Labels by key as the screens list them: those that ask for a look first."""
    return {label.key: label for label in sorted(labels, key=lambda label: not label.concern)}


def label_help(labels: Mapping[str, Label]) -> dict[str, Any]:
    """The codebook's words per label, sent once rather than with each comment."""
    return {
        key: {
            "title": label.title,
            "question": label.question,
            "definition": label.definition,
            "is_not": list(label.is_not),
            "facets": [
                {"key": facet.key, "title": facet.title} for facet in label.facets if not facet.flag
            ],
        }
        for key, label in labels.items()
    }


def badge_payload(
    badges: Sequence[LabelBadge], labels: Mapping[str, Label]
) -> list[dict[str, Any]]:
    """Badges in the order of the codebook, with the label's title."""
    order = list(labels)
    return [
        {
            "label": badge.label,
            "title": labels[badge.label].title,
            "short": labels[badge.label].short_title,
            "concern": labels[badge.label].concern,
            "distressing": labels[badge.label].distressing,
            "recommendation": badge.recommendation.value,
            "probability": badge.probability,
        }
        for badge in sorted(badges, key=lambda b: order.index(b.label) if b.label in order else 99)
        if badge.label in labels
    ]
