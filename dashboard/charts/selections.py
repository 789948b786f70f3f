"""What a person picked in a chart, read from what Streamlit hands back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def picked_range(event: Any, name: str) -> tuple[float, float] | None:
    """The ends of an interval selection, lower first; ``None`` when nothing is picked."""
    for ends in _selection(event, name).values() if _is_map(_selection(event, name)) else ():
        if isinstance(ends, list) and len(ends) == 2:
            low, high = sorted(float(end) for end in ends)
            return low, high
    return None


def picked_key(event: Any, name: str = "picked", field: str = "key") -> str | None:
    """The field of the point that was clicked; ``None`` when nothing is picked."""
    points = _selection(event, name)
    if isinstance(points, list) and points:
        value = points[-1].get(field)
        return None if value is None else str(value)
    return None


def _selection(event: Any, name: str) -> Any:
    if not _is_map(event):
        return {}
    selection = event.get("selection") or {}
    return selection.get(name) or {}


def _is_map(thing: Any) -> bool:
    return isinstance(thing, Mapping) or hasattr(thing, "get")
