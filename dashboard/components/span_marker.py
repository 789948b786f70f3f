"""Mark passages of a comment: by the mouse in the component, or by writing the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analysis.domain.errors import BadInput
from analysis.domain.label import Label
from analysis.domain.span import Span
from analysis.labels import LABELS
from analysis.services.moderation.text_pieces import pieces
from dashboard.components.assets import asset
from dashboard.components.label_css import label_css
from dashboard.texts import text, texts


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A passage of the original that shows a facet of a label."""

    span: Span
    label: str
    facet: str


def span_marker(
    original: str,
    marks: Sequence[Mark],
    labels: Sequence[Label],
    *,
    item: int,
    keys: Mapping[str, Any],
    key: str,
    on_change: Callable[[], None],
    on_choose: Callable[[], None],
) -> None:
    """Draw the comment with its marks, and listen to ``keys`` (see ``answer_keys.for_browser``).

    ``marked_by`` reads what the person marked, ``answer_keys.pressed`` what they answered.
    """
    named = {label.key: label for label in labels}
    shown = pieces(original, [mark.span for mark in marks], [])
    component = st.components.v2.component(
        "moderato_span_marker",
        css=asset("base.css") + label_css() + asset("span_marker.css"),
        js=asset("dom.js", "span_marker.js"),
    )
    component(
        key=key,
        data={
            "item": item,
            "pieces": [{"t": piece.text, "m": list(piece.marks)} for piece in shown],
            "marks": [
                {
                    "label": mark.label,
                    "title": facet_title(named[mark.label], mark.facet),
                    "words": mark.span.of(original),
                }
                for mark in marks
            ],
            "keys": dict(keys),
            "groups": [_group(label) for label in labels],
            "strings": dict(texts("label_lab")),
        },
        on_mark_change=on_change,
        on_unmark_change=on_change,
        on_choose_change=on_choose,
    )


def facets_to_mark(label: Label) -> list[str]:
    """The facets that a passage can show; the others qualify the whole comment."""
    return [facet.key for facet in label.facets if not facet.flag]


def facets_of_the_whole(label: Label) -> list[str]:
    """The facets that qualify the whole comment; a level is asked for by itself."""
    return [facet.key for facet in label.facets if facet.flag and facet.degree is None]


def facet_title(label: Label, facet: str) -> str:
    """``Label: facet`` in the codebook's words."""
    return f"{label.title}: {label.facet(facet).title}"


def _group(label: Label) -> dict[str, Any]:
    keys = facets_to_mark(label)
    return {
        "label": label.key,
        "title": label.title,
        "facets": [
            {"key": facet.key, "title": facet.title, "help": facet.definition}
            for facet in label.facets
            if facet.key in keys
        ],
    }


def marked_by(event: Any, marks: Sequence[Mark], *, item: int, length: int) -> list[Mark]:
    """The marks after what the component reported.

    A report about another item, or one that no click makes, changes nothing.
    """
    remaining = list(marks)
    added, removed = _report(event, "mark", item), _report(event, "unmark", item)
    start, end = _whole(added, "start"), min(length, _whole(added, "end"))
    label, facet = added.get("label"), added.get("facet")
    if 0 <= start < end and any(
        known.key == label and facet in facets_to_mark(known) for known in LABELS
    ):
        new = Mark(Span(start, end), str(label), str(facet))
        if new not in remaining:
            remaining.append(new)
    if 0 <= _whole(removed, "n") < len(remaining):
        del remaining[_whole(removed, "n")]
    return sorted(remaining)


def _report(event: Any, name: str, item: int) -> Mapping[str, Any]:
    """What the component said under this name about this item; nothing for what is no report."""
    report = event.get(name) if hasattr(event, "get") else None
    about_it = isinstance(report, Mapping) and _whole(report, "item") == item
    return report if isinstance(report, Mapping) and about_it else {}


def _whole(report: Mapping[str, Any], name: str) -> int:
    """A whole number of a report; -1, which no report means, for everything else."""
    value = report.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def find_words(original: str, words: str) -> Span:
    """Where ``words`` stand in the original; ``BadInput`` when nowhere or more than once."""
    wanted = words.strip()
    first = original.find(wanted) if wanted else -1
    if first < 0:
        raise BadInput(text("label_lab.words_missing"))
    if original.find(wanted, first + 1) >= 0:
        raise BadInput(text("label_lab.words_twice"))
    return Span(first, first + len(wanted))
