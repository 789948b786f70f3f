"""Two versions compared: figures with intervals by label and facet, and the comments that move."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.evaluation.proportions import TOO_FEW, Rate
from analysis.services.learning.version_comparison import (
    ChangedRecommendation,
    Comparison,
    LabelComparison,
)
from dashboard.charts.comparing import Estimate, estimates
from dashboard.charts.shares import in_words
from dashboard.components.data_table import data_table
from dashboard.components.page_look import dark
from dashboard.texts import label_of, text


def draw(comparison: Comparison, *, key: str) -> None:
    """Draw what a proposal would change."""
    st.caption(
        text(f"learn.kept_{comparison.kept_whole}")
        + " "
        + text("learn.unbiased" if comparison.unbiased else "learn.biased")
    )
    draw_labels(comparison.labels, key=key)
    draw_movers(comparison.movers, comparison.moved)


def draw_labels(labels: Sequence[LabelComparison], *, key: str) -> None:
    """Draw the labels with a chart each, and the facets as a table."""
    for comparison in labels:
        if comparison.facet:
            continue
        st.markdown(
            text(
                "learn.label_line",
                label=label_of(comparison.label).title,
                fitted=comparison.fitted_on,
                held=comparison.held_out,
                said=comparison_words(comparison),
            )
            if comparison.fitted_on
            else text(
                "change.label_line",
                label=label_of(comparison.label).title,
                held=comparison.held_out,
                said=comparison_words(comparison),
            )
        )
        drawn = comparison_rows(comparison)
        if drawn:
            st.altair_chart(
                estimates(
                    drawn,
                    sides=[text("learn.side_before"), text("learn.side_after")],
                    title=label_of(comparison.label).title,
                    percent=False,
                    dark=dark(),
                ),
                width="stretch",
                key=f"compared_{key}_{comparison.label}",
            )
    facets = [facet_row(comparison) for comparison in labels if comparison.facet]
    if facets:
        st.markdown(text("learn.facets"))
        data_table(facets, alt=text("learn.facets"), key=f"facets_{key}")


def draw_movers(movers: Sequence[ChangedRecommendation], moved: int) -> None:
    """Draw the comments that change their recommendation, each with a link to its review."""
    if not movers:
        st.markdown(text("learn.movers_none"))
        return
    st.markdown(text("learn.movers", n=moved))
    data_table(
        mover_rows(movers),
        alt=text("learn.result"),
        column_config={
            text("learn.mover_comment"): st.column_config.LinkColumn(display_text=r"comment=(\d+)")
        },
    )


def comparison_words(comparison: LabelComparison) -> str:
    """What the comparison of one label comes to, no louder than its interval allows."""
    if comparison.note:
        return f"{comparison.note[0].upper()}{comparison.note[1:]}."
    gain, agrees = comparison.gain, comparison.agrees
    if gain is None or agrees is None:
        return text("learn.no_measure")
    if comparison.too_few:
        return text("learn.gain_few", value=-gain.value, few=TOO_FEW)
    if gain.low > 0:
        sentence = text("learn.gain_better", value=gain.value, low=gain.low, high=gain.high)
    elif gain.high < 0:
        sentence = text("learn.gain_worse", value=-gain.value, low=-gain.high, high=-gain.low)
    else:
        # The gain is a fall; the sentence speaks of the change.
        sentence = text("learn.gain_unclear", value=-gain.value, low=-gain.high, high=-gain.low)
    return (
        sentence
        + " "
        + text(
            "learn.agrees", value=100 * agrees.value, low=100 * agrees.low, high=100 * agrees.high
        )
    )


def comparison_rows(comparison: LabelComparison) -> list[Estimate]:
    """The figures of one label before and after, as the chart draws them."""
    rows = []
    for side, measured in (("side_before", comparison.before), ("side_after", comparison.after)):
        if measured is None:
            continue
        for name in ("average_precision", "brier", "precision", "recall"):
            figure = getattr(measured, name)
            rows.append(Estimate.of(figure, line=text(f"learn.{name}"), side=text(f"learn.{side}")))
    return rows


def facet_row(comparison: LabelComparison) -> dict[str, str | int]:
    """One facet's figures before and after, as a table shows them."""
    titles = {facet.key: facet.title for facet in label_of(comparison.label).facets}
    row: dict[str, str | int] = {
        text("learn.mover_label"): label_of(comparison.label).title,
        text("learn.facet"): titles.get(comparison.facet, comparison.facet),
        text("learn.facet_fitted"): comparison.fitted_on,
        text("learn.facet_held"): comparison.held_out,
    }
    for side, measured in (("before", comparison.before), ("after", comparison.after)):
        for name in ("precision", "recall"):
            rate: Rate | None = getattr(measured, name) if measured else None
            row[text(f"learn.facet_{name}_{side}")] = in_words(rate) if rate and rate.n else ""
    return row


def mover_rows(movers: Sequence[ChangedRecommendation]) -> list[dict[str, object]]:
    """The movers as a table shows them."""
    return [
        {
            text("learn.mover_comment"): f"review?comment={mover.comment_id}",
            text("learn.mover_label"): label_of(mover.label).title,
            text("learn.mover_from"): f"{mover.before:.2f} {mover.was.value}",
            text("learn.mover_to"): f"{mover.after:.2f} {mover.becomes.value}",
            text("learn.mover_people"): "" if mover.truth is None else f"{mover.truth:.0%}",
        }
        for mover in movers
    ]
