"""Errors that a person reads: what is wrong, where, and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ModeratoError(Exception):
    """Something a user can act on. Its text is one sentence and never holds comment text."""

    exit_code = 2


class BadInput(ModeratoError):
    """A file, option or value that can't be used as given."""


class NotFound(BadInput):
    """A number or name that nothing has here."""


class UnclearColumns(BadInput):
    """A table whose columns can't be told apart; ``columns`` are their names, to choose from."""

    def __init__(self, sentence: str, columns: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.columns = columns


class Unavailable(BadInput):
    """The database can't be used just now; the same request may go through a little later."""


class DatabaseBusy(Unavailable):
    """Another program writes to the database, and was waited for in vain."""


class Overloaded(Unavailable):
    """Too much is asked at once; the same request may go through a little later."""


class Refused(BadInput):
    """A command that can't be done; ``key`` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Conflict(ModeratoError):
    """Somebody else was faster, or the state has moved on since it was shown."""


class NotAllowed(ModeratoError):
    """The person's role does not cover this action."""


class NotInstalled(ModeratoError):
    """A part that is not on this machine; the text says how to get it."""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """A clause naming the closest allowed word and the whole list, for an error message."""
    known = sorted(allowed)
    close = difflib.get_close_matches(word, known, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}allowed: {', '.join(known)}"
