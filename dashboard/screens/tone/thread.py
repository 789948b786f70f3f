"""One article's thread as a graph of replies."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.label import Label
from analysis.domain.profile import Recommendation
from analysis.domain.review import LabelBadge
from analysis.services.moderation import thread
from analysis.services.moderation.thread import ThreadLine
from analysis.storage.database import Store
from dashboard.charts.selections import picked_key
from dashboard.charts.thread import reply_graph
from dashboard.charts.thread_layout import Node
from dashboard.components.page_look import dark
from dashboard.screens.screen_list import pages
from dashboard.screens.tone.scope import Scope
from dashboard.texts import all_labels, text

#: Nodes drawn at most; a longer thread is no picture any more.
NODES = 200


def render(store: Store, scope: Scope) -> None:
    """Draw the thread; a click offers the comment's review."""
    shown = thread.thread(store, str(scope.article_id), limit=NODES)
    if not shown.lines:
        return
    st.subheader(text("tone.thread"))
    titles = {label.key: label.title for label in drawn_order()}
    st.caption(text("tone.thread_intro", order=", ".join(titles.values())))
    if shown.total > len(shown.lines):
        st.caption(text("tone.thread_long", n=shown.total, limit=len(shown.lines)))
    if all(line.parent is None for line in shown.lines):
        st.caption(text("tone.thread_flat"))
    event = st.altair_chart(
        reply_graph(nodes_of(shown.lines), titles=titles, dark=dark()),
        width="stretch",
        key=f"thread_{scope.article_id}",
        on_select="rerun",
    )
    key = picked_key(event)
    target = pages().get("review")
    picked = next((line for line in shown.lines if str(line.comment_id) == key), None)
    if picked is not None and target is not None:
        st.page_link(
            target,
            label=text("tone.thread_open", position=picked.position),
            query_params={"comment": str(picked.comment_id)},
        )


def drawn_order() -> list[Label]:
    """Labels in the order in which a comment with several is drawn: concerns first."""
    return sorted(all_labels(), key=lambda label: not label.concern)


def nodes_of(lines: Sequence[ThreadLine]) -> list[Node]:
    """The thread's comments as the chart draws them."""
    return [
        Node(
            key=str(line.comment_id),
            parent=None if line.parent is None else str(line.parent),
            position=line.position,
            author=line.author or text("tone.nobody"),
            label=drawn_as(line.badges),
            words=_scores(line.badges),
            inferred=line.inferred,
            excerpt=line.excerpt,
        )
        for line in lines
    ]


def drawn_as(badges: Sequence[LabelBadge]) -> str | None:
    """The flagged label a comment is drawn as; ``None`` when nothing is flagged."""
    flagged = {b.label for b in badges if b.recommendation is Recommendation.FLAG}
    return next((label.key for label in drawn_order() if label.key in flagged), None)


def _scores(badges: Sequence[LabelBadge]) -> str:
    titles = {label.key: label.title for label in all_labels()}
    return ", ".join(
        f"{titles.get(badge.label, badge.label)} "
        + (badge.status.value if badge.probability is None else f"{badge.probability:.2f}")
        for badge in badges
    )
