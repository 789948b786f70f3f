"""Publish thresholds beside the page: moving half a million comments takes its time."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analysis.domain.outcomes import Progress
from analysis.domain.profile import Profile
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs, problem_of
from dashboard.screens.thresholds import draft
from dashboard.texts import text

#: Seconds that the page waits for a publication before it shows how far it is: most are done then.
PATIENCE = 0.8
_KIND = "publish_profile"


def publish(store: Store, work: Callable[[Progress], Profile]) -> None:
    """Begin ``work``, which publishes, and draw the page again: done, or under way."""
    job = jobs(store.url).start(_KIND, work, person=state.person())
    if job.thread is not None:
        job.thread.join(PATIENCE)
    st.rerun()


def under_way(store: Store) -> bool:
    """Draw a publication that is under way, or say once what became of it; whether one is."""
    job = jobs(store.url).by_kind.get(_KIND)
    if job is None:
        return False
    if not job.finished:
        draw_job(job, key="publish", title=text("jobs.publishing"))
        return True
    if job.person != state.person():
        return False
    jobs(store.url).forget(_KIND)
    if job.stop and job.problem:
        st.info(text("jobs.publish_stopped"))
    elif job.problem:
        st.error(plain(problem_of(job) or ""))
    else:
        draft.forget()
        st.success(text("thresholds.published", version=job.result.version))
        # Whoever pressed the button at the foot of the page does not see its head.
        st.toast(text("thresholds.published_short", version=job.result.version), duration="long")
    return False
