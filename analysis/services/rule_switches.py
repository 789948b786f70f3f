"""Switch rules off and edit word lists per site, without touching code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.storage.database import Store


def disabled_rules(store: Store) -> frozenset[str]:
    """The names of the rules that this site has switched off."""
    raise NotImplementedError


def switch_rule(store: Store, name: str, *, on: bool, person: str, reason: str = "") -> None:
    """Switch one rule on or off; the next run follows."""
    raise NotImplementedError


def word_lists(store: Store) -> Mapping[str, tuple[str, ...]]:
    """The site's own word lists by name; lists that it has not edited are missing."""
    raise NotImplementedError


def set_word_list(store: Store, name: str, words: Iterable[str] | None, *, person: str) -> None:
    """Replace one word list for this site; ``None`` goes back to the shipped one."""
    raise NotImplementedError
