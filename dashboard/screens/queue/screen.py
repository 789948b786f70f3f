"""Queue: what waits for a person, why, and every filter in the address."""

from __future__ import annotations

import math
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from analysis.domain.queue_policy import WAITING
from analysis.domain.review import Queue, QueueFilter, QueueItem, QueuePage
from analysis.services.moderation import queue_address
from analysis.services.moderation.claims import held_by_others
from analysis.services.moderation.label_words import badge_payload, labels_in_order
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.record_payload import moment
from analysis.services.moderation.text_pieces import pieces
from dashboard import state, wiring
from dashboard.components import mount
from dashboard.screens.empty_state import nothing_imported
from dashboard.screens.queue.filters import draw_filters, go_to_page, show
from dashboard.screens.review.screen import open_first_free, open_review
from dashboard.texts import all_labels, queue_words, text, texts

PAGE_SIZE = 25
_KEY = "queue_component"


def render() -> None:
    """Draw the filters and one page of the queue that the address names."""
    if nothing_imported():
        return
    store = wiring.store()
    where = queue_address.filter_from(st.query_params)
    counts = queue_counts(store)
    _queues(where, counts)
    draw_filters(where)  # first: what a filter asks may be refused, and is changed here
    asked = queue_address.page_from(st.query_params)
    page = queue_page(store, where, page=asked, page_size=PAGE_SIZE)
    if not page.items and page.total:
        # The last page emptied while it was open: show what is the last page now.
        go_to_page(_pages(page))
        st.rerun()
    if not page.items:
        _nothing_here(where, counts)
    _list(where, page)  # also with no line: the keys of the queues work on
    if _pages(page) > 1:
        st.session_state["queue_page"] = asked
        st.pagination(
            _pages(page),
            key="queue_page",
            on_change=lambda: go_to_page(st.session_state["queue_page"]),
        )


def _queues(where: QueueFilter, counts: Mapping[Queue, int]) -> None:
    """The queues with their counts; the digits on them are their keys."""
    st.session_state["queue_queue"] = where.queue
    numbers = {queue: number for number, queue in enumerate(Queue, start=1)}
    st.container(key="queue_queues").segmented_control(
        text("queue.queues"),
        list(Queue),
        key="queue_queue",
        required=True,
        label_visibility="collapsed",
        format_func=lambda queue: text(
            "queue.queue_with_count",
            key=numbers[queue],
            title=text(f"review.queue_{queue.value}"),
            count=counts[queue],
        ),
        on_change=lambda: show(queue_address.in_queue(where, st.session_state["queue_queue"])),
    )


def _count_line(page: QueuePage, where: QueueFilter) -> str:
    first = (page.page - 1) * page.page_size + 1
    kind = "count_narrowed" if queue_address.is_narrowed(where) else "count"
    return text(
        "queue.count_more" if page.more else f"queue.{kind}",
        first=first,
        last=first + len(page.items) - 1,
        total=page.total,
    )


def _list(where: QueueFilter, page: QueuePage) -> None:
    ids = [item.comment_id for item in page.items]
    holders = held_by_others(wiring.store(), ids, person=state.person())
    chosen = mount.queue_list()(
        key=_KEY,
        data={
            "rows": [_row(where, item, holders.get(item.comment_id)) for item in page.items],
            "queues": [queue.value for queue in Queue],
            "count": _count_line(page, where) if page.items else "",
            "order": text(f"queue.order_{where.sort.value}"),
            "focus": st.query_params.get("focus"),
            "strings": {**texts("review"), **texts("queue")},
        },
        on_open_change=lambda: None,
        on_begin_change=lambda: None,
        on_queue_change=lambda: None,
    )
    shown = [item.comment_id for item in page.items]  # a page may send what can't be hashed
    if chosen.begin in shown:
        open_first_free(where, chosen.begin)
    if chosen.open in shown:
        open_review(where, chosen.open)
    if chosen.queue in list(Queue):
        show(queue_address.in_queue(where, Queue(chosen.queue)))
        st.rerun()


def _row(where: QueueFilter, item: QueueItem, holder: str | None) -> dict[str, object]:
    in_order = labels_in_order(all_labels())
    facts = (
        item.article_title,
        text("queue.position", n=item.position),
        item.author,
        moment(item.created_at),
    )
    query = {**queue_address.address_of(where), "comment": str(item.comment_id)}
    return {
        "id": item.comment_id,
        "href": f"review?{urlencode(query)}",
        "badges": badge_payload(item.badges, in_order),
        "state": item.state.value,
        "excerpt": [
            {"t": piece.text, "hit": bool(piece.marks)} for piece in pieces(item.excerpt, item.hits)
        ],
        "facts": " · ".join(fact for fact in facts if fact),
        "why": queue_words(item.reasons),
        "reported": _reported(item),
        "held": text("queue.held_by", who=holder) if holder else None,
    }


def _reported(item: QueueItem) -> str | None:
    """How many readers wait for an answer, as a badge; nothing where a decision gave it."""
    if item.reported is None or not item.reported.waiting:
        return None
    people = item.reported.waiting
    return text("queue.reported_by_one") if people == 1 else text("queue.reported_by", n=people)


def _nothing_here(where: QueueFilter, counts: Mapping[Queue, int]) -> None:
    with st.container(border=True):
        if queue_address.is_narrowed(where):
            st.markdown(text("queue.no_match"))
            st.button(
                text("queue.clear"),
                key="queue_clear_all",
                on_click=lambda: show(QueueFilter(queue=where.queue)),
            )
            return
        waiting = sum(counts[queue] for queue in WAITING)
        if where.queue is Queue.ATTENTION and not waiting:
            st.markdown(text("queue.all_done", n=counts[Queue.ALL]))
        else:
            st.markdown(text("queue.queue_empty"))


def _pages(page: QueuePage) -> int:
    return max(1, math.ceil(page.total / page.page_size))
