"""The key that turns authors into pseudonyms: one for each database, made when it is first used."""

from __future__ import annotations

import secrets

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
