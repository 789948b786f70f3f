"""Annotation sets: make them, add comments by a stated way, take judgements in and out."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.annotation import AnnotationSet, CountedSet, Selection
from analysis.domain.errors import NotAllowed
from analysis.services.access.accounts import require
from analysis.services.annotation import annotation_export, annotation_import, annotation_sets
from analysis.services.annotation.label_studio_config import label_studio_config
from analysis.services.annotation.set_progress import set_progress
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.texts import all_labels, label_of, text
from dashboard.theme import LABEL_LOOKS

#: Sets whose progress is shown in full; older ones are in the table.
PROGRESS_OF = 5
CHOOSABLE = (Selection.RANDOM, Selection.UNCERTAIN, Selection.DISAGREEMENT)


def render(store: Store) -> None:
    """Draw the sets with their progress, and the forms that change them."""
    notice = st.session_state.pop("sets_said", None)
    if notice:
        st.success(notice)
    left_out = st.session_state.pop("sets_left_out", ())
    if left_out:
        st.warning(text("label_lab.left_out"))
        st.text("\n".join(left_out))
    sets = annotation_sets.sets(store)
    if sets:
        data_table(set_rows(sets), alt=text("label_lab.view_sets"))
        _progress(store, sets)
    refused = _refused(store, Permission.MANAGE_ANNOTATION)
    if refused:
        st.info(plain(refused))
    left, right = st.columns(2, gap="large")
    with left:
        if not refused:
            _new(store)
    with right:
        if sets and not (refused and _refused(store, Permission.EXPORT)):
            by_id = {annotation_set.id: annotation_set for annotation_set in sets}
            chosen = by_id[
                st.selectbox(
                    text("label_lab.set"),
                    list(by_id),
                    format_func=lambda number: by_id[number].name,
                    key="set_changed",
                )
            ]
            if not refused:
                _add(store, chosen)
            st.subheader(text("label_lab.files"))
            _export(store, chosen)
            if not refused:
                _import(store, chosen)


def _refused(store: Store, permission: Permission) -> str:
    """Why this person may not; empty when they may."""
    try:
        require(store, state.person(), permission)
    except NotAllowed as refused:
        return str(refused)
    return ""


def set_rows(sets: Sequence[CountedSet]) -> list[dict[str, object]]:
    """The sets as a table shows them."""
    return [
        {
            text("label_lab.table_set"): annotation_set.name,
            text("label_lab.table_items"): annotation_set.items,
            text("label_lab.table_judged"): annotation_set.judged,
            text("label_lab.table_people"): ", ".join(annotation_set.annotators),
            text(
                "label_lab.table_by"
            ): f"{annotation_set.created_by}, {annotation_set.created_at:%Y-%m-%d}",
            text("label_lab.table_labels"): ", ".join(
                label_of(key).title for key in annotation_set.labels
            ),
            text("label_lab.table_guideline"): annotation_set.guideline,
        }
        for annotation_set in sets
    ]


def _progress(store: Store, sets: Sequence[CountedSet]) -> None:
    """Each person's progress, and the ways of choosing apart, of the newest set first."""
    with st.expander(text("label_lab.progress_of")):
        for of in sets[:PROGRESS_OF]:
            progress = set_progress(store, of.id)
            st.markdown(f"**{plain(of.name)}**")
            for person in progress.people:
                st.progress(
                    person.judged / progress.items if progress.items else 0.0,
                    text=text(
                        "label_lab.progress_person",
                        person=plain(person.person),
                        judged=person.judged,
                        items=progress.items,
                    ),
                )
            for kind in progress.chosen:
                st.caption(
                    text(
                        "label_lab.progress_chosen",
                        how=text(f"label_lab.chosen_{kind.selection.value}"),
                        judged=kind.judged,
                        items=kind.items,
                    )
                )


def codebook_version() -> str:
    """The guideline that annotators see in this screen, by its labels' versions."""
    return "codebook " + ", ".join(f"{label.key} {label.version}" for label in all_labels())


