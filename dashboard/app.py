"""The dashboard's entry: menu, sign-in, and errors in plain words around every screen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analysis.domain.errors import ModeratoError
from analysis.domain.review import Queue
from analysis.services.admin.first_start import Database, make_tables
from analysis.services.moderation.queue import queue_counts
from dashboard import sign_in, wiring
from dashboard.components.assets import asset, asset_url
from dashboard.components.plain import plain
from dashboard.faults import draw_fault
from dashboard.screens.review.screen import let_go
from dashboard.screens.screen_list import pages, refused_pages
from dashboard.texts import LANGUAGE, text, texts


def main() -> None:
    """Draw the menu and the screen that the address names."""
    try:
        texts("shell")
    except ModeratoError as problem:
        # The site's language or settings can't be read, so this is said in English.
        st.error(texts("shell", language=LANGUAGE)["problem"].format(reason=problem))
        return
    st.set_page_config(
        page_title=text("shell.product"),
        # Inside the page: a file of its own would be kept from who is not signed in yet.
        page_icon=asset_url("icon.svg", "image/svg+xml"),
        layout="wide",
    )
    words = text("shell.not_answering").replace('"', "'")
    st.html(f"<style>{asset('shell.css').replace('{not_answering}', words)}</style>")
    try:
        if not _tables_are_there():
            return
        wiring.store()
        account = sign_in.account()
        if account is None:
            let_go()  # whoever is not signed in any more holds nothing
    except ModeratoError as problem:
        st.navigation(list(pages().values()), position="hidden")
        st.error(text("shell.cannot_open", reason=plain(str(problem))))
        st.markdown(text("shell.cannot_open_help"))
        return
    except Exception as problem:  # noqa: BLE001 - nobody is above it but Streamlit
        st.navigation(list(pages().values()), position="hidden")
        draw_fault(problem)
        return
    if account is None:
        # The address is kept, so that signing in leads to the screen that was asked for.
        st.navigation(list(pages().values()), position="hidden")
        sign_in.draw_sign_in()
        return
    by_name = pages(account)
    page = st.navigation([*by_name.values(), *refused_pages(account)], position="top")
    st.set_page_config(page_title=text("shell.page_title", screen=page.title))
    # Inside the page, as its icon is.
    st.logo(asset_url("logo.svg", "image/svg+xml"), size="medium")
    sign_in.draw_who(account)
    try:
        if page.url_path != "review":
            let_go()
        _begin_with_import(by_name, page)
        page.run()
    except Exception as problem:  # noqa: BLE001 - nobody is above it but Streamlit
        draw_fault(problem)


def _tables_are_there() -> bool:
    """Whether the database has tables; a missing file gets them, an empty database on demand."""
    try:
        if wiring.opened() or wiring.first_start() is Database.THERE:
            return True
    except ModeratoError:
        return True  # whoever opens it says what is wrong
    st.navigation(list(pages().values()), position="hidden")
    st.info(text("shell.no_tables"))
    if st.button(text("shell.make_tables"), type="primary", key="make_tables"):
        make_tables(wiring.settings().database_url)
        st.rerun()
    return False


def _begin_with_import(by_name: Mapping[str, st.Page], page: st.Page) -> None:
    """Lead who comes to an empty database to the screen that fills it, once a session."""
    if st.session_state.get("began") or "imports" not in by_name:
        return
    st.session_state["began"] = True
    if page.url_path == "" and not queue_counts(wiring.store())[Queue.ALL]:
        st.switch_page(by_name["imports"])


main()
