"""People: accounts, their roles, and what each role may do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from analysis.domain.account import PERMISSIONS, Account, Permission, Role
from analysis.services.access import accounts
from analysis.storage.database import Store
from dashboard import organisation, state, wiring
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.texts import text


def render() -> None:
    """Draw the accounts and the forms that change them."""
    store = wiring.store()
    st.title(text("people.title"))
    st.markdown(text("people.intro"))
    notice = st.session_state.pop("people_said", None)
    if notice:
        st.success(notice)
    known = accounts.accounts(store)
    if known:
        data_table(account_rows(known), alt=text("people.title"))
    else:
        st.info(text("people.none"))
    left, right = st.columns(2, gap="large")
    with left:
        _new(store, first=not known)
    with right:
        if known:
            _change(store, known)
    st.subheader(text("people.roles"))
    st.table(permission_rows(), hide_index=True, border="horizontal")


def account_rows(known: Sequence[Account]) -> list[dict[str, str]]:
    """The accounts as a table shows them."""
    return [
        {
            text("people.name"): account.name,
            text("people.role"): account.role.value,
            text("people.state"): text("people.disabled" if account.disabled else "people.active"),
        }
        for account in known
    ]


def permission_rows() -> list[dict[str, str]]:
    """One row per permission: which roles have it, in words and not by colour."""
    return [
        {
            text("people.permission"): text(f"people.permission_{permission.value}"),
            **{
                role.value: text("people.may") if permission in PERMISSIONS[role] else "–"
                for role in Role
            },
        }
        for permission in Permission
    ]


def _new(store: Store, *, first: bool) -> None:
    st.subheader(text("people.new"))
    roles = [Role.ADMIN] if first else list(Role)
    with st.form("new_account", clear_on_submit=True):
        name = st.text_input(text("people.name"), key="new_name", autocomplete="off")
        password = st.text_input(
            text("people.password"),
            type="password",
            help=text("people.password_help"),
            key="new_password",
            autocomplete="new-password",
        )
        role = st.selectbox(
            text("people.role"), roles, format_func=lambda offered: offered.value, key="new_role"
        )
        go = st.form_submit_button(text("people.create"), type="primary")
    if go and not password and not organisation.is_set_up():
        # Nobody could ever sign in by it, and as the first account it would lock everybody out.
        st.error(text("people.password_needed"))
    elif go:
        _attempt(
            lambda: accounts.create_account(
                store, name, password or None, role, person=state.person()
            ),
            text("people.created", name=plain(name), role=role.value),
        )


def _change(store: Store, known: Sequence[Account]) -> None:
    st.subheader(text("people.change"))
    # By name: an account that is changed is another object, and would be shown as it was.
    by_name = {account.name: account for account in known}
    account = by_name[st.selectbox(text("people.account"), list(by_name), key="account_changed")]
    with st.form(f"role_{account.name}"):
        role = st.selectbox(
            text("people.role"),
            list(Role),
            index=list(Role).index(account.role),
            format_func=lambda role: role.value,
        )
        if st.form_submit_button(text("people.set_role")) and role is not None:
            _attempt(
                lambda: accounts.set_role(store, account.name, role, person=state.person()),
                text("people.role_set", name=plain(account.name), role=role.value),
            )
    if account.name == state.person():
        st.caption(text("people.own_password"))
    else:
        _password(store, account)
    if account.disabled:
        if st.button(text("people.enable"), key="enable"):
            _attempt(
                lambda: accounts.enable_account(store, account.name, person=state.person()),
                text("people.was_enabled", name=plain(account.name)),
            )
    elif st.button(text("people.disable"), key="disable"):
        _attempt(
            lambda: accounts.disable_account(store, account.name, person=state.person()),
            text("people.was_disabled", name=plain(account.name)),
        )


def _password(store: Store, account: Account) -> None:
    with st.form(f"password_{account.name}", clear_on_submit=True):
        password = st.text_input(
            text("people.new_password"), type="password", autocomplete="new-password"
        )
        if st.form_submit_button(text("people.set_password")):
            _attempt(
                lambda: accounts.set_password(store, account.name, password, person=state.person()),
                text("people.password_set", name=plain(account.name)),
            )


def _attempt(command: Callable[[], object], notice: str) -> None:
    if attempted(command):
        st.session_state["people_said"] = notice
        st.rerun()
