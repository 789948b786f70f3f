"""The comments behind a point of the tone charts."""

from __future__ import annotations

import math

import streamlit as st

from analysis.domain.tone import ToneList
from analysis.services.moderation import queue_address
from analysis.services.tone import tone_lists
from analysis.storage.database import Store
from dashboard.components.comment_list import comment_list, line_of_item
from dashboard.components.measure_words import measure_title, wider_words
from dashboard.components.plain import plain
from dashboard.screens.screen_list import pages
from dashboard.screens.tone.scope import Point, Scope
from dashboard.texts import text

PAGE_SIZE = 5
#: Where the list is on the page, for the way there from a chart.
ANCHOR = "comments"


def render(store: Store, scope: Scope, point: Point | None) -> None:
    """List the comments of the point, or of the whole scope when nothing is clicked."""
    st.subheader(text("tone.list_title"), anchor=ANCHOR)
    label = point.label if point else None
    asked = asked_for(scope, point)
    page = tone_lists.tone_list(store, asked, page=1, page_size=PAGE_SIZE)
    st.markdown(_heading(scope, point, page.total))
    at = _page(page.total, scope, point)
    if at > 1:
        page = tone_lists.tone_list(store, asked, page=at, page_size=PAGE_SIZE)
    comment_list(
        [line_of_item(item, label) for item in page.items],
        key="tone_list",
        empty=text("tone.list_none"),
    )
    _to_queue(scope, point)


def asked_for(scope: Scope, point: Point | None) -> ToneList:
    """The comments that a point counts, or all of the scope."""
    if point is None:
        return ToneList(article_id=scope.article_id, section=scope.section)
    return ToneList(
        measure=point.measure,
        article_id=point.article_id or scope.article_id,
        section=point.section or scope.section,
        date_from=point.date_from,
        date_to=point.date_to,
        first=point.first,
        last=point.last,
    )


def _heading(scope: Scope, point: Point | None, total: int) -> str:
    if point is None:
        if scope.article_id and scope.view == "beside":
            return text("tone.list_thread")
        return text("tone.list_article" if scope.article_id else "tone.list_all")
    where = point.where or text("tone.untitled")
    if point.measure is None:
        return text("tone.list_plain", where=plain(where), n=total)
    return text("tone.list_point", what=measure_title(point.measure), where=plain(where), n=total)


def _page(total: int, scope: Scope, point: Point | None) -> int:
    count = max(1, math.ceil(total / PAGE_SIZE))
    return st.pagination(count, key=f"tone_page_{scope.key}_{hash(point)}") if count > 1 else 1


def _to_queue(scope: Scope, point: Point | None) -> None:
    target = pages().get("queue")
    if target is not None:
        where = point.narrow(scope.filter()) if point else scope.filter()
        st.page_link(target, label=queue_words(point), query_params=queue_address.address_of(where))


def queue_words(point: Point | None) -> str:
    """What the link to the queue says; where no filter of the queue is as narrow, that too."""
    wider = []
    wider_measure = wider_words(point.measure) if point and point.measure else None
    if wider_measure:
        wider.append(wider_measure)
    if point and point.first is not None:
        wider.append(text("tone.wider_thread"))
    return text("tone.in_queue_wider", what=", ".join(wider)) if wider else text("tone.in_queue")
