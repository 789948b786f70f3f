"""The queue's filters: drawn from the address, and written back to it when one is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.moderation import queue_address
from analysis.services.moderation.queue import articles, report_choices, sections
from dashboard import wiring
from dashboard.texts import all_labels, text

#: More articles than this are not offered in a list; the search finds the rest.
ARTICLES_OFFERED = 200


def show(where: QueueFilter) -> None:
    """Write ``where`` into the address; the next run draws it, from its first page."""
    st.query_params.from_dict(queue_address.address_of(where))


def go_to_page(page: int) -> None:
    """Turn to another page of the same list."""
    st.query_params["page"] = str(page)


def draw_filters(where: QueueFilter) -> None:
    """One line: search, order, and everything else folded away; a change goes to the address."""
    line = st.container(key="queue_filters")
    search, sort, more, clear = line.columns([4, 2, 2, 2], vertical_alignment="center")
    with search:
        _text("q", where.text, lambda value: replace(where, text=value), kind="search")
    with sort:
        _choice(
            "sort",
            where.sort,
            list(Sort),
            lambda order: replace(where, sort=order),
            titles={order: text(f"queue.sort_{order.value}") for order in Sort},
            any_of=False,
        )
    narrowed = _how_many_more(where)
    title = text("queue.more_n", n=narrowed) if narrowed else text("queue.more")
    with more, st.popover(title, width="stretch"):
        _more(where)
    if queue_address.is_narrowed(where):
        clear.button(
            text("queue.clear"),
            on_click=lambda: show(QueueFilter(queue=where.queue, sort=where.sort)),
            type="tertiary",
        )
    if where.queue is Queue.REPORTED or where.report_reason or where.report_label:
        _reports(where)


def _reports(where: QueueFilter) -> None:
    """What readers gave as their reason, and what that asks about; beside the queue it is for."""
    reasons, labels = report_choices(wiring.store())
    reason, label, explained = st.columns([2, 2, 5], vertical_alignment="bottom")
    with reason:
        _choice(
            "reason",
            where.report_reason,
            [word for word, _ in reasons],
            lambda word: replace(where, report_reason=word),
            titles=dict(reasons),
        )
    with label:
        _choice(
            "reported_as",
            where.report_label,
            list(labels),
            lambda key: replace(where, report_label=key),
            titles={label.key: label.title for label in all_labels()},
        )
    with explained:
        st.caption(text("queue.reported_explained"))


def _more(where: QueueFilter) -> None:
    label, recommendation = st.columns(2)
    chosen = next((label for label in all_labels() if label.key == where.label), None)
    with label:
        _choice(
            "label",
            where.label,
            [label.key for label in all_labels()],
            lambda key: _of_label(where, key),
            titles={label.key: label.title for label in all_labels()},
        )
    with recommendation:
        _choice(
            "recommendation",
            where.recommendation,
            list(Recommendation),
            lambda word: replace(where, recommendation=word),
            titles={word: text(f"review.recommendation_{word.value}") for word in Recommendation},
            disabled=chosen is None,
        )
    facet, score = st.columns(2)
    with facet:
        _choice(
            "facet",
            where.facet,
            [facet.key for facet in chosen.facets] if chosen else [],
            lambda key: replace(where, facet=key),
            titles={facet.key: facet.title for facet in chosen.facets} if chosen else {},
            disabled=chosen is None,
        )
    with score:
        _score_range(where, disabled=chosen is None)
    offered = articles(wiring.store(), limit=ARTICLES_OFFERED)
    _choice(
        "article",
        where.article_id,
        [row.article_id for row in offered],
        lambda key: replace(where, article_id=key),
        titles={row.article_id: row.title or row.article_id for row in offered},
    )
    section, author = st.columns(2)
    with section:
        _choice(
            "section",
            where.section,
            sections(wiring.store()),
            lambda key: replace(where, section=key),
        )
    with author:
        _text("author", where.author, lambda value: replace(where, author=value))
    first, last = st.columns(2)
    with first:
        _day("from", where.date_from, lambda day: replace(where, date_from=day))
    with last:
        _day("to", where.date_to, lambda day: replace(where, date_to=day))


def _of_label(where: QueueFilter, key: str | None) -> QueueFilter:
    """The same filter about another label, or about none.

    A facet or score range of another label means nothing here; a recommendation is one of a label.
    """
    asked = where.recommendation if key is not None else None
    return replace(
        where, label=key, recommendation=asked, facet=None, score_min=None, score_max=None
    )


def _how_many_more(where: QueueFilter) -> int:
    in_first_row = {"queue", "q", "sort", "reason", "reported_as"}
    return len(set(queue_address.address_of(where)) - in_first_row)


def _choice(
    name: str,
    chosen: Any,
    options: Sequence[Any],
    change: Callable[[Any], QueueFilter],
    *,
    titles: dict[Any, str] | None = None,
    any_of: bool = True,
    disabled: bool = False,
) -> None:
    key = f"queue_{name}"
    # What the address asks for stays visible, even where the list does not offer it.
    offered = list(options) if chosen is None or chosen in options else [chosen, *options]
    st.session_state[key] = chosen
    st.selectbox(
        text(f"queue.{name}"),
        [None, *offered] if any_of else offered,
        key=key,
        disabled=disabled,
        label_visibility="visible" if any_of else "collapsed",
        placeholder=text("queue.any"),
        format_func=lambda option: (
            text("queue.any") if option is None else (titles or {}).get(option, str(option))
        ),
        on_change=lambda: show(change(st.session_state[key])),
    )


def _text(
    name: str, value: str | None, change: Callable[[str | None], QueueFilter], *, kind: str = "text"
) -> None:
    key = f"queue_{name}"
    st.session_state[key] = value or ""
    st.text_input(
        text(f"queue.{name}"),
        key=key,
        type="search" if kind == "search" else "default",
        label_visibility="collapsed" if kind == "search" else "visible",
        placeholder=text(f"queue.{name}_example"),
        max_chars=200,
        on_change=lambda: show(change(st.session_state[key].strip() or None)),
    )


def _day(name: str, value: Any, change: Callable[[Any], QueueFilter]) -> None:
    key = f"queue_{name}"
    st.session_state[key] = value
    st.date_input(
        text(f"queue.{name}"),
        key=key,
        format="YYYY-MM-DD",
        on_change=lambda: show(change(st.session_state[key])),
    )


def _score_range(where: QueueFilter, *, disabled: bool) -> None:
    st.session_state["queue_score"] = (
        0.0 if where.score_min is None else where.score_min,
        1.0 if where.score_max is None else where.score_max,
    )

    def changed() -> None:
        low, high = st.session_state["queue_score"]
        show(
            replace(
                where,
                score_min=low if low > 0.0 else None,
                score_max=high if high < 1.0 else None,
            )
        )

    st.slider(
        text("queue.score_no_label") if disabled else text("queue.score"),
        min_value=0.0,
        max_value=1.0,
        step=0.01,
        key="queue_score",
        disabled=disabled,
        on_change=changed,
    )
