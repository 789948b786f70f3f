"""Write down that somebody began to move data in or out, before any of it moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy.exc import DBAPIError

from analysis.domain.errors import ModeratoError, Unavailable
from analysis.storage.audit import log
from analysis.storage.database import Store

STOP_PATIENCE_SECONDS = 1.0
"""How long another writer is waited for by what somebody stops, or what has waited in vain."""


@contextmanager
def audited(store: Store, person: str, action: str, *, detail: Mapping[str, Any]) -> Iterator[None]:
    """Log ``ACTION_begun`` before the block, and ``ACTION_failed`` where it does not end well.

    The block logs its good end itself, with what it counted. A database that can't be written
    refuses here, before a file is written; a begun entry without an end was interrupted hard.
    """
    with store.write() as session:
        log(session, person, f"{action}_begun", detail=detail)
    with audited_end(store, person, action, detail=detail):
        yield


@contextmanager
def audited_end(
    store: Store, person: str, action: str, *, detail: Mapping[str, Any]
) -> Iterator[None]:
    """Log ``ACTION_failed`` where the block does not end well; its begin was logged elsewhere."""
    try:
        yield
    except BaseException as error:
        # The name of the error alone: its message could repeat a comment. Where the database
        # itself is at fault, the begun entry has to do, and the first error is the one to show.
        patience = _patience_after(error)
        with suppress(ModeratoError, DBAPIError), store.write(patience=patience) as session:
            failure = {**detail, "error": type(error).__name__}
            log(session, person, f"{action}_failed", detail=failure)
        raise


def _patience_after(error: BaseException) -> float | None:
    """``None``: the database's own."""
    stopped = not isinstance(error, Exception)
    return STOP_PATIENCE_SECONDS if stopped or isinstance(error, Unavailable) else None
