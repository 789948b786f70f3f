"""What the measures of tone are called on screen: in the labels' words, or in our own."""

from __future__ import annotations

from analysis.labels.tone_measures import ToneMeasure, measures_of
from dashboard.texts import all_labels, label_of, text


def measure_title(name: str) -> str:
    """The measure's title."""
    return _measure(name).title or text(f"tone.{name}")


def measure_help(name: str) -> str:
    """What the measure counts, in a sentence."""
    measure = _measure(name)
    if measure.label is None:
        return text(f"tone.{name}_help")
    if measure.help:
        return measure.help
    title = label_of(measure.label).title.lower()
    splits = [
        label for label in all_labels() if label.tone_split and label.tone_split.by == measure.label
    ]
    if not splits:
        return text("tone.flagged_help", label=title)
    return text("tone.flagged_split_help", label=title, other=splits[0].title.lower())


def wider_words(name: str) -> str | None:
    """What a filter of the queue shows instead, where it can't ask what the measure counts."""
    measure = _measure(name)
    if measure.label is None:
        return text(f"tone.wider_{name}")
    if measure.split_by is None:
        return None
    label = label_of(measure.label)
    kind = name.removesuffix(f"_{label.short_name}")
    return text("tone.wider_split", label=label.title.lower(), kind=kind)


def _measure(name: str) -> ToneMeasure:
    """The measure in the words of the site's language."""
    return measures_of(all_labels())[name]
