"""Accounts, their roles and passwords; ``require`` guards every service that writes."""

from __future__ import annotations

from analysis.domain.account import (
    LOCAL,
    OPERATOR_PERMISSIONS,
    PERMISSIONS,
    Account,
    Permission,
    Role,
)
from analysis.domain.errors import BadInput, NotAllowed
from analysis.services.access.password_hashes import hashed, is_right
from analysis.services.access.password_rules import check_password, shape
from analysis.services.access.refusals import record_refusal
from analysis.services.access.sessions import fingerprint
from analysis.services.access.sign_in_throttle import begin_attempt, succeeded
from analysis.storage import accounts as stored
from analysis.storage.audit import log, now
from analysis.storage.claims import drop_all_claims
from analysis.storage.database import Store

_OWN_PASSWORD = "own account"  # noqa: S105 - a place, not a secret
"""Where somebody changes their password, beside the name: nobody's failures hold up another."""


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
        if person == LOCAL:
            record_refusal(store, person, permission)
        raise NotAllowed(f"{person!r} has no account here; sign in first.")
    if not account.may(permission):
        record_refusal(store, person, permission)
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

    Such an account is kept in lower case, as addresses are written in any. The first account must
    be an admin, since from then on only accounts may act.
    """
    require(store, person, Permission.ACCOUNTS)
    name = name.strip() if password is not None else name.strip().lower()
    if not name or len(name) > 100 or not name.isprintable():
        raise BadInput("An account's name must have 1 to 100 printable characters.")
    if name == LOCAL:
        raise BadInput(f"The name {LOCAL!r} is kept for whoever is at the machine; choose another.")
    if password is not None:
        check_password(password, name=name)
        _refuse_look_alike(store, name)
    password_hash = None if password is None else hashed(password)
    with store.write() as session:
        if stored.read_account(session, name) is not None:
            raise BadInput(f"There is already an account named {name!r}.")
        if not stored.any_account(session) and role is not Role.ADMIN:
            raise BadInput("The first account must be an admin; make that one first.")
        stored.add_account(session, name, role, password_hash, at=now())
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
    """Give somebody else's account a new password as admin, and end all its sessions."""
    require(store, person, Permission.ACCOUNTS)
    if person == name:
        raise BadInput(
            "Change your own password beside your name, where the present one is asked for."
        )
    check_password(password, name=name)
    password_hash = hashed(password)
    with store.write() as session:
        stored.existing(session, name)
        stored.change_account(session, name, password_hash=password_hash)
        stored.end_sessions(session, name)
        drop_all_claims(session, name)
        log(session, person, "set_password", detail={"name": name})


def has_password(store: Store, name: str) -> bool:
    """Whether an account signs in by a password, and not through an organisation only."""
    with store.read() as session:
        return stored.read_password_hash(session, name) is not None


def change_password(store: Store, name: str, present: str, new: str, *, token: str) -> None:
    """Change one's own password; every other session of this account ends.

    ``token`` is the session that asks and goes on. ``NotAllowed`` when ``present`` is not right.
    """
    require(store, name, Permission.READ)
    with store.read() as session:
        stored.existing(session, name)
        before = stored.read_password_hash(session, name)
    if before is None:
        raise BadInput(f"{name!r} signs in through an organisation and has no password here.")
    if present == new:
        raise BadInput("The new password is the present one.")
    check_password(new, name=name)  # before it counts as an attempt: it says nothing of the present
    attempt = begin_attempt(store, name, f"{_OWN_PASSWORD} {name}")
    if not is_right(present, before):
        with store.write() as session:
            log(session, name, "change_password_refused")
        raise NotAllowed("The present password is not right.")
    password_hash = hashed(new)
    with store.write() as session:
        if stored.read_password_hash(session, name) != before:
            raise NotAllowed("The present password is not right.")
        succeeded(session, attempt)
        stored.change_account(session, name, password_hash=password_hash)
        stored.end_sessions(session, name, but=fingerprint(token))
        drop_all_claims(session, name)  # the session that goes on takes its own again in seconds
        log(session, name, "change_password")


def disable_account(store: Store, name: str, *, person: str) -> Account:
    """Keep an account from signing in, and end its sessions; the last admin can't be disabled."""
    require(store, person, Permission.ACCOUNTS)
    with store.write() as session:
        before = stored.existing(session, name)
        stored.keep_an_admin(session, name)
        stored.change_account(session, name, disabled=True)
        stored.end_sessions(session, name)
        drop_all_claims(session, name)
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


def _refuse_look_alike(store: Store, name: str) -> None:
    with store.read() as session:
        others = [account.name for account in stored.read_accounts(session)]
    for other in others:
        if other != name and shape(other) == shape(name):
            raise BadInput(f"The name {name!r} reads like that of {other!r}; choose another.")
