"""What stands on a screen while there is nothing to show."""

from __future__ import annotations

import streamlit as st

from analysis.domain.review import Queue
from analysis.services.moderation.queue import queue_counts
from dashboard import wiring
from dashboard.screens.screen_list import go, pages
from dashboard.sign_in import account
from dashboard.texts import text


def nothing_imported() -> bool:
    """Whether the database holds no comment yet; then says how comments come in."""
    if queue_counts(wiring.store())[Queue.ALL]:
        return False
    with st.container(border=True):
        st.subheader(text("shell.empty_title"))
        st.markdown(text("shell.empty_body"))
        if "imports" in pages(account()) and st.button(text("shell.empty_go"), key="empty_go"):
            go("imports")
    return True
