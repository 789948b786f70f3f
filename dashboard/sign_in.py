"""Signing in: who is at this browser, checked anew each time it matters.

Without accounts the installation has one person, ``local``. With accounts, a session's token is
kept in a cookie of this site only (SameSite=Strict); the services know the session by its hash and
decide what its role may do.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from analysis.domain.account import LOCAL, Account, Role, SignIn
from analysis.domain.errors import NotAllowed
from analysis.services.accounts import (
    session_account,
    sign_in,
    sign_in_needed,
    sign_in_trusted,
    sign_out,
)
from dashboard import wiring
from dashboard.components import mount
from dashboard.texts import text

COOKIE = "moderato_session"
_TOKEN = "session_token"  # noqa: S105 - the name of a place, not a secret
_ENDED = ""


def account() -> Account | None:
    """Who is signed in at this browser; ``None`` asks for a name and password."""
    store = wiring.store()
    if not sign_in_needed(store):
        return Account(LOCAL, Role.ADMIN)
    token = _token()
    return session_account(store, token) if token else None


def person() -> str:
    """The name that this browser's actions are recorded under. ``NotAllowed`` when signed out."""
    signed_in = account()
    if signed_in is None:
        raise NotAllowed(text("shell.session_ended"))
    return signed_in.name


def draw_sign_in() -> None:
    """The form for name and password, and the organisation's own sign-in where it is set up."""
    _keep_cookie()
    left, middle, _ = st.columns([1, 2, 1])
    del left
    with middle, st.container(border=True):
        st.subheader(text("shell.sign_in"))
        if _has_provider():
            _provider()
        with st.form("sign_in", border=False):
            name = st.text_input(text("shell.name"), autocomplete="username")
            password = st.text_input(
                text("shell.password"), type="password", autocomplete="current-password"
            )
            if st.form_submit_button(text("shell.sign_in"), type="primary"):
                _enter(lambda: sign_in(wiring.store(), name, password))


def draw_who(signed_in: Account) -> None:
    """Who is signed in, with the way out; nothing where nobody has to sign in."""
    if signed_in.name == LOCAL:
        return
    _keep_cookie()
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption(text("shell.signed_in", name=signed_in.name, role=signed_in.role.value))
        if st.button(text("shell.sign_out"), type="tertiary"):
            sign_out(wiring.store(), _token() or "")
            st.session_state[_TOKEN] = _ENDED
            if _has_provider() and st.user.get("is_logged_in"):
                st.logout()
            st.rerun()


def _token() -> str | None:
    if _TOKEN in st.session_state:
        return str(st.session_state[_TOKEN]) or None
    kept = st.context.cookies.get(COOKIE)
    return kept if isinstance(kept, str) else None  # without a browser there is a stand-in


def _enter(attempt: Any) -> None:
    try:
        opened: SignIn = attempt()
    except NotAllowed as refusal:
        st.error(str(refusal))
        return
    st.session_state[_TOKEN] = opened.token
    st.session_state["session_ends"] = opened.expires_at
    st.rerun()


def _keep_cookie() -> None:
    """Let the browser remember this session, or forget the one that ended."""
    if _TOKEN not in st.session_state:
        return
    ends = st.session_state.get("session_ends")
    mount.cookie()(
        key="session_cookie",
        data={
            "name": COOKIE,
            "value": st.session_state[_TOKEN],
            "expires": ends.isoformat() if ends else None,
        },
        height=1,
    )


def _has_provider() -> bool:
    return bool(st.secrets.load_if_toml_exists() and "auth" in st.secrets)


def _provider() -> None:
    if st.user.get("is_logged_in"):
        email = st.user.get("email")
        # A provider that says itself it has not checked the address vouches for nobody.
        if email and st.user.get("email_verified") is not False:
            _enter(lambda: sign_in_trusted(wiring.store(), str(email)))
        else:
            st.error(text("shell.not_vouched"))
        return
    st.button(text("shell.sign_in_provider"), on_click=st.login, type="primary")
