"""Sign in people whom their organisation's own sign-in (OpenID Connect) vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from analysis.domain.account import LOCAL, Account, ExternalIdentity, Role, SignIn
from analysis.domain.errors import BadInput, NotAllowed, nearest
from analysis.services.access.sessions import SESSION_HOURS, open_session
from analysis.storage import accounts as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store


def roles_of_groups(written: Mapping[str, str]) -> dict[str, Role]:
    """Group to role as a site has written it; ``BadInput`` names a role that there is not."""
    roles = [role.value for role in Role]
    for group, role in written.items():
        if role not in roles:
            raise BadInput(f"Group {group!r} is given the role {role!r}; {nearest(role, roles)}.")
    return {group: Role(role) for group, role in written.items()}


def sign_in_vouched(
    store: Store,
    external_identity: ExternalIdentity,
    *,
    roles: Mapping[str, Role] | None = None,
    hours: float = SESSION_HOURS,
) -> SignIn:
    """Open a session for an external identity; it ends ``hours`` after the organisation vouched.

    With ``roles`` (group to role) the organisation gives the role at each sign-in: the first group
    of the mapping that the person is in counts, and a new person gets an account. Without, an
    admin must have made an account of that name. ``NotAllowed`` says what is missing.
    """
    ends = external_identity.at + timedelta(hours=hours)
    if ends <= now():
        raise NotAllowed("Your organisation's sign-in is too long ago; sign in there again.")
    with store.write() as session:
        account, refusal = _account(session, external_identity, roles)
        if refusal:
            log(session, LOCAL, "sign_in_refused", detail={"name": external_identity.name[:100]})
        elif account is not None:
            return open_session(session, account, ends=ends)
    raise NotAllowed(refusal)


def _account(
    session: Session, external_identity: ExternalIdentity, roles: Mapping[str, Role] | None
) -> tuple[Account | None, str]:
    """The account that this person may use now, or why there is none."""
    name = external_identity.name
    account = stored.read_account(session, name)
    if name == LOCAL or not name.isprintable() or not 0 < len(name) <= 100:
        return None, "Your organisation's sign-in gives a name that can't be an account's here."
    if account is not None and account.disabled:
        return None, f"{name!r} is kept from signing in here; ask an admin."
    if roles is None:
        if account is None:
            return None, (
                f"{name!r} is known to your organisation but has no account and no role here yet; "
                "ask an admin for one."
            )
        return account, ""
    role = next((roles[group] for group in roles if group in external_identity.groups), None)
    if role is None:
        return None, (
            f"{name!r} is known to your organisation, but none of your groups has a role here; "
            "ask an admin which group you need."
        )
    if account is None:
        stored.add_account(session, name, role, None, at=now())
        log(session, name, "create_account", detail={"name": name, "role": role.value})
    elif account.role is not role:
        try:
            stored.keep_an_admin(session, name)
        except BadInput:
            return None, (
                f"Your organisation gives {name!r} the role {role.value}, but nobody else here is "
                "an admin; somebody of an admin's group has to sign in first."
            )
        stored.change_account(session, name, role=role.value)
        log(
            session,
            name,
            "set_role",
            detail={
                "name": name,
                "from": account.role.value,
                "to": role.value,
                "by": "organisation",
            },
        )
    return Account(name, role), ""
