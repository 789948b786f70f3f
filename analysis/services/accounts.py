"""Sign in, sessions and roles; ``require`` guards every service that writes."""

from __future__ import annotations

from analysis.domain.account import Account, Permission, Role, SignIn
from analysis.storage.database import Store


def require(store: Store, person: str, permission: Permission) -> Account:
    """The account of ``person`` when its role covers ``permission``; ``NotAllowed`` otherwise.

    Until a first account exists everybody at this machine is an admin.
    """
    raise NotImplementedError


def sign_in_needed(store: Store) -> bool:
    """Whether accounts exist, so that screens must ask for a name and password."""
    raise NotImplementedError


def create_account(
    store: Store, name: str, password: str | None, role: Role, *, person: str = "local"
) -> Account:
    """Add an account; without a password it signs in through OpenID Connect only."""
    raise NotImplementedError


def accounts(store: Store) -> list[Account]:
    """All accounts by name, disabled ones included."""
    raise NotImplementedError


def set_role(store: Store, name: str, role: Role, *, person: str) -> Account:
    """Give an account another role; the last admin stays one."""
    raise NotImplementedError


def set_password(store: Store, name: str, password: str, *, person: str) -> None:
    """Change a password (one's own, or anybody's as admin) and end that account's sessions."""
    raise NotImplementedError


def disable_account(store: Store, name: str, *, person: str) -> Account:
    """Keep an account from signing in, and end its sessions; the last admin can't be disabled."""
    raise NotImplementedError


def sign_in(store: Store, name: str, password: str, *, hours: float = 12.0) -> SignIn:
    """Check name and password and open a session; ``NotAllowed`` doesn't say which was wrong."""
    raise NotImplementedError


def sign_in_trusted(store: Store, name: str, *, hours: float = 12.0) -> SignIn:
    """Open a session for a name that an OpenID provider has vouched for; it needs an account."""
    raise NotImplementedError


def session_account(store: Store, token: str) -> Account | None:
    """The account behind a token; ``None`` when the session has ended."""
    raise NotImplementedError


def sign_out(store: Store, token: str) -> None:
    """End a session."""
    raise NotImplementedError
