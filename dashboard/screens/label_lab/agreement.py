"""How far people agree: alpha per label and pair, and against gold answers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from analysis.domain.annotation import AnnotationSet, GoldScore, Selection, Votes
from analysis.evaluation.proportions import TOO_FEW, rate
from analysis.services.annotation.agreement import TENTATIVE, Agreement, agreement, pairs, votes
from analysis.services.annotation.gold import gold_scores
from analysis.storage.database import Store
from dashboard.charts.comparing import Estimate, estimates
from dashboard.charts.shares import in_words
from dashboard.components.data_table import data_table
from dashboard.components.page_look import dark
from dashboard.texts import label_of, text


def render(store: Store, of: AnnotationSet) -> None:
    """Draw alpha per label, then every two people, then the gold answers."""
    st.markdown(text("label_lab.agreement_intro"))
    which = st.segmented_control(
        text("label_lab.agreement_which"),
        ["random", "all"],
        default="random",
        required=True,
        format_func=lambda name: text(f"label_lab.agreement_{name}"),
        key="agreement_which",
    )
    # Hard comments were chosen because people differ on them: only random ones measure the site.
    measured = votes(store, of.id, selection=Selection.RANDOM)
    counted = measured if which == "random" else votes(store, of.id)
    measures = [agreement(of_label) for of_label in counted]
    if not any(measure.same.n for measure in measures):
        st.info(text(f"label_lab.agreement_none_{which}"))
    else:
        chosen, others = _items(counted), _items(counted) - _items(measured)
        if others:
            st.warning(text("label_lab.agreement_leans", n=len(chosen), others=len(others)))
        else:
            st.caption(text("label_lab.agreement_measures", n=len(chosen)))
        _alphas(measures)
        if max(len(measure.people) for measure in measures) > 2:
            st.subheader(text("label_lab.pairs"))
            data_table(
                agreement_rows([pair for of_label in counted for pair in pairs(of_label)]),
                alt=text("label_lab.pairs"),
            )
    st.subheader(text("label_lab.gold"))
    rows = gold_rows(gold_scores(store, of.id))
    if rows:
        data_table(rows, alt=text("label_lab.gold"))
    else:
        st.info(text("label_lab.gold_none"))


def _items(votes: Sequence[Votes]) -> set[int]:
    """The comments that two people or more have judged for some label."""
    return {
        item for of_label in votes for item, given in of_label.by_item.items() if len(given) > 1
    }


def _alphas(measures: Sequence[Agreement]) -> None:
    drawn = [
        Estimate(
            line=label_of(measure.label).title,
            side="",
            value=measure.alpha.value,
            low=_bound(measure.alpha.low),
            high=_bound(measure.alpha.high),
            n=measure.alpha.n,
        )
        for measure in measures
        if measure.alpha is not None
    ]
    if drawn:
        lowest = min([0.0, *(estimate.low for estimate in drawn if estimate.low is not None)])
        st.altair_chart(
            estimates(
                drawn,
                sides=[""],
                title=text("label_lab.agreement_axis"),
                domain=(max(-1.0, lowest), 1.0),
                percent=False,
                reference=TENTATIVE,
                dark=dark(),
            ),
            width="stretch",
            key="alphas",
        )
    for measure in measures:
        if measure.alpha is None and measure.same.n:
            st.caption(
                text(
                    "label_lab.agreement_undefined",
                    label=label_of(measure.label).title,
                    n=measure.same.n,
                )
            )
    if any(0 < measure.same.n < TOO_FEW for measure in measures):
        st.warning(text("label_lab.few_items"))
    data_table(agreement_rows(measures), alt=text("label_lab.view_agreement"))


def agreement_rows(measures: Sequence[Agreement]) -> list[dict[str, object]]:
    """Agreements as a table shows them: alpha with interval and n, and the raw share beside."""
    return [
        {
            text("label_lab.agreement_label"): label_of(measure.label).title,
            text("label_lab.agreement_people"): ", ".join(measure.people),
            text("label_lab.agreement_alpha"): ""
            if measure.alpha is None
            else f"{measure.alpha.value:.2f}",
            text("label_lab.agreement_interval"): _interval(measure),
            text("label_lab.agreement_n"): measure.same.n,
            text("label_lab.agreement_same"): in_words(measure.same) if measure.same.n else "",
            text("label_lab.agreement_skipped"): measure.skipped,
        }
        for measure in measures
    ]


def gold_rows(scores: Sequence[GoldScore]) -> list[dict[str, object]]:
    """Each person's answers on gold items, as a share with interval."""
    return [
        {
            text("label_lab.vote_person"): score.person,
            text("label_lab.agreement_label"): label_of(score.label).title,
            text("label_lab.gold_right"): in_words(rate(score.right, score.n)),
        }
        for score in scores
    ]


def _interval(measure: Agreement) -> str:
    if measure.alpha is None or _bound(measure.alpha.low) is None:
        return ""
    return f"{measure.alpha.low:.2f} to {measure.alpha.high:.2f}"


def _bound(value: float) -> float | None:
    return None if math.isnan(value) else value
