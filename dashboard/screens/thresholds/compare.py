"""Two published versions side by side: what each flags, with examples and what to expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analysis.domain.profile import Recommendation
from analysis.domain.thresholds import LabelPreview
from analysis.domain.tone import Granularity, ToneRow
from analysis.evaluation.proportions import Rate
from analysis.services.thresholds import thresholds_lab
from analysis.services.thresholds.profile_comparison import Comparison, compare_versions
from analysis.services.thresholds.thresholds_lab import Expected
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard.charts.comparing import Estimate, estimates, moved_bars
from dashboard.charts.shares import in_words
from dashboard.components.comment_list import comment_list, line_of_view
from dashboard.components.data_table import data_table
from dashboard.components.page_look import dark
from dashboard.screens.thresholds.changes import moves_in_words
from dashboard.screens.thresholds.examples import views
from dashboard.texts import label_of, text

EXAMPLES = 3


def render(store: Store, first: int, second: int) -> None:
    """Draw an overview of all labels, and one label in full."""
    comparison = compare_versions(store, first, second, examples=EXAMPLES)
    names = tuple(text("thresholds.version_n", version=version) for version in (first, second))
    days = tone_counts.tone_over_time(store, granularity=Granularity.DAY)
    st.markdown(
        text(
            "thresholds.compare_waiting",
            first=names[0],
            second=names[1],
            a=comparison.waiting[0],
            b=comparison.waiting[1],
        )
    )
    st.caption(text("thresholds.compare_work"))
    data_table(
        [
            row
            for label in comparison.labels
            for row in overview_rows(comparison, label, names, days)
        ],
        key="compared",
        alt=text("thresholds.compare"),
    )
    if not comparison.differing:
        st.caption(text("thresholds.moves_none_other"))
        return
    label = st.segmented_control(
        text("thresholds.compare_label"),
        comparison.differing,
        default=comparison.differing[0],
        required=True,
        format_func=lambda key: label_of(key).title,
        key=f"compared_label_{first}_{second}",
    )
    _label(store, comparison, label, (names[0], names[1]))


def overview_rows(
    comparison: Comparison, label: str, names: tuple[str, ...], days: Sequence[ToneRow]
) -> list[dict[str, object]]:
    """One label under each version: thresholds, flags, work a day, precision and recall with n."""
    preview = comparison.labels[label]
    sides = zip(
        names,
        (comparison.first, comparison.second),
        (preview.now, preview.then),
        comparison.expected[label],
        strict=True,
    )
    return [
        {
            text("thresholds.label"): label_of(label).title,
            text("thresholds.version"): name,
            text("thresholds.column_thresholds"): (
                f"{profile.thresholds[label].clear_below:.2f} / "
                f"{profile.thresholds[label].flag_at:.2f}"
            ),
            text("thresholds.column_flags"): text(
                "thresholds.flags_of", n=counts.get(Recommendation.FLAG, 0), of=sum(counts.values())
            ),
            text("thresholds.column_work"): _work(label, counts, days),
            text("thresholds.column_precision"): _rate_words(rates.precision),
            text("thresholds.column_recall"): _rate_words(rates.recall),
        }
        for name, profile, counts, rates in sides
    ]


def _work(label: str, counts: Mapping[Recommendation, int], days: Sequence[ToneRow]) -> str:
    if not label_of(label).concern:
        return text("thresholds.no_work")
    workload = thresholds_lab.workload(counts, days)
    if workload is None:
        return text("thresholds.no_days")
    return text(
        "thresholds.work_a_day", mean=workload.per_day, low=workload.low, high=workload.high
    )


def _rate_words(number: Rate) -> str:
    return in_words(number) if number.n else text("thresholds.nothing_decided")


def _label(store: Store, comparison: Comparison, label: str, names: tuple[str, str]) -> None:
    preview = comparison.labels[label]
    st.markdown(
        text(
            "thresholds.compare_from",
            first=names[0],
            second=names[1],
            moves=moves_in_words(preview),
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.altair_chart(
            moved_bars(
                {outcome.value: count for outcome, count in preview.now.items()},
                {outcome.value: count for outcome, count in preview.then.items()},
                names=names,
                dark=dark(),
            ),
            width="stretch",
            key="compared_bars",
        )
    with right:
        _expected(comparison.expected[label], names)
    _examples(store, preview, label, names)


def _expected(both: tuple[Expected, Expected], names: tuple[str, str]) -> None:
    if not both[0].judged:
        st.info(text("thresholds.expect_none"))
        return
    rows = [
        Estimate.of(number, line=text(f"thresholds.{line}"), side=name)
        for line in ("precision", "recall", "seen")
        for name, side in zip(names, both, strict=True)
        if (number := getattr(side, line)) is not None
    ]
    if any(row.value is not None for row in rows):  # else there is nothing to draw
        st.altair_chart(
            estimates(rows, sides=list(names), title=text("thresholds.share_axis"), dark=dark()),
            width="stretch",
            key="compared_expected",
        )
    few = min(both, key=lambda side: min(side.precision.n, side.recall.n))
    if few.precision.too_few or few.recall.too_few:
        st.warning(text("thresholds.expect_few", flagged=few.precision.n, positives=few.recall.n))
    st.caption(text("thresholds.expect_how"))


def _examples(store: Store, preview: LabelPreview, label: str, names: tuple[str, str]) -> None:
    if not preview.moved_up and not preview.moved_down:
        st.caption(text("thresholds.moves_none_other"))
        return
    left, right = st.columns(2, gap="large")
    for side, key, count, ids in (
        (left, "up", preview.moved_up, preview.up_examples),
        (right, "down", preview.moved_down, preview.down_examples),
    ):
        with side:
            st.markdown(text(f"thresholds.compare_{key}", n=count, first=names[0], second=names[1]))
            comment_list(
                [line_of_view(view, label) for view in views(store, ids)],
                key=f"compared_{key}",
                empty=text("thresholds.none_move"),
            )
