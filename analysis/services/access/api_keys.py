"""Keys by which other programs are let in; the secret is shown once and never kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection

from analysis.domain.account import Permission
from analysis.domain.api_key import ApiKey, Scope
from analysis.domain.errors import BadInput, nearest
from analysis.services.access.accounts import require
from analysis.storage import accounts as people
from analysis.storage import api_keys as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store

PREFIX = "mod_"
"""How every secret begins, so that a search for forgotten secrets finds them."""
_LONGEST_NAME = 100


def create_key(
    store: Store,
    name: str,
    *,
    scopes: Collection[Scope],
    account: str | None = None,
    per_minute: int | None = None,
    person: str = "local",
) -> tuple[ApiKey, str]:
    """Make a key; it and its secret, which nobody can be told again.

    With ``account`` it acts for that person, with no more rights than theirs.
    """
    require(store, person, Permission.ACCOUNTS)
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BadInput("A key's name must have 1 to 100 printable characters.")
    if not scopes:
        raise BadInput("A key needs at least one scope.")
    if per_minute is not None and per_minute < 1:
        raise BadInput("A quota is at least one request a minute.")
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(name, frozenset(scopes), account, per_minute, person, now())
    with store.write() as session:
        if stored.key_named(session, name) is not None:
            raise BadInput(f"There is already a key named {name!r}; names are never used again.")
        if account is not None:
            people.existing(session, account)
        stored.add_key(session, key, _digest(secret))
        log(
            session,
            person,
            "create_api_key",
            detail={
                "name": name,
                "scopes": sorted(scopes),
                "account": account,
                "per_minute": per_minute,
            },
        )
    return key, secret


def revoke_key(store: Store, name: str, *, person: str = "local") -> ApiKey:
    """Put a key out of force, for good."""
    require(store, person, Permission.ACCOUNTS)
    with store.write() as session:
        key = stored.key_named(session, name)
        if key is None:
            names = [known.name for known in stored.read_keys(session)]
            raise BadInput(f"There is no key named {name!r}; {nearest(name, names)}.")
        if key.revoked_at is None:
            stored.revoke_key(session, name, at=now())
            log(session, person, "revoke_api_key", detail={"name": name})
        return stored.key_named(session, name) or key


def api_keys(store: Store) -> list[ApiKey]:
    """All keys by name, revoked ones included."""
    with store.read() as session:
        return stored.read_keys(session)


def keys_needed(store: Store) -> bool:
    """Whether a key was ever made, so that every program has to show one.

    Revoking the last of them closes the API; whoever held it must not get in without it.
    """
    with store.read() as session:
        return stored.any_key(session)


def any_key_in_force(store: Store) -> bool:
    """Whether there is a key that opens anything."""
    with store.read() as session:
        return stored.any_key_in_force(session)


def key_of(store: Store, secret: str) -> ApiKey | None:
    """The key in force with this secret; that of a disabled account opens nothing."""
    with store.read() as session:
        key = stored.key_hashed(session, _digest(secret))
        if key is None or key.revoked_at is not None:
            return None
        if key.account is not None and people.existing(session, key.account).disabled:
            return None
    return key


def _digest(secret: str) -> str:
    # A secret of 256 random bits needs no slow hash: nobody can try them all.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
