"""One author's comments, decisions and reports, for people to read; nothing of it is scored."""

from __future__ import annotations

import math

import streamlit as st

from analysis.domain.decision import ReviewState
from analysis.services.moderation import queue_address
from analysis.services.overview.author_page import PAGE_SIZE, AuthorPage, author_page
from dashboard import wiring
from dashboard.components.comment_list import comment_list, line_of_item
from dashboard.components.plain import plain
from dashboard.texts import text


def render() -> None:
    """Draw the page of the author that the address names."""
    st.title(text("author.title"))
    if not wiring.settings().author_pages:
        st.info(text("author.off"))
        return
    name = queue_address.filter_from(st.query_params).author
    if not name:
        st.info(text("author.nobody"))
        return
    page = queue_address.page_from(st.query_params)
    shown = author_page(wiring.store(), name, page=page)
    st.subheader(plain(shown.author))
    st.markdown(_counts(shown))
    st.caption(text("author.never_scored"))
    comment_list(
        [line_of_item(item, with_state=True) for item in shown.page.items],
        key="author_comments",
        empty=text("author.no_page"),
    )
    pages = max(1, math.ceil(shown.page.total / PAGE_SIZE))
    if pages > 1:
        st.session_state["author_page"] = min(page, pages)
        st.pagination(pages, key="author_page", on_change=_turn)


def _turn() -> None:
    st.query_params["page"] = str(st.session_state["author_page"])


def _counts(shown: AuthorPage) -> str:
    counted = "author.comments_one" if shown.comments == 1 else "author.comments"
    parts = [text(counted, n=shown.comments)]
    parts += [
        text("author.state", n=shown.states[state], state=text(f"review.state_{state.value}"))
        for state in ReviewState
        if shown.states.get(state)
    ]
    if shown.edited:
        parts.append(text("author.edited", n=shown.edited))
    if shown.reported:
        by = "author.reported_one" if shown.reports == 1 else "author.reported"
        parts.append(text(by, n=shown.reported, readers=shown.reports))
    return " · ".join(parts)
