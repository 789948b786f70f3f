"""Learn from judgements: fit in the background, compare, publish or discard."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.reports import Progress
from analysis.labels import label as label_of
from analysis.services import annotating, profiles
from analysis.services.comparing import LabelComparison, Mover
from analysis.services.learning import Proposal, recalibrate
from analysis.services.learning_material import judged_comments
from analysis.services.scoring import score
from analysis.services.site_pipeline import (
    publish_combination,
    site_combination,
    site_pipeline,
    use_shipped_combination,
)
from analysis.storage.database import Store
from dashboard import state, wiring
from dashboard.charts.comparing import Estimate, estimates
from dashboard.components.attempt import attempted
from dashboard.components.page_look import dark
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs
from dashboard.texts import text

_FIT, _SCORE = "recalibrate", "score_again"


def render(store: Store) -> None:
    """Draw what is in use, the job that fits, and its result."""
    st.markdown(text("learn.intro"))
    said = st.session_state.pop("learn_said", None)
    if said:
        st.success(said)
    current = site_combination(store)
    st.markdown(
        text("learn.in_use", version=plain(current.name), provenance=plain(current.provenance))
    )
    running = jobs(store.url).by_kind.get(_FIT)
    if running is not None and not running.finished:
        draw_job(running, key="fit", title=text("learn.running"))
        return
    _start(store)
    if running is not None and running.problem:
        st.error(plain(running.problem))
    elif running is not None:
        _result(store, running.result)
    _score_again(store, shipped=not current.version.startswith("site-"))


def _start(store: Store) -> None:
    sets = {one.id: one.name for one in annotating.sets(store)}
    chosen = st.multiselect(
        text("learn.sets"), list(sets), default=list(sets), format_func=sets.__getitem__
    )
    found = judged_comments(store, chosen)
    if not found:
        st.info(text("learn.none"))
        return
    st.caption(text("learn.have", n=len(found), comments=len({one.comment_id for one in found})))
    if not st.button(text("learn.start"), type="primary", key="fit"):
        return
    current, profile = site_combination(store), profiles.active_profile(store)

    def fit(progress: Progress) -> Proposal:
        return recalibrate(found, current, profile, progress=progress)

    jobs(store.url).forget(_FIT)
    jobs(store.url).start(_FIT, fit, person=state.person())
    st.rerun()


def _result(store: Store, proposal: Proposal) -> None:
    found = proposal.comparison
    st.subheader(text("learn.result"))
    st.caption(
        text(f"learn.kept_{found.kept_whole}")
        + " "
        + text("learn.unbiased" if found.unbiased else "learn.biased")
    )
    for one in found.labels:
        st.markdown(
            text(
                "learn.label_line",
                label=label_of(one.label).title,
                fitted=one.fitted_on,
                held=one.held_out,
                said=comparison_words(one),
            )
        )
        drawn = comparison_rows(one)
        if drawn:
            st.altair_chart(
                estimates(
                    drawn,
                    sides=[text("learn.side_before"), text("learn.side_after")],
                    title=label_of(one.label).title,
                    percent=False,
                    dark=dark(),
                ),
                width="stretch",
                key=f"learn_{one.label}",
            )
    if found.movers:
        st.markdown(text("learn.movers", n=found.moved))
        st.dataframe(
            mover_rows(found.movers),
            hide_index=True,
            alt=text("learn.result"),
            column_config={
                text("learn.mover_comment"): st.column_config.LinkColumn(
                    display_text=r"comment=(\d+)"
                )
            },
        )
    else:
        st.markdown(text("learn.movers_none"))
    _publish(store, proposal)


def comparison_words(one: LabelComparison) -> str:
    """What the comparison of one label comes to, no louder than its interval allows."""
    if one.note:
        return f"{one.note[0].upper()}{one.note[1:]}."
    gain = one.gain
    if gain is None:
        return text("learn.no_measure")
    if gain.low > 0:
        return text("learn.gain_better", value=gain.value, low=gain.low, high=gain.high)
    if gain.high < 0:
        return text("learn.gain_worse", value=-gain.value, low=-gain.high, high=-gain.low)
    # The gain is a fall; the sentence speaks of the change.
    return text("learn.gain_unclear", value=-gain.value, low=-gain.high, high=-gain.low)


def comparison_rows(one: LabelComparison) -> list[Estimate]:
    """The figures of one label before and after, as the chart draws them."""
    rows = []
    for side, measured in (("side_before", one.before), ("side_after", one.after)):
        if measured is None:
            continue
        for name in ("average_precision", "brier", "precision", "recall"):
            figure = getattr(measured, name)
            rows.append(
                Estimate(
                    line=text(f"learn.{name}"),
                    side=text(f"learn.{side}"),
                    value=figure.value,
                    low=figure.low,
                    high=figure.high,
                    n=figure.n,
                )
            )
    return rows


def mover_rows(movers: Sequence[Mover]) -> list[dict[str, object]]:
    """The movers as a table shows them."""
    return [
        {
            text("learn.mover_comment"): f"review?comment={one.comment_id}",
            text("learn.mover_label"): label_of(one.label).title,
            text("learn.mover_from"): f"{one.before:.2f} {one.was.value}",
            text("learn.mover_to"): f"{one.after:.2f} {one.becomes.value}",
            text("learn.mover_people"): f"{one.truth:.0%}",
        }
        for one in movers
    ]


def _publish(store: Store, found: Proposal) -> None:
    with st.form("publish_combination"):
        reason = st.text_input(text("learn.reason"), key="learn_reason")
        with st.container(horizontal=True):
            go = st.form_submit_button(text("learn.publish"), type="primary")
            drop = st.form_submit_button(text("learn.discard"))
    if drop:
        jobs(store.url).forget(_FIT)
        st.rerun()
    if not go:
        return

    def publish() -> None:
        made = publish_combination(store, found.combination, person=state.person(), reason=reason)
        st.session_state["learn_said"] = text("learn.published", version=made.version)

    if attempted(publish):
        jobs(store.url).forget(_FIT)
        st.rerun()


def _score_again(store: Store, *, shipped: bool) -> None:
    st.divider()
    job = jobs(store.url).by_kind.get(_SCORE)
    if job is not None and not job.finished:
        draw_job(job, key="score", title=text("learn.scoring"))
        return
    if job is not None:
        if job.problem:
            st.error(plain(job.problem))
        else:
            st.success(text("learn.scored", n=job.result.scored, seconds=job.result.seconds))
    st.caption(text("learn.profile_note"))
    buttons = st.container(horizontal=True)
    if buttons.button(text("learn.score_again"), key="score_again"):
        person, settings = state.person(), wiring.settings()
        jobs(store.url).forget(_SCORE)
        jobs(store.url).start(
            _SCORE,
            lambda progress: score(
                store, site_pipeline(store, settings), again=True, progress=progress, person=person
            ),
            person=person,
        )
        st.rerun()
    if shipped:
        return

    def go_back() -> None:
        use_shipped_combination(store, person=state.person(), reason=text("learn.shipped"))
        st.session_state["learn_said"] = text("learn.shipped_done")

    if buttons.button(text("learn.shipped"), key="use_shipped") and attempted(go_back):
        st.rerun()
