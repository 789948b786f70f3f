"""What the figures about a label rest on, and what was left out, in words."""

from __future__ import annotations

from analysis.services.thresholds.label_answers import NEWEST, LabelAnswers
from dashboard.texts import label_of, text


def in_words(answers: LabelAnswers) -> str:
    """How many annotations and decisions answer the label, which way these lean, and which
    decisions don't count."""
    title = label_of(answers.label).title
    leaning = [text("thresholds.basis_picked", n=answers.picked)] if answers.picked else []
    if not answers.by_decisions:
        counted = text("thresholds.basis_annotated", label=title, annotated=answers.annotated)
        return " ".join([counted, *leaning])
    left_out = [
        text(f"thresholds.basis_{name}", n=count)
        for name, count in (("bulk", answers.bulk), ("other", answers.other_reasons))
        if count
    ]
    return " ".join(
        [
            text(
                "thresholds.basis",
                label=title,
                annotated=answers.annotated,
                decided=answers.decided,
            ),
            *leaning,
            *left_out,
            *([text("thresholds.basis_newest", n=NEWEST)] if answers.newest else []),
        ]
    )
