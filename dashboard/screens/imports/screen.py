"""Import: give a file or a page, see what it would be read as, change that, and bring it in."""

from __future__ import annotations

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.errors import NotAllowed
from analysis.domain.outcomes import ImportSummary, Progress
from analysis.domain.review import Queue, QueueFilter
from analysis.services.access.accounts import require
from analysis.services.data.demo import load_demo
from analysis.services.moderation.queue import queue_counts
from analysis.services.moderation.queue_address import address_of
from analysis.storage.database import Store
from dashboard import state, wiring
from dashboard.components.plain import plain
from dashboard.jobs import draw_job, jobs, problem_of
from dashboard.screens.imports import batch_list, preview, work
from dashboard.screens.imports.given import ask
from dashboard.screens.screen_list import go
from dashboard.texts import text

KIND = "import"
"""Imports, demos and re-mappings are one kind of job: one at a time on a database."""


def render() -> None:
    """Draw what is going on or the way in, and the batches below it."""
    store = wiring.store()
    st.title(text("imports.title"))
    try:
        require(store, state.person(), Permission.IMPORT)
    except NotAllowed as refused:
        st.info(plain(str(refused)))
        return
    running = jobs(store.url).by_kind.get(KIND)
    if running is not None and not running.finished:
        draw_job(running, key=KIND, title=text("imports.running"))
    else:
        if running is not None:
            _ended(store)
        _way_in(store)
    batch_list.render(store)


def _ended(store: Store) -> None:
    """What the last job brought; it stays until it is put away or another one begins."""
    job = jobs(store.url).by_kind[KIND]
    waiting = queue_counts(store)[Queue.ATTENTION]
    with st.container(border=True):
        if job.problem is not None:
            st.error(plain(problem_of(job) or ""))
        elif isinstance(job.result, ImportSummary):
            preview.draw_stored(job.result)
        else:
            st.success(text("imports.demo_done"))
        with st.container(horizontal=True):
            if waiting and st.button(
                text("imports.to_review", n=waiting), type="primary", key="import_to_review"
            ):
                go("review")
            if st.button(
                text("imports.to_queue"),
                type="secondary" if waiting else "primary",
                key="import_to_queue",
            ):
                go("queue", {} if waiting else address_of(QueueFilter(queue=Queue.ALL)))
            if st.button(text("imports.put_away"), key="import_put_away"):
                jobs(store.url).forget(KIND)
                st.rerun()


def _way_in(store: Store) -> None:
    empty = not queue_counts(store)[Queue.ALL]
    if empty:
        st.markdown(text("home.sentence"))
    beginning = st.container()
    st.markdown(text("imports.intro"))
    given = ask()
    if given is None:
        if empty:
            with beginning:
                _offer_demo(store)
        return
    verdict = st.container()
    line = st.container()
    options = preview.draw(given, verdict)
    if options is None:
        return
    with line:
        label, pseudonymise, pressed = _bring_in_line()
    if pressed:
        settings, person = wiring.settings(), state.person()

        def bring(progress: Progress) -> ImportSummary:
            return work.bring_in(
                store,
                settings,
                given,
                options,
                label=label,
                pseudonymise=pseudonymise,
                progress=progress,
                person=person,
            )

        jobs(store.url).forget(KIND)
        jobs(store.url).start(KIND, bring, person=person)
        st.rerun()


def _bring_in_line() -> tuple[bool, bool, bool]:
    """Whether to label, whether to store authors as pseudonyms, and whether to go ahead."""
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button(text("imports.go"), type="primary", key="import_go")
        label = st.checkbox(
            text("imports.label_too"),
            value=True,
            key="import_label",
            help=text("imports.label_help"),
            width="content",
        )
        pseudonymise = st.checkbox(
            text("imports.pseudonymise"),
            key="import_pseudonyms",
            help=text("imports.pseudonymise_help"),
            width="content",
        )
    return label, pseudonymise, pressed


def _offer_demo(store: Store) -> None:
    with st.container(border=True):
        st.markdown(text("imports.empty"))
        if st.button(text("imports.demo"), key="import_demo"):
            settings, person = wiring.settings(), state.person()
            jobs(store.url).forget(KIND)
            jobs(store.url).start(
                KIND,
                lambda progress: load_demo(store, settings, progress=progress, person=person),
                person=person,
            )
            st.rerun()
