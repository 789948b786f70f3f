"""One article's thread as a graph of replies."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.profile import Recommendation
from analysis.domain.review import LabelBadge, Queue, QueueFilter, Sort, ThreadEntry
from analysis.labels import LABELS
from analysis.services import queue, review
from analysis.storage.database import Store
from dashboard.charts.selections import picked_key
from dashboard.charts.thread import Node, reply_graph
from dashboard.components.page_look import dark
from dashboard.screens.table import pages
from dashboard.screens.tone_scope import Scope
from dashboard.texts import text

#: Nodes drawn at most; a longer thread is no picture any more.
NODES = 200


def render(store: Store, scope: Scope) -> None:
    """Draw the thread; a click offers the comment's review."""
    first = queue.queue_page(
        store,
        QueueFilter(queue=Queue.ALL, article_id=scope.article_id, sort=Sort.POSITION),
        page=1,
        page_size=1,
    )
    if not first.items:
        return
    entries = review.review(store, first.items[0].comment_id).thread
    st.subheader(text("tone.thread"))
    titles = {label.key: label.title for label in drawn_order()}
    st.caption(text("tone.thread_intro", order=", ".join(titles.values())))
    nodes = nodes_of(entries[:NODES])
    if len(entries) > NODES:
        st.caption(text("tone.thread_long", n=len(entries), limit=NODES))
    event = st.altair_chart(
        reply_graph(nodes, titles=titles, dark=dark()),
        width="stretch",
        key=f"thread_{scope.article_id}",
        on_select="rerun",
    )
    key = picked_key(event)
    target = pages().get("review")
    picked = next((entry for entry in entries if str(entry.comment_id) == key), None)
    if picked is not None and target is not None:
        st.page_link(
            target,
            label=text("tone.thread_open", position=picked.comment.position),
            query_params={"comment": str(picked.comment_id)},
        )


def drawn_order() -> list:
    """Labels in the order in which a comment with several is drawn: concerns first."""
    return sorted(LABELS, key=lambda label: not label.concern)


def nodes_of(entries: Sequence[ThreadEntry]) -> list[Node]:
    """The thread's comments as nodes, parents by the platform's ids turned into ours."""
    ours = {entry.comment.id: entry.comment_id for entry in entries}
    above: list[ThreadEntry] = []
    nodes: list[Node] = []
    for entry in entries:
        del above[entry.depth :]
        named = ours.get(entry.comment.parent_id or "")
        guessed = above[-1].comment_id if above and entry.depth else None
        parent = named if named is not None else guessed
        nodes.append(
            Node(
                key=str(entry.comment_id),
                parent=None if parent is None else str(parent),
                position=entry.comment.position,
                author=entry.comment.author or text("tone.nobody"),
                label=drawn_as(entry.badges),
                words=_scores(entry.badges),
                inferred=entry.inferred,
            )
        )
        above.append(entry)
    return nodes


def drawn_as(badges: Sequence[LabelBadge]) -> str | None:
    """The flagged label a comment is drawn as; ``None`` when nothing is flagged."""
    flagged = {b.label for b in badges if b.recommendation is Recommendation.FLAG}
    return next((label.key for label in drawn_order() if label.key in flagged), None)


def _scores(badges: Sequence[LabelBadge]) -> str:
    titles = {label.key: label.title for label in LABELS}
    return ", ".join(
        f"{titles.get(badge.label, badge.label)} "
        + (badge.status.value if badge.probability is None else f"{badge.probability:.2f}")
        for badge in badges
    )
