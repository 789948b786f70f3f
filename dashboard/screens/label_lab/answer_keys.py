"""A key for each answer to each label, one for "no to the rest", and one that takes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.domain.judgement import Answer
from analysis.domain.label import Label

SKIP = Answer.SKIP.value
#: The keys of each label's answers, by the label's place. Streamlit keeps R and C to itself.
ROWS = ("12345", "67890", "asdfg", "qwetz")
#: Answers "no" (or degree 0) to every label that has no answer yet.
NO_TO_THE_REST = "n"
#: Opens the comment before again, as it was answered.
TAKE_BACK = "U"


def options_of(label: Label) -> list[str]:
    """The answers that a label offers, "can't tell" last."""
    if label.degrees:
        return [*map(str, label.degrees), SKIP]
    return [Answer.YES.value, Answer.NO.value, SKIP]


def no_to(label: Label) -> str:
    """The answer that says that nothing of the label is there."""
    return str(min(label.degrees)) if label.degrees else Answer.NO.value


def keys_of(labels: Sequence[Label]) -> dict[tuple[str, str], str]:
    """The key of each answer, by label and answer; labels beyond the rows have none."""
    return {
        (label.key, choice): key
        for label, row in zip(labels, ROWS, strict=False)
        for choice, key in zip(options_of(label), row, strict=False)
    }


def for_browser(
    labels: Sequence[Label], chosen: Mapping[str, str | None], *, turn: int
) -> dict[str, Any]:
    """What the component listens to; ``chosen`` are the answers so far, by label.

    ``turn`` counts how often Enter was heard.
    """
    return {
        "answers": [
            {"key": key, "label": label, "choice": choice}
            for (label, choice), key in keys_of(labels).items()
        ],
        "rest": NO_TO_THE_REST,
        "round": turn,
        "no": {label.key: no_to(label) for label in labels},
        "chosen": {label: choice for label, choice in chosen.items() if choice},
    }


def pressed(event: Any, labels: Sequence[Label], *, item: int) -> dict[str, str]:
    """The answers that the component reported for this item; what no key gives is left out."""
    choices = _report(event, item).get("choices")
    given = choices if isinstance(choices, Mapping) else {}
    return {
        label.key: choice
        for label in labels
        if (choice := given.get(label.key)) in options_of(label)
    }


def saves(event: Any, *, item: int) -> bool:
    """Whether the answers to this item are to be saved."""
    return _report(event, item).get("save") is True


def _report(event: Any, item: int) -> Mapping[str, Any]:
    report = event.get("choose") if hasattr(event, "get") else None
    if not isinstance(report, Mapping) or report.get("item") != item:
        return {}
    return report
