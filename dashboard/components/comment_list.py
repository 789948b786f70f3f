"""A short list of comments with a link to each one's review; for charts that point at comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from analysis.domain.decision import ReviewState
from analysis.domain.review import QueueItem, ReviewView
from dashboard.components.plain import plain
from dashboard.screens.screen_list import pages
from dashboard.texts import text

#: Characters of the original shown in a list; the whole text is one click away.
EXCERPT = 280


@dataclass(frozen=True, slots=True)
class Line:
    """One comment of a list. ``note`` says why it is here; ``excerpt`` is its beginning."""

    comment_id: int
    note: str
    excerpt: str


def line_of_item(item: QueueItem, label: str | None = None, *, with_state: bool = False) -> Line:
    """A queue's line, with the score of one label where one is asked for, and what was decided."""
    parts = [item.article_title, item.author or ""]
    if with_state and item.state is not ReviewState.OPEN:
        parts.append(text(f"review.state_{item.state.value}"))
        if item.edited:
            parts.append(text("lists.edited"))
    return Line(
        item.comment_id, _note(_score(item.badges, label), *parts), _shortened(item.excerpt)
    )


def line_of_view(view: ReviewView, label: str | None = None) -> Line:
    """The same line from a comment's full view."""
    result = view.labels.get(label) if label else None
    score = result.probability if result else None
    return Line(
        view.comment_id,
        _note(score, view.article.title, view.comment.author or ""),
        _shortened(view.comment.text) or text("lists.erased"),
    )


def comment_list(lines: Sequence[Line], *, key: str, empty: str) -> None:
    """Draw the lines; text is shown as it is, never read as Markdown or HTML."""
    if not lines:
        st.caption(empty)
        return
    review = pages().get("review")
    with st.container(key=key, gap="small"):
        for line in lines:
            with st.container(border=True, gap="xsmall"):
                st.text(line.excerpt)
                with st.container(horizontal=True, horizontal_alignment="distribute"):
                    st.caption(plain(line.note), width="content")
                    if review is not None:
                        st.page_link(
                            review,
                            label=text("lists.open", number=line.comment_id),
                            query_params={"comment": str(line.comment_id)},
                        )


def _score(badges: Sequence[object], label: str | None) -> float | None:
    for badge in badges:
        if getattr(badge, "label", None) == label:
            return getattr(badge, "probability", None)
    return None


def _note(score: float | None, *parts: str) -> str:
    remarks = [text("lists.score", score=f"{score:.2f}")] if score is not None else []
    return " · ".join([*remarks, *(part for part in parts if part)])


def _shortened(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1].rstrip() + "…"
