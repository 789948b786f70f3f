"""Label all comments anew: what is stale, the job with its progress, what it came to."""

from __future__ import annotations

import streamlit as st

from analysis.services.data.scoring import score, stale
from analysis.services.site.site_pipeline import site_pipeline
from analysis.storage.database import Store
from dashboard import state, wiring
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs, problem_of
from dashboard.texts import text

KIND = "score_again"


def render(store: Store) -> None:
    """Draw how many comments wait, and the button or the job."""
    job = jobs(store.url).by_kind.get(KIND)
    if job is not None and not job.finished:
        draw_job(job, key="score", title=text("learn.scoring"))
        return
    if job is not None:
        if job.problem:
            st.error(plain(problem_of(job) or ""))
        else:
            st.success(text("learn.scored", n=job.result.scored, seconds=job.result.seconds))
    waiting = stale(store, site_pipeline(store, wiring.settings()))
    if waiting:
        st.warning(text("learn.stale", n=waiting))
    if st.button(text("learn.score_again"), key="score_again", help=text("learn.profile_note")):
        start(store)
        st.rerun()


def start(store: Store) -> None:
    """Begin to label everything under the versions that are in use now, beside the page."""
    person, settings = state.person(), wiring.settings()
    jobs(store.url).forget(KIND)
    jobs(store.url).start(
        KIND,
        lambda progress: score(
            store, site_pipeline(store, settings), again=True, progress=progress, person=person
        ),
        person=person,
    )
