"""Before and after: what a new profile, combination, set of heads or run changed."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from analysis.domain.learned import ChangeKind
from analysis.labels import LABEL_KEYS
from analysis.services.measurement.change_summaries import ChangeSummary, change_summaries
from analysis.storage.database import Store
from dashboard.charts.comparing import moved_bars
from dashboard.components.data_table import data_table
from dashboard.components.page_look import dark
from dashboard.components.plain import plain
from dashboard.screens.label_lab.learn_result import draw_labels, draw_movers
from dashboard.screens.label_lab.learn_versions import version_in_words
from dashboard.texts import label_of, text


def render(store: Store, kinds: Collection[ChangeKind], *, key: str) -> None:
    """Draw the reports of these kinds: a choice, newest first, and the chosen one."""
    summaries = {summary.id: summary for summary in change_summaries(store, kinds)}
    if not summaries:
        st.info(text(f"change.none_{key}"))
        return
    chosen = st.selectbox(
        text("change.which"),
        list(summaries),
        format_func=lambda number: _line(summaries[number]),
        # A new report is the one that people want to see next.
        key=f"change_{key}_{max(summaries)}",
    )
    draw(summaries[chosen], key=key)


def draw(summary: ChangeSummary, *, key: str) -> None:
    """Draw one report: what changed, the counts, the figures, the comments that moved."""
    st.markdown(
        text(
            "change.who",
            person=plain(summary.person),
            when=f"{summary.created_at:%d %B %Y, %H:%M}",
            # Nobody is asked why comments are labelled anew: what changed stands below.
            reason=plain(summary.reason)
            or ("" if summary.kind is ChangeKind.RUN else text("change.no_reason")),
        )
    )
    if summary.what:
        data_table(
            [
                {
                    text("change.part"): _part(part),
                    text("change.before"): before,
                    text("change.after"): after,
                }
                for part, before, after in summary.what
            ],
            alt=text("change.part"),
            key=f"what_{key}",
        )
    for label, counts in summary.counts.items():
        title = label_of(label).title
        if not counts.up and not counts.down:
            st.caption(text("change.counts_same", label=title))
            continue
        st.markdown(text("change.counts", label=title, up=counts.up, down=counts.down))
        st.altair_chart(
            moved_bars(
                {outcome.value: count for outcome, count in counts.before.items()},
                {outcome.value: count for outcome, count in counts.after.items()},
                names=(text("change.before"), text("change.after")),
                dark=dark(),
            ),
            width="stretch",
            key=f"counts_{key}_{label}",
        )
    judged = any(label.held_out for label in summary.labels)
    if judged:
        st.caption(text("learn.unbiased" if summary.unbiased else "learn.biased"))
        draw_labels(summary.labels, key=f"report_{key}")
    else:
        st.caption(text("change.nobody_judged"))
    # After labelling anew they are of all comments, judged or not; the counts say where none moved.
    if summary.movers or (judged and summary.kind is not ChangeKind.RUN):
        draw_movers(summary.movers, summary.moved)


def _line(summary: ChangeSummary) -> str:
    return text(
        "change.line",
        kind=text(f"change.kind_{summary.kind.value}"),
        when=f"{summary.created_at:%Y-%m-%d %H:%M}",
        before=version_in_words(summary.before),
        after=version_in_words(summary.after),
    )


def _part(part: str) -> str:
    return label_of(part).title if part in LABEL_KEYS else part
