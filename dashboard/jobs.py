"""Long work as a screen shows it: how far it is, who began it, and a button to stop it."""

from __future__ import annotations

import streamlit as st

from analysis.services.admin.jobs import Job, Jobs
from dashboard.components.plain import plain
from dashboard.texts import text


@st.cache_resource(show_spinner=False)
def jobs(url: str) -> Jobs:
    """The jobs on one database."""
    return Jobs()


def draw_job(job: Job, *, key: str, title: str) -> None:
    """Show how far the job is, anew every second; the page is drawn again when it ends."""

    @st.fragment(run_every=1.0)
    def follow() -> None:
        if job.finished:
            st.rerun(scope="app")
        if job.total:
            st.progress(
                min(1.0, job.done / job.total),
                text=text("jobs.part", title=title, done=job.done, total=job.total),
            )
        else:
            st.progress(0.0, text=text("jobs.begun", title=title))
        if st.button(text("jobs.stop"), key=f"stop_{key}", disabled=job.stop):
            job.stop = True

    if job.person:
        st.caption(plain(text("jobs.by", person=job.person)))
    follow()


def problem_of(job: Job) -> str | None:
    """What stood against the job, as a sentence; ``None`` where nothing did."""
    if job.problem is None:
        return None
    if job.problem.sentence:
        return job.problem.sentence
    return text(f"jobs.{job.problem.key}", kind=job.problem.kind)
