"""Filling a fresh database once in the way that many tests want it, and copying it from then on.

Importing and scoring a handful of comments costs more than most tests that look at them.
"""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import Connection, event

from analysis.storage.database import Store

Result = TypeVar("Result")


@dataclass
class Fresh:
    """A database that was just made, and how to keep a copy of it and to become one."""

    keep: Callable[[str], None]
    become: Callable[[str], None]
    written: bool = False


_fresh: dict[str, Fresh] = {}
_asked: Counter[str] = Counter()
_kept: dict[str, Any] = {}


def offer(store: Store, keep: Callable[[str], None], become: Callable[[str], None]) -> None:
    """Let ``refilled`` copy into ``store`` for as long as nothing was written into it."""
    fresh = _fresh[store.url] = Fresh(keep, become)

    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get("moderato_writer", False):
            fresh.written = True

    event.listen(store.engine, "begin", begun)


def withdraw(store: Store) -> None:
    """``store`` is gone."""
    _fresh.pop(store.url, None)


def refilled(store: Store, what: object, fill: Callable[[], Result]) -> Result:
    """What ``fill`` gives, with ``store`` as it leaves it.

    A fresh database becomes a copy of one that was filled with the same ``what``, which says (by
    its ``repr``) all that the filling depends on. Who asks for the second time makes the copy.
    """
    fresh = _fresh.pop(store.url, None)
    if fresh is None or fresh.written:
        return fill()
    name = hashlib.sha256(f"{store.dialect} {what!r}".encode()).hexdigest()[:16]
    if name in _kept:
        fresh.become(name)
        return store if _kept[name] is None else copy.deepcopy(_kept[name])
    result = fill()
    _asked[name] += 1
    if _asked[name] == 2:
        fresh.keep(name)
        _kept[name] = None if result is store else copy.deepcopy(result)
    return result


def once(fill: Callable[..., Result]) -> Callable[..., Result]:
    """A fixture that fills ``store`` alike for every test, as one that copies where it can."""

    @wraps(fill)
    def fixture(*, store: Store, **others: Any) -> Result:
        what = f"{fill.__module__}.{fill.__qualname__}"
        return refilled(store, what, lambda: fill(store=store, **others))

    return fixture
