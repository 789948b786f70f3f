"""Which discussion a reply belongs to, where a platform names only what it answers."""

from __future__ import annotations

from collections.abc import Mapping


class Chains:
    """Follows parents up to the first comment; every id is walked once, rings end."""

    def __init__(self, parent_of: Mapping[str, str | None]) -> None:
        self._parent_of = parent_of
        self._top: dict[str, str] = {}

    def top(self, start: str) -> str:
        """The last id that is reached from ``start`` by parents, whether it is there or not."""
        path: dict[str, None] = {}
        at = start
        while at not in self._top and at not in path:
            path[at] = None
            parent = self._parent_of.get(at)
            if parent is None:
                break
            at = parent
        top = self._top.get(at, min(path) if at in path and self._parent_of.get(at) else at)
        self._top.update(dict.fromkeys(path, top))
        return top
