"""Imports that came in: what each brought, undone while nothing is decided, or corrected."""

from __future__ import annotations

import streamlit as st

from analysis.domain.errors import ModeratoError
from analysis.domain.outcomes import BatchInfo, ImportSummary, Progress
from analysis.ingest import ReadOptions
from analysis.services.data.batches import batches, undo
from analysis.services.data.previews import ImportPreview, preview_reading
from analysis.services.data.remapping import remap, stored_reading
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.jobs import jobs
from dashboard.screens.imports import preview
from dashboard.texts import text

SHOWN = 100


def render(store: Store) -> None:
    """Draw the newest batches, and one of them with what can be done about it."""
    notice = st.session_state.pop("imports_said", None)
    if notice:
        st.success(notice)
    known = batches(store, limit=SHOWN)
    if not known:
        return
    st.subheader(text("imports.batches"))
    data_table(
        [_row(info) for info in known],
        alt=text("imports.batches"),
        column_config={
            text("imports.began"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm")
        },
    )
    by_number = {info.number: info for info in known}
    chosen = st.selectbox(
        text("imports.batch"),
        list(by_number),
        format_func=lambda number: text(
            "imports.batch_line", number=number, file=by_number[number].file
        ),
        key="import_batch",
        width=480,
    )
    _batch(store, by_number[chosen])


def _row(info: BatchInfo) -> dict[str, object]:
    return {
        text("imports.number"): info.number,
        text("imports.file_name"): info.file,
        text("imports.began"): info.started_at,
        text("imports.by"): info.person,
        text("imports.state"): text(f"imports.state_{info.state}"),
        text("imports.read"): info.counts.get("read"),
        text("imports.shown_now"): info.comments,
        text("imports.decided"): info.decided,
    }


def _batch(store: Store, info: BatchInfo) -> None:
    with st.container(border=True):
        counted = ", ".join(
            text(f"imports.batch_{kind}", n=n)
            for kind in ("new", "unchanged", "revised", "conflicting", "quarantined", "skipped")
            if (n := info.counts.get(kind, 0)) or kind == "new"
        )
        st.markdown(
            text(
                "imports.batch_counts",
                number=info.number,
                format=plain(info.format),
                counted=counted,
            )
        )
        if info.notes:
            st.markdown("\n".join(f"- {plain(sentence)}" for sentence in info.notes))
        if info.state != "finished":
            st.caption(text(f"imports.is_{info.state}"))
            return
        with st.container(horizontal=True):
            _undo(store, info)
            correct = st.toggle(
                text("imports.correct"), key=f"import_correct_{info.number}",
                help=text("imports.correct_help"),
            )  # fmt: skip
        if info.decided:
            st.caption(text("imports.decided_stay", n=info.decided))
        if correct:
            _correct(store, info)


def _undo(store: Store, info: BatchInfo) -> None:
    with st.popover(text("imports.undo"), disabled=bool(info.decided)):
        st.markdown(text("imports.undo_help", n=info.comments))
        if st.button(text("imports.undo_go"), key=f"import_undo_{info.number}") and attempted(
            lambda: undo(store, info.number, person=state.person())
        ):
            st.session_state["imports_said"] = text(
                "imports.undone", number=info.number, n=info.comments
            )
            st.rerun()


def _correct(store: Store, info: BatchInfo) -> None:
    """Menus on the batch's stored records; the correction is a job, as an import is."""

    def again(options: ReadOptions) -> ImportPreview:
        try:
            return preview_reading(stored_reading(store, info, mapping=options.mapping))
        except ModeratoError as refused:
            return ImportPreview(problem=str(refused))

    first = again(ReadOptions())
    verdict, comments = st.container(), st.container()
    options = preview.with_menus(
        first,
        ReadOptions(),
        key=f"batch_{info.number}",
        again=again,
        verdict=verdict,
        comments=comments,
    )
    if options is None or not options.mapping:
        st.caption(text("imports.correct_first"))
        return
    if st.button(text("imports.correct_go"), type="primary", key=f"import_remap_{info.number}"):
        person = state.person()

        def correct(progress: Progress) -> ImportSummary:
            return remap(
                store, info.number, mapping=options.mapping, progress=progress, person=person
            )

        jobs(store.url).forget("import")
        jobs(store.url).start("import", correct, person=person)
        st.rerun()
