"""Sign in and out, and the sessions between."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from analysis.domain.account import LOCAL, Account, SignIn
from analysis.domain.errors import NotAllowed, Unavailable
from analysis.services.access.password_hashes import is_right
from analysis.services.access.sign_in_throttle import THIS_MACHINE, begin_attempt, succeeded
from analysis.storage import accounts as stored
from analysis.storage.audit import log, now
from analysis.storage.claims import drop_all_claims
from analysis.storage.database import Store

SESSION_HOURS = 12.0
"""How long a session lasts unless told otherwise: one working day, not two."""
IDLE_MINUTES = 60.0
"""How long a session lasts that nobody uses: the hour of NIST SP 800-63B for its second level."""
_USE_NOTED = 12
"""A use is noted when a twelfth of the idle time has passed, not at every press."""
_NOTE_PATIENCE = 0.5
"""Seconds that a page waits for another writer to note a use; the next page tries again."""

_REFUSED = "The name or the password is not right."


def sign_in(
    store: Store,
    name: str,
    password: str,
    *,
    hours: float = SESSION_HOURS,
    address: str = THIS_MACHINE,
) -> SignIn:
    """Check name and password and open a session; ``NotAllowed`` doesn't say which was wrong.

    After some failures a name and an address wait (see :mod:`analysis.domain.sign_in_pause`). What
    was typed as a name goes on record only where it is one.
    """
    attempt = begin_attempt(store, name, address)
    with store.read() as session:
        account = stored.read_account(session, name)
        password_hash = stored.read_password_hash(session, name)
    if not is_right(password, password_hash) or account is None or account.disabled:
        detail = {"name": account.name} if account else {"unknown": True}
        with store.write() as session:
            log(session, LOCAL, "sign_in_refused", detail=detail)
        raise NotAllowed(_REFUSED)
    with store.write() as session:
        # Hashing takes its time: whoever was disabled or got another password meanwhile is out.
        if stored.read_password_hash(session, name) != password_hash:
            raise NotAllowed(_REFUSED)
        succeeded(session, attempt)
        return open_session(session, account, ends=now() + timedelta(hours=hours))


def open_session(session: Session, account: Account, *, ends: datetime) -> SignIn:
    """Open a session for an account whose person has been recognised."""
    if stored.existing(session, account.name).disabled:
        raise NotAllowed(_REFUSED)
    token = secrets.token_urlsafe(32)
    stored.drop_ended_sessions(session, at=now())
    stored.add_session(session, account.name, fingerprint(token), at=now(), ends=ends)
    log(session, account.name, "sign_in")
    return SignIn(token, account, ends)


def session_account(
    store: Store, token: str, *, idle_minutes: float = IDLE_MINUTES
) -> Account | None:
    """The account behind a token; ``None`` when the session has ended, or was left unused."""
    known_as, at, idle = fingerprint(token), now(), timedelta(minutes=idle_minutes)
    with store.read() as session:
        known = stored.account_of_session(session, known_as, at=at, idle=idle)
    if known is None:
        return None
    account, used_at = known
    if at - used_at > idle / _USE_NOTED:
        # A database that can only be read, or that another program writes to for long, shows what
        # it holds, as long as the session lasts.
        with suppress(Unavailable), store.write(patience=_NOTE_PATIENCE) as session:
            stored.note_use(session, known_as, at=at)
    return account


def session_ends(store: Store, token: str) -> datetime | None:
    """When the session behind a token ends; ``None`` when it has ended."""
    with store.read() as session:
        return stored.end_of_session(session, fingerprint(token), at=now())


def sign_out(store: Store, token: str) -> None:
    """End a session."""
    with store.write() as session:
        known = stored.account_of_session(session, fingerprint(token), at=now())
        stored.end_session(session, fingerprint(token))
        if known is not None:
            account, _ = known
            drop_all_claims(session, account.name)  # who has left holds nothing
            log(session, account.name, "sign_out")


def fingerprint(token: str) -> str:
    """What is stored of a session's token (SHA-256, hex): it can't be used to get in."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
