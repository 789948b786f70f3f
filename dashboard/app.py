"""The dashboard's entry: menu, sign-in, and errors in plain words around every screen."""

from __future__ import annotations

import streamlit as st

from analysis.domain.errors import ModeratoError
from dashboard import wiring
from dashboard.components.assets import asset_path
from dashboard.screens.table import pages
from dashboard.texts import text


def main() -> None:
    """Draw the menu and the screen that the address names."""
    st.set_page_config(
        page_title=text("shell.product"),
        page_icon=asset_path("icon.svg"),
        layout="wide",
    )
    page = st.navigation(list(pages().values()), position="top")
    st.html(asset_path("shell.css"))
    try:
        wiring.store()
    except ModeratoError as problem:
        st.error(text("shell.cannot_open", reason=problem))
        st.markdown(text("shell.cannot_open_help"))
        return
    try:
        page.run()
    except ModeratoError as problem:
        st.error(text("shell.problem", reason=problem))


main()
