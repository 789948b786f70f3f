"""Switch rules off and edit word lists per site, without touching code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.labels import RULES
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.services.access.accounts import require
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting

LONGEST_LIST = 20_000
"""Words of one list; the rules look them up in a set, people have to read them."""

_DISABLED, _LISTS = "disabled_rules", "word_lists"


def disabled_rules(store: Store) -> frozenset[str]:
    """The names of the rules that this site has switched off."""
    with store.read() as session:
        return frozenset(setting(session, _DISABLED) or ())


def switch_rule(store: Store, name: str, *, on: bool, person: str, reason: str = "") -> None:
    """Switch one rule on or off; the next run follows. ``BadInput`` for an unknown rule."""
    require(store, person, Permission.SWITCH_RULES)
    known = [rule.name for rule in RULES]
    if name not in known:
        raise BadInput(f"Unknown rule {name!r}; {nearest(name, known)}.")
    with store.write() as session:
        off = set(setting(session, _DISABLED) or ())
        off = off - {name} if on else off | {name}
        set_setting(session, _DISABLED, sorted(off))
        log(
            session,
            person,
            "switch_rule",
            detail={"rule": name, "on": on, "reason": reason.strip()},
        )


def word_lists(store: Store) -> Mapping[str, tuple[str, ...]]:
    """The site's own word lists by name; lists that it has not edited are missing."""
    with store.read() as session:
        chosen: Mapping[str, list[str]] = setting(session, _LISTS) or {}
    return {name: tuple(words) for name, words in chosen.items()}


def set_word_list(store: Store, name: str, words: Iterable[str] | None, *, person: str) -> None:
    """Replace one word list for this site; ``None`` goes back to the shipped one."""
    require(store, person, Permission.SWITCH_RULES)
    shipped = shipped_word_lists().lists
    if name not in shipped:
        raise BadInput(f"Unknown word list {name!r}; {nearest(name, shipped)}.")
    entries = None if words is None else _entries(name, words)
    with store.write() as session:
        chosen = dict(setting(session, _LISTS) or {})
        if entries is None:
            chosen.pop(name, None)
        else:
            chosen[name] = entries
        set_setting(session, _LISTS, chosen)
        counted = None if entries is None else len(entries)
        log(session, person, "set_word_list", detail={"list": name, "words": counted})


def _entries(name: str, words: Iterable[str]) -> list[str]:
    entries = [entry for word in words if (entry := " ".join(word.split()))]
    entries = list(dict.fromkeys(entries))
    if len(entries) > LONGEST_LIST:
        raise BadInput(f"A word list has at most {LONGEST_LIST} entries, not {len(entries)}.")
    WordLists({name: entries})  # refuses an entry that it can't read
    return entries
