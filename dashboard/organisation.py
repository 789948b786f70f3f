"""The organisation's own sign-in (OpenID Connect): how it is set up, and whom it has recognised.

Streamlit speaks with the provider (``[auth]`` of its secrets); ``[moderato]`` beside it says which
groups have which role here. See ``analysis/docs/signing-in.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAuthError

from analysis.domain.account import ExternalIdentity, Role
from analysis.domain.errors import BadInput
from analysis.services.access.sso import roles_of_groups
from dashboard.texts import text

#: What a token says of groups where the site names no other claim.
GROUPS_CLAIM = "groups"
NAME_CLAIM = "email"


def is_set_up() -> bool:
    """Whether this installation has an organisation's sign-in."""
    return bool(st.secrets.load_if_toml_exists() and "auth" in st.secrets)


def groups_to_roles() -> dict[str, Role] | None:
    """Group to role as the secrets have it; ``None`` where an admin makes the accounts."""
    written = _ours().get("roles")
    if written is None:
        return None
    if not isinstance(written, Mapping) or not written:
        raise BadInput('[moderato.roles] in secrets.toml must have lines such as "group" = "role".')
    return roles_of_groups({str(group): str(role) for group, role in written.items()})


def recognised() -> bool:
    """Whether the provider has said who sits here."""
    return bool(st.user.get("is_logged_in"))


def external_identity() -> ExternalIdentity | None:
    """Who sits here, in the provider's words; ``None`` when it confirms no name or no time."""
    claims: Mapping[str, Any] = st.user
    ours = _ours()
    name_claim = str(ours.get("name_claim", NAME_CLAIM))
    name, at = claims.get(name_claim), claims.get("iat")
    # A provider that says itself it has not checked the address vouches for nobody.
    unchecked = name_claim == "email" and claims.get("email_verified") in (False, "false")
    if not isinstance(name, str) or not name or unchecked or not isinstance(at, (int, float)):
        return None
    groups = _words(claims.get(str(ours.get("groups_claim", GROUPS_CLAIM))))
    # Addresses are written in any case; their accounts are kept in lower case.
    return ExternalIdentity(name.lower(), groups, datetime.fromtimestamp(at, UTC))


def go_there() -> None:
    """Send the browser to the provider; a mistake in the secrets is said in one sentence."""
    try:
        st.login()
    except StreamlitAuthError as mistake:
        st.error(text("shell.provider_mistake", reason=" ".join(str(mistake).split())))


def leave() -> bool:
    """Forget whom the provider recognised, and sign out there too where it can.

    Says whether the browser is being sent there: a rerun right after would drop that message.
    """
    if is_set_up() and recognised():
        st.logout()
        return True
    return False


def _ours() -> Mapping[str, Any]:
    if not st.secrets.load_if_toml_exists() or "moderato" not in st.secrets:
        return {}
    ours = st.secrets["moderato"]
    return ours if isinstance(ours, Mapping) else {}


def _words(claim: object) -> tuple[str, ...]:
    if isinstance(claim, str):
        return (claim,)
    return tuple(str(word) for word in claim) if isinstance(claim, Sequence) else ()
