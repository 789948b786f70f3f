"""One's own account: who one is here, until when, and one's own password."""

from __future__ import annotations

import streamlit as st

from analysis.domain.account import Account
from analysis.services.access.accounts import change_password, has_password
from analysis.services.access.sessions import session_ends
from analysis.storage.database import Store
from dashboard.components.attempt import attempted
from dashboard.components.plain import plain
from dashboard.texts import text


def draw(store: Store, account: Account, token: str) -> None:
    """Open the dialog about the account that is signed in by ``token``."""
    st.dialog(text("shell.own_account"))(_content)(store, account, token)


def _content(store: Store, account: Account, token: str) -> None:
    ends = session_ends(store, token)
    until = text("shell.own_until", when=ends) if ends else ""
    st.markdown(
        text("shell.own_role", name=plain(account.name), role=account.role.value, until=until)
    )
    if not has_password(store, account.name):
        st.caption(text("shell.own_no_password"))
        return
    with st.form("own_password"):
        st.markdown(f"**{text('shell.own_password')}**", help=text("shell.own_help"))
        present = st.text_input(
            text("shell.own_present"), type="password", autocomplete="current-password"
        )
        new = st.text_input(text("shell.own_new"), type="password", autocomplete="new-password")
        again = st.text_input(text("shell.own_again"), type="password", autocomplete="new-password")
        go = st.form_submit_button(text("shell.own_go"), type="primary")
    if not go:
        return
    if new != again:
        st.error(text("shell.own_differ"))
    elif attempted(lambda: change_password(store, account.name, present, new, token=token)):
        st.success(text("shell.own_changed"))
