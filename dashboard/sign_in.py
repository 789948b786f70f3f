"""Signing in: who is at this browser, checked anew each time it matters.

Without accounts and without an organisation's sign-in the installation has one person, ``local``.
Otherwise a session's token is kept in a cookie of this site only, which no script can read
(SameSite=Strict, HttpOnly); the services know the session by its hash and decide what its role may
do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NoReturn

import streamlit as st

from analysis.domain.account import LOCAL, Account, Role, SignIn
from analysis.domain.errors import ModeratoError, NotAllowed
from analysis.services.access.accounts import sign_in_needed
from analysis.services.access.sessions import session_account, sign_in, sign_out
from analysis.services.access.sessions import session_ends as ends_of
from analysis.services.access.sign_in_throttle import THIS_MACHINE
from analysis.services.access.sso import sign_in_vouched
from dashboard import organisation, own_account, session_tickets, wiring
from dashboard.components import mount
from dashboard.components.plain import plain
from dashboard.texts import text
from dashboard.web.session_cookie import COOKIE

_TOKEN = "session_token"  # noqa: S105 - the name of a place, not a secret
_ENDED = ""
_TICKET = "session_ticket"
#: That this page had a session: once it has ended, a person has to ask for the next one.
_HAD = "had_session"
#: What stood against whom the organisation recognised; not tried anew at every draw.
_REFUSED = "vouching_refused"


def account() -> Account | None:
    """Who is signed in at this browser; ``None`` asks for a name and password."""
    signed_in = account_of(token())
    if signed_in is not None and signed_in.name != LOCAL:
        st.session_state[_HAD] = True
    return signed_in


def account_of(session_token: str | None) -> Account | None:
    """Whom a session's token stands for; ``None`` when nobody is signed in with it."""
    store = wiring.store()
    if not sign_in_needed(store) and not organisation.is_set_up():
        return Account(LOCAL, Role.ADMIN)
    if not session_token:
        return None
    return session_account(store, session_token, idle_minutes=wiring.settings().idle_minutes)


def person() -> str:
    """The name that this browser's actions are recorded under. ``NotAllowed`` when signed out."""
    signed_in = account()
    if signed_in is None:
        raise NotAllowed(text("shell.session_ended"))
    return signed_in.name


def session_ends() -> datetime | None:
    """When this browser's session ends; ``None`` where nobody has to sign in, or it has ended."""
    session_token = token()
    return ends_of(wiring.store(), session_token) if session_token else None


def draw_sign_in() -> None:
    """The form for name and password, and the organisation's own sign-in where it is set up."""
    _keep_cookie()
    hours = wiring.settings().session_hours
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(border=True):
        st.subheader(text("shell.sign_in"))
        if token():
            st.info(text("shell.session_over"))
        if organisation.is_set_up():
            _through_organisation(hours)
        with st.form("sign_in", border=False):
            name = st.text_input(text("shell.name"), autocomplete="username")
            password = st.text_input(
                text("shell.password"), type="password", autocomplete="current-password"
            )
            if st.form_submit_button(text("shell.sign_in"), type="primary"):
                st.error(plain(_enter(lambda: _by_password(name, password, hours))))
        minutes = wiring.settings().idle_minutes
        st.caption(text("shell.session_lasts", hours=hours, minutes=minutes))


def draw_who(signed_in: Account) -> None:
    """Who is signed in, with the way out; nothing where nobody has to sign in."""
    if signed_in.name == LOCAL:
        return
    _keep_cookie()
    with st.container(
        key="signed_in", horizontal=True, horizontal_alignment="right", vertical_alignment="center"
    ):
        st.caption(
            text("shell.signed_in", name=plain(signed_in.name), role=signed_in.role.value),
            width="content",
        )
        if st.button(text("shell.own_account"), type="tertiary"):
            own_account.draw(wiring.store(), signed_in, token() or "")
        if st.button(text("shell.sign_out"), type="tertiary"):
            sign_out(wiring.store(), token() or "")
            st.session_state[_TOKEN] = st.session_state[_TICKET] = _ENDED
            if organisation.leave():
                st.stop()
            st.rerun()


def token() -> str | None:
    """The session's token as this browser holds it, also when the session has ended."""
    if _TOKEN in st.session_state:
        return str(st.session_state[_TOKEN]) or None
    cookie = st.context.cookies.get(COOKIE)
    return cookie if isinstance(cookie, str) else None  # without a browser there is a stand-in


def _by_password(name: str, password: str, hours: float) -> SignIn:
    # As the server sees it: behind a proxy on this machine, what the proxy says.
    address = st.context.ip_address
    if not isinstance(address, str) or not address:  # without a browser there is a stand-in
        address = THIS_MACHINE
    return sign_in(wiring.store(), name, password, hours=hours, address=address)


def _enter(attempt: Callable[[], SignIn]) -> str:
    """Open a session and draw the page anew; comes back only with what stood against it."""
    try:
        _keep(attempt())
    except ModeratoError as refusal:
        return str(refusal)


def _keep(opened: SignIn) -> NoReturn:
    st.session_state[_TOKEN] = opened.token
    st.session_state[_TICKET] = session_tickets.issue(opened)
    st.rerun()


def _keep_cookie() -> None:
    """Let the browser remember this session, or forget the one that ended."""
    if _TICKET in st.session_state:
        data = {"ticket": st.session_state[_TICKET]}
        mount.cookie()(key="session_cookie", data=data, height=1)


def _through_organisation(hours: float) -> None:
    if not organisation.recognised():
        if st.button(text("shell.sign_in_provider"), type="primary"):
            organisation.go_there()
        return
    if _HAD not in st.session_state:
        if _REFUSED not in st.session_state:
            st.session_state[_REFUSED] = _enter(lambda: _vouched_for(hours))
        st.error(plain(st.session_state[_REFUSED]))
    with st.container(horizontal=True):
        if st.button(text("shell.sign_in_provider"), type="primary"):
            organisation.go_there()
        if st.button(text("shell.somebody_else")):
            organisation.leave()


def _vouched_for(hours: float) -> SignIn:
    whom = organisation.external_identity()
    if whom is None:
        raise NotAllowed(text("shell.not_vouched"))
    return sign_in_vouched(wiring.store(), whom, roles=organisation.groups_to_roles(), hours=hours)
