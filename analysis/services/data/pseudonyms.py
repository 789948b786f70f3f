"""Authors under pseudonyms: the key of a database, and the names that somebody has in it."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from analysis.ingest.record import pseudonym
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting

_NAME = "pseudonym_key"
_BYTES = 32


def pseudonym_key(store: Store) -> bytes:
    """The database's key for names. Whoever loses it can no longer tell who is who."""
    with store.write() as session:
        secret = setting(session, _NAME)
        if secret is None:
            secret = secrets.token_hex(_BYTES)
            set_setting(session, _NAME, secret)
        return bytes.fromhex(secret)


def names_here(session: Session, author: str) -> tuple[str, ...]:
    """Under which names an author's comments may stand: their own and, with the key, a pseudonym.

    A request by a person must find what was stored under a hash of their name as well.
    """
    secret = setting(session, _NAME)
    return (author,) if secret is None else (author, pseudonym(author, bytes.fromhex(secret)))
