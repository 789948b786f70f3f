"""Examples as the product reads comments: the same clean copy, spans moved into it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from analysis.text.clean import clean_copy
from analysis.text.mapped import MappedText
from analysis.training.example import Example


def as_read(example: Example) -> Example:
    """The example with the clean copies of its text and parent, which the pipeline reads."""
    view = clean_copy(example.text)
    parent = clean_copy(example.parent).text if example.parent else None
    if view.text == example.text:
        return example if parent == example.parent else replace(example, parent=parent)
    spans = {
        name: tuple(place for span in places if (place := moved(view, *span)) is not None)
        for name, places in example.spans.items()
    }
    return replace(example, text=view.text, parent=parent, spans=spans)


def moved(view: MappedText, start: int, end: int) -> tuple[int, int] | None:
    """The range of ``view.text`` that came from the original's ``start`` to ``end``; ``None``
    where nothing of it was left."""
    first = bisect_right(view.ends, start)
    behind = bisect_left(view.starts, end)
    return (first, behind) if first < behind else None