def _new(store: Store) -> None:
    st.subheader(text("label_lab.new_set"))
    titles = {label.key: label.title for label in all_labels()}
    with st.form("new_set"):
        name = st.text_input(text("label_lab.new_name"))
        labels = st.multiselect(
            text("label_lab.new_labels"),
            list(titles),
            default=list(titles),
            format_func=titles.__getitem__,
        )
        guideline = st.text_input(
            text("label_lab.new_guideline"),
            value=codebook_version(),
            help=text("label_lab.new_guideline_help"),
        )
        go = st.form_submit_button(text("label_lab.new_go"), type="primary")
    if go and attempted(
        lambda: annotation_sets.create_set(
            store, name, labels=labels, guideline=guideline, person=state.person()
        )
    ):
        st.session_state["sets_said"] = text("label_lab.made", name=plain(name))
        st.rerun()


def _add(store: Store, of: CountedSet) -> None:
    st.subheader(text("label_lab.add"))
    chosen = set_progress(store, of.id).chosen
    others = sum(way.items for way in chosen if way.selection is not Selection.RANDOM)
    with st.form("add_items"):
        how = st.radio(
            text("label_lab.add_how"),
            CHOOSABLE,
            format_func=lambda selection: text(f"label_lab.add_{selection.value}"),
        )
        if others:
            st.caption(text("label_lab.add_late", n=others))
        count = st.number_input(
            text("label_lab.add_count"), min_value=1, max_value=5000, value=50, step=10
        )
        go = st.form_submit_button(text("label_lab.add_go"))
    if not go:
        return

    def add() -> None:
        added = annotation_sets.add_items(
            store, of.id, selection=how, count=int(count), person=state.person(), seed=of.items
        )
        st.session_state["sets_said"] = (
            text("label_lab.added", n=added) if added else text("label_lab.added_none")
        )

    if attempted(add):
        st.rerun()


def _export(store: Store, of: AnnotationSet) -> None:
    form = st.segmented_control(
        text("label_lab.export_as"),
        list(annotation_export.SUFFIXES),
        default="jsonl",
        required=True,
        format_func=lambda name: text(f"label_lab.format_{name}"),
        key="export_format",
    )
    # The file is written when it is asked for, in a request that knows no session any more.
    suffix, person = annotation_export.SUFFIXES[form], state.person()
    st.download_button(
        text("label_lab.export"),
        lambda: _written(store, of, form, person),
        file_name=f"annotations-{of.id}{suffix}",
        mime="application/octet-stream",
        on_click="ignore",
        help=text("label_lab.export_help"),
        key="export_set",
    )
    if form == "label_studio":
        _interface(of)


def _import(store: Store, of: AnnotationSet) -> None:
    given = st.file_uploader(
        text("label_lab.import"),
        type=["jsonl", "csv", "tsv", "spacy", "json"],
        help=text("label_lab.import_help"),
        key="import_set",
    )
    if given is None or not st.button(text("label_lab.import_go", name=plain(given.name))):
        return

    def take() -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"given{Path(given.name).suffix.lower()}"
            path.write_bytes(given.getvalue())
            report = annotation_import.import_annotations(store, of.id, path, person=state.person())
        st.session_state["sets_said"] = text(
            "label_lab.imported",
            judgements=report.judgements,
            people=report.people,
            items=report.items,
            known=report.known,
            left=report.left_out,
        )
        st.session_state["sets_left_out"] = report.reasons

    if attempted(take):
        st.rerun()


def _interface(of: AnnotationSet) -> None:
    """The labelling interface, without which Label Studio can't show what was exported."""
    st.download_button(
        text("label_lab.interface"),
        label_studio_config(
            [label_of(key) for key in of.labels],
            {key: look.light for key, look in LABEL_LOOKS.items()},
        ),
        file_name=f"label-studio-{of.id}.xml",
        mime="application/xml",
        on_click="ignore",
        key="interface_of_set",
    )
    st.caption(text("label_lab.interface_help"))


def _written(store: Store, of: AnnotationSet, form: str, person: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"annotations{annotation_export.SUFFIXES[form]}"
        annotation_export.export_annotations(store, of.id, path, format=form, person=person)
        return path.read_bytes()
