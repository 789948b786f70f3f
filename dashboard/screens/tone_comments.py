"""The comments behind a point of the tone charts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from analysis.domain.profile import Recommendation
from analysis.domain.review import QueueItem
from analysis.labels import LABELS
from analysis.services import queue
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.comment_list import comment_list, line_of_item
from dashboard.components.plain import plain
from dashboard.screens.table import pages
from dashboard.screens.tone_scope import MEASURE_LABELS, Point, Scope
from dashboard.texts import text

PAGE_SIZE = 8
#: Where a point says more than a filter of the queue can, this many comments are looked through.
LOOKED_THROUGH = 400


def render(store: Store, scope: Scope, point: Point | None) -> None:
    """List the comments of the point, or of the whole scope when nothing is clicked."""
    st.subheader(text("tone.list_title"), anchor="comments")
    where = point.narrow(scope.filter()) if point else scope.filter()
    label = MEASURE_LABELS.get(point.measure or "") if point else None
    if point is not None and says_more_than_a_filter(point):
        found = queue.queue_page(store, where, page=1, page_size=LOOKED_THROUGH)
        items = matching(found.items, point)
        total, cut = len(items), found.total > LOOKED_THROUGH
        st.markdown(_heading(scope, point, total))
        at = _page(total, scope, point)
        shown = items[(at - 1) * PAGE_SIZE : at * PAGE_SIZE]
        if cut:
            st.caption(text("tone.list_cut", limit=LOOKED_THROUGH))
    else:
        first = queue.queue_page(store, where, page=1, page_size=PAGE_SIZE)
        total, shown = first.total, first.items
        st.markdown(_heading(scope, point, total))
        at = _page(total, scope, point)
        if at > 1:
            shown = queue.queue_page(store, where, page=at, page_size=PAGE_SIZE).items
    comment_list(
        [line_of_item(item, label) for item in shown],
        key="tone_list",
        empty=text("tone.list_none"),
    )
    _to_queue(where)


def says_more_than_a_filter(point: Point) -> bool:
    """Whether the point asks for two labels at once, for a kind of answer, or for positions."""
    return point.first is not None or point.measure in {
        "civil_disagreement",
        "hostile_disagreement",
        "unsure",
    }


def matching(items: Sequence[QueueItem], point: Point) -> list[QueueItem]:
    """The items that the point counts, in their order."""
    concern = {label.key for label in LABELS if label.concern}

    def fits(item: QueueItem) -> bool:
        given = {badge.label: badge.recommendation for badge in item.badges}
        if (
            point.first is not None
            and point.last is not None
            and not point.first <= item.position <= point.last
        ):
            return False
        if point.measure == "civil_disagreement":
            return given.get("possible_hostility") is Recommendation.CLEAR
        if point.measure == "hostile_disagreement":
            return given.get("possible_hostility") is Recommendation.FLAG
        if point.measure == "unsure":
            return any(given.get(key) is Recommendation.UNSURE for key in concern)
        return True

    return [item for item in items if fits(item)]


def _heading(scope: Scope, point: Point | None, total: int) -> str:
    if point is None:
        return text("tone.list_article" if scope.article_id else "tone.list_all")
    where = point.where or text("tone.untitled")
    if point.measure is None:
        return text("tone.list_plain", where=plain(where), n=total)
    return text("tone.list_point", what=text(f"tone.{point.measure}"), where=plain(where), n=total)


def _page(total: int, scope: Scope, point: Point | None) -> int:
    count = max(1, math.ceil(total / PAGE_SIZE))
    return st.pagination(count, key=f"tone_page_{scope.key}_{hash(point)}") if count > 1 else 1


def _to_queue(where: object) -> None:
    target = pages().get("queue")
    if target is not None:
        st.page_link(target, label=text("tone.in_queue"), query_params=state.address_of(where))
