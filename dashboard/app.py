"""The dashboard's entry: menu, sign-in, and errors in plain words around every screen."""

from __future__ import annotations

import streamlit as st

from analysis.domain.errors import ModeratoError
from dashboard import sign_in, wiring
from dashboard.components.assets import asset, asset_path
from dashboard.components.plain import plain
from dashboard.faults import draw_fault
from dashboard.screens.review.screen import let_go
from dashboard.screens.screen_list import pages
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
        page_icon=asset_path("icon.svg"),
        layout="wide",
    )
    words = text("shell.not_answering").replace('"', "'")
    st.html(f"<style>{asset('shell.css').replace('{not_answering}', words)}</style>")
    try:
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
    page = st.navigation(list(pages(account).values()), position="top")
    sign_in.draw_who(account)
    try:
        if page.url_path != "review":
            let_go()
        page.run()
    except Exception as problem:  # noqa: BLE001 - nobody is above it but Streamlit
        draw_fault(problem)


main()
