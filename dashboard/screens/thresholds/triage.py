"""Pick a range of one label's scores: what lies in it, how people decided, decide the rest."""

from __future__ import annotations

import math

import streamlit as st

from analysis.domain.profile import Profile
from analysis.domain.review import Queue, QueueFilter, QueuePage, Sort
from analysis.evaluation.proportions import rate
from analysis.services.moderation import queue
from analysis.services.thresholds import previews, thresholds_lab
from analysis.storage.database import Store
from dashboard.charts.scores import triage_bars
from dashboard.charts.selections import picked_range
from dashboard.charts.shares import in_words
from dashboard.components import mount
from dashboard.components.comment_list import comment_list, line_of_item
from dashboard.components.page_look import dark
from dashboard.components.range_address import keep_range, range_in_address
from dashboard.screens.thresholds import bulk, magnifier
from dashboard.texts import label_of, text

PAGE_SIZE = 10
#: Steps of the range from 0 to 1.
STEPS = 100


def render(store: Store, profile: Profile, label: str) -> None:
    """Draw the scores with two handles, the list of the range and the bulk decision."""
    st.markdown(text("thresholds.triage_intro"))
    # A bar for each step of the slider, so that a range is counted as it was picked.
    bins = previews.histogram(store, label, bins=STEPS)
    if not any(bar.count for bar in bins):
        st.info(text("thresholds.no_scores"))
        return
    low, high = _range(profile, label)
    band = thresholds_lab.band(bins, low, high)
    share = rate(band.comments, sum(bar.count for bar in bins))
    st.markdown(text("thresholds.triage_headline", words=in_words(share)))

    cut = magnifier.draw(bins)

    def follow() -> None:
        picked = picked_range(st.session_state[f"triage_{label}"], "band")
        if picked is not None:
            low, high = (min(1.0, max(0.0, round(end, 2))) for end in picked)
            st.session_state[f"range_{label}"] = (low, high)

    st.altair_chart(
        triage_bars(
            bins,
            label_title=label_of(label).title,
            low=low,
            high=high,
            cut=cut,
            dark=dark(),
        ),
        width="stretch",
        key=f"triage_{label}",
        on_select=follow,
    )
    mount.quiet_brush()(key="quiet_brush", height=1)
    where = QueueFilter(
        queue=Queue.ALL, label=label, score_min=low, score_max=high, sort=Sort.SCORE
    )
    form = bulk.offered(store, where)
    first = queue.queue_page(store, where, page=1, page_size=PAGE_SIZE)
    st.markdown(
        text("thresholds.triage_counts", n=first.total, low=low, high=high)
        + " "
        + (
            text("thresholds.triage_precision", words=in_words(band.rejected))
            if band.rejected.n
            else text("thresholds.triage_precision_none")
        )
    )
    if band.rejected.n and band.rejected.too_few:
        st.caption(text("thresholds.triage_few"))
    bulk.draw(store, form)
    bulk.draw_undo(store)
    _list(store, where, first)


def _range(profile: Profile, label: str) -> tuple[float, float]:
    key, name = f"range_{label}", f"range_{label_of(label).short_name}"
    usual = (profile.thresholds[label].clear_below, 1.0)
    if key not in st.session_state:
        st.session_state[key] = range_in_address(name) or usual
    st.container(key="score_axis").slider(
        text("thresholds.triage_range"), 0.0, 1.0, step=1 / STEPS, format="%.2f", key=key
    )
    # A slider that takes its two handles from the session gives them back there.
    low, high = (round(end, 2) for end in st.session_state[key])
    keep_range(name, (low, high), usual=usual)
    return low, high


def _list(store: Store, where: QueueFilter, first: QueuePage) -> None:
    pages = max(1, math.ceil(first.total / PAGE_SIZE))
    shown = first
    if pages > 1:
        at = st.pagination(pages, key=f"page_{where.label}_{where.score_min}_{where.score_max}")
        if at > 1:
            shown = queue.queue_page(store, where, page=at, page_size=PAGE_SIZE)
    comment_list(
        [line_of_item(item, where.label, with_state=True) for item in shown.items],
        key="triage_list",
        empty=text("lists.none"),
    )
