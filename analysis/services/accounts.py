"""Sign in, sessions and roles; ``require`` guards every service that writes."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from functools import cache

from pwdlib import PasswordHash

from analysis.domain.account import (
    LOCAL,
    OPERATOR_PERMISSIONS,
    PERMISSIONS,
    Account,
    Permission,
    Role,
    SignIn,
)
from analysis.domain.errors import BadInput, NotAllowed
from analysis.storage import accounts as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store

SHORTEST_PASSWORD = 10
"""Characters; long enough against guessing beside Argon2, short enough to be typed."""

_REFUSED = "The name or the password is not right."


def require(store: Store, person: str, permission: Permission) -> Account:
    """The account of ``person`` when its role covers ``permission``; ``NotAllowed`` otherwise.

    Until a first account exists everybody at this machine is an admin.
    """
    with store.read() as session:
        account = stored.read_account(session, person)
        if account is None and not stored.any_account(session):
            return Account(person, Role.ADMIN)
    if account is None and person == LOCAL and permission in OPERATOR_PERMISSIONS:
        return Account(LOCAL, Role.ADMIN)
    if account is None:
        raise NotAllowed(f"{person!r} has no account here; sign in first.")
    if not account.may(permission):
        who = "is disabled" if account.disabled else f"is {account.role.value}"
        allowed = [role.value for role in Role if permission in PERMISSIONS[role]]
        raise NotAllowed(
            f"{person!r} {who} and may not do this ({permission.value}); "
            f"roles that may: {', '.join(allowed)}."
        )
    return account


def sign_in_needed(store: Store) -> bool:
    """Whether accounts exist, so that screens must ask for a name and password."""
    with store.read() as session:
        return stored.any_account(session)


def create_account(
    store: Store, name: str, password: str | None, role: Role, *, person: str = "local"
) -> Account:
    """Add an account; without a password it signs in through OpenID Connect only.

    The first account must be an admin, since from then on only accounts may act.
    """
    require(store, person, Permission.ACCOUNTS)
    name = name.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise BadInput("An account's name must have 1 to 100 printable characters.")
    if name == LOCAL:
        raise BadInput(f"The name {LOCAL!r} is kept for whoever is at the machine; choose another.")
    hashed = None if password is None else _hashed(password)
    with store.write() as session:
        if stored.read_account(session, name) is not None:
            raise BadInput(f"There is already an account named {name!r}.")
        if not stored.any_account(session) and role is not Role.ADMIN:
            raise BadInput("The first account must be an admin; make that one first.")
        stored.add_account(session, name, role, hashed, at=now())
        log(session, person, "create_account", detail={"name": name, "role": role.value})
    return Account(name, role)


def accounts(store: Store) -> list[Account]:
    """All accounts by name, disabled ones included."""
    with store.read() as session:
        return stored.read_accounts(session)


def set_role(store: Store, name: str, role: Role, *, person: str) -> Account:
    """Give an account another role; the last admin stays one."""
    require(store, person, Permission.ACCOUNTS)
    with store.write() as session:
        before = stored.existing(session, name)
        if role is not Role.ADMIN:
            stored.keep_an_admin(session, name)
        stored.change_account(session, name, role=role.value)
        log(
            session,
            person,
            "set_role",
            detail={"name": name, "from": before.role.value, "to": role.value},
        )
    return Account(name, role, before.disabled)


def set_password(store: Store, name: str, password: str, *, person: str) -> None:
    """Change a password (one's own, or anybody's as admin) and end that account's sessions."""
    if person != name or person == LOCAL:
        require(store, person, Permission.ACCOUNTS)
    else:
        require(store, person, Permission.READ)
    hashed = _hashed(password)
    with store.write() as session:
        stored.existing(session, name)
        stored.change_account(session, name, password_hash=hashed)
        stored.end_sessions(session, name)
        log(session, person, "set_password", detail={"name": name})


def disable_account(store: Store, name: str, *, person: str) -> Account:
    """Keep an account from signing in, and end its sessions; the last admin can't be disabled."""
    require(store, person, Permission.ACCOUNTS)
    with store.write() as session:
        before = stored.existing(session, name)
        stored.keep_an_admin(session, name)
        stored.change_account(session, name, disabled=True)
        stored.end_sessions(session, name)
        log(session, person, "disable_account", detail={"name": name})
    return Account(name, before.role, disabled=True)


def enable_account(store: Store, name: str, *, person: str) -> Account:
    """Let a disabled account sign in again."""
    require(store, person, Permission.ACCOUNTS)
    with store.write() as session:
        before = stored.existing(session, name)
        stored.change_account(session, name, disabled=False)
        log(session, person, "enable_account", detail={"name": name})
    return Account(name, before.role)


def sign_in(store: Store, name: str, password: str, *, hours: float = 12.0) -> SignIn:
    """Check name and password and open a session; ``NotAllowed`` doesn't say which was wrong."""
    with store.read() as session:
        account = stored.read_account(session, name)
        hashed = stored.read_password_hash(session, name)
    # An unknown name costs as much time as a wrong password, so that names can't be probed.
    right = _hasher().verify(password, hashed or _nobody())
    if account is None or hashed is None or not right or account.disabled:
        with store.write() as session:
            log(session, LOCAL, "sign_in_refused", detail={"name": name[:100]})
        raise NotAllowed(_REFUSED)
    return _open_session(store, account, hours)


def sign_in_trusted(store: Store, name: str, *, hours: float = 12.0) -> SignIn:
    """Open a session for a name that an OpenID provider has vouched for; it needs an account."""
    with store.read() as session:
        account = stored.read_account(session, name)
    if account is None or account.disabled:
        raise NotAllowed(f"{name!r} has no account here that may sign in; ask an admin for one.")
    return _open_session(store, account, hours)


def session_account(store: Store, token: str) -> Account | None:
    """The account behind a token; ``None`` when the session has ended."""
    with store.read() as session:
        return stored.account_of_session(session, _fingerprint(token), at=now())


def sign_out(store: Store, token: str) -> None:
    """End a session."""
    with store.write() as session:
        account = stored.account_of_session(session, _fingerprint(token), at=now())
        stored.end_session(session, _fingerprint(token))
        if account is not None:
            log(session, account.name, "sign_out")


def _open_session(store: Store, account: Account, hours: float) -> SignIn:
    token = secrets.token_urlsafe(32)
    ends = now() + timedelta(hours=hours)
    with store.write() as session:
        stored.drop_ended_sessions(session, at=now())
        stored.add_session(session, account.name, _fingerprint(token), at=now(), ends=ends)
        log(session, account.name, "sign_in")
    return SignIn(token, account, ends)


def _fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    return _hasher().hash(password)


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hasher().hash(secrets.token_urlsafe(32))
