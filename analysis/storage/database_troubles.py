"""What a database's driver complains of, in words for a person and without anybody's data."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError

from analysis.domain.errors import DatabaseBusy, Unavailable

_BUSY = "another program is writing to it; try again when that has finished"

_TROUBLE = {
    "readonly": "it can't be written (a read-only file, folder or disk)",
    "read-only": "it can't be written (a read-only file, folder or disk)",
    "database is locked": _BUSY,
    "lock timeout": _BUSY,
    "disk is full": "the disk is full",
    "no space left on device": "the disk is full",
    "unable to open": "it can't be opened (is the folder there, and writable?)",
    "not a database": "it is not a database of this program",
    "malformed": "it is damaged; restore a copy",
    "no such table": "its tables are gone; restore a copy, or make it anew with `moderato migrate`",
    "disk i/o error": "the disk reports an error",
}


def without_values(trouble: DBAPIError) -> DBAPIError:
    """The same trouble without the row that PostgreSQL repeats in its details."""
    diagnosis = getattr(trouble.orig, "diag", None)
    message = diagnosis.message_primary if diagnosis is not None else str(trouble.orig)
    if isinstance(trouble, DataError):  # here the first line itself quotes what was given
        message = "a value does not fit its type"
    return type(trouble)(trouble.statement, None, RuntimeError(message), hide_parameters=True)


def meaning_of(message: str) -> str | None:
    """What a driver's message says of the machine or of another program; ``None`` otherwise."""
    low = message.lower()
    return next((meaning for sign, meaning in _TROUBLE.items() if sign in low), None)


def in_plain_words(trouble: DBAPIError, shown: str) -> Unavailable | None:
    """The refusal for a trouble of the machine or of another program; ``None`` for any other."""
    meaning = meaning_of(str(trouble.orig))
    if meaning is not None:
        kind = DatabaseBusy if meaning == _BUSY else Unavailable
        return kind(f"The database {shown} could not be used: {meaning}.")
    message = str(trouble.orig).lower()
    if trouble.connection_invalidated or ("connection" in message and "server" in message):
        return Unavailable(f"The database {shown} could not be reached: no server answers there.")
    return None
