"""Take the calibration and thresholds that ship for a kind of site, beside the page."""

from __future__ import annotations

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.errors import NotAllowed
from analysis.domain.outcomes import Progress
from analysis.services.access.accounts import require
from analysis.services.learning.site_kinds import SiteKind, TakenKind, site_kinds, take_site_kind
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs, problem_of
from dashboard.screens.label_lab import learn_anew
from dashboard.texts import label_of, text

_JOB = "take_site_kind"


def render(store: Store) -> None:
    """Draw a choice of the kinds, what the chosen one does, and the form that publishes it."""
    job = jobs(store.url).by_kind.get(_JOB)
    if job is not None and not job.finished:
        draw_job(job, key=_JOB, title=text("learn.running_kind"))
        return
    if job is not None and job.person == state.person():
        jobs(store.url).forget(_JOB)
        if job.problem is None:
            _done(store, job.result)
        if job.stop:
            st.info(text("jobs.publish_stopped"))
        else:
            st.error(plain(problem_of(job) or ""))
    kinds = {kind.key: kind for kind in site_kinds()}
    chosen = st.selectbox(
        text("learn.kind"),
        list(kinds),
        index=None,
        format_func=lambda key: kinds[key].title,
        placeholder=text("learn.kind_none"),
        key="site_kind",
        width=420,
    )
    if chosen is not None:
        _offer(store, kinds[chosen])


def _offer(store: Store, kind: SiteKind) -> None:
    st.markdown(text("learn.kind_drawn", drawn=kind.drawn))
    st.markdown(
        "\n".join(
            "- "
            + text(
                "learn.kind_label",
                label=label_of(label).title,
                clear_below=at.clear_below,
                flag_at=at.flag_at,
                measured=plain(kind.reasons[label]),
            )
            for label, at in kind.thresholds.items()
        )
    )
    try:
        require(store, state.person(), Permission.PUBLISH_PROFILE)
    except NotAllowed as refused:
        st.info(plain(str(refused)))
        return
    with st.form("take_site_kind"):
        reason = st.text_input(text("learn.reason"), key="site_kind_reason")
        go = st.form_submit_button(text("learn.kind_take"), type="primary")
    if not go:
        return
    if not reason.strip():
        st.error(text("learn.kind_reason"))
        return
    _start(store, kind.key, reason)


def _start(store: Store, key: str, reason: str) -> None:
    person = state.person()

    def take(progress: Progress) -> TakenKind:
        return take_site_kind(store, key, person=person, reason=reason, progress=progress)

    jobs(store.url).start(_JOB, take, person=person)
    st.rerun()


def _done(store: Store, taken: TakenKind) -> None:
    st.session_state["learn_said"] = text(
        "learn.kind_published",
        combination=plain(taken.combination.version),
        thresholds=taken.profile.version,
    )
    learn_anew.start(store)
    st.rerun()
