"""Try a comment: type one and see the labels live; nothing of it is stored unless it is kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, NotAllowed
from analysis.pipeline import Pipeline
from analysis.services.access.accounts import require
from analysis.services.data.tried_comments import keep_trial
from analysis.services.moderation.label_payload import Answers, answers_payload, missing_scorers
from analysis.services.moderation.label_words import label_help, labels_in_order
from analysis.services.site.site_pipeline import pipeline_version, site_pipeline
from analysis.services.site.trial import LONGEST, Trial, try_comment
from dashboard import state, wiring
from dashboard.components import mount
from dashboard.faults import guarded
from dashboard.screens.screen_list import pages
from dashboard.texts import all_labels, reason_words, text, texts

_KEY = "trial_component"
_TYPED = "trial_typed"
_STORED = "trial_kept"
"""The trial that was kept last, its batch, and whether anything of it was new."""


def render() -> None:
    """Draw the fields and what the pipeline says of what stands in them."""
    st.title(text("trial.title"))
    st.markdown(text("trial.intro"))
    for key in (_TYPED, _STORED):  # a page opened anew begins empty
        st.session_state.pop(key, None)
    _live()


@st.fragment
@guarded
def _live() -> None:
    typed: Mapping[str, Any] = st.session_state.get(_TYPED) or {}
    trial = Trial(*(_words(typed.get(name)) for name in ("text", "parent", "title")))
    # Above the fields: below the answers nobody would see it.
    above = st.container()
    data = _data(typed, trial)
    mount.trial()(key=_KEY, data=data, on_typed_change=_heard)
    if _may_import():
        with above:
            _draw_keeping(trial, answered=data["item"] is not None)


def _may_import() -> bool:
    try:
        require(wiring.store(), state.person(), Permission.IMPORT)
    except NotAllowed:
        return False
    return True


def _draw_keeping(trial: Trial, *, answered: bool) -> None:
    stored, batch, new = st.session_state.get(_STORED) or (None, 0, 0)
    if stored == trial:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(text("trial.kept" if new else "trial.kept_before", batch=batch))
            st.page_link(pages()["imports"], label=text("trial.to_imports"), width="content")
        return
    st.button(
        text("trial.keep"),
        key="trial_keep",
        help=text("trial.keep_help"),
        disabled=not answered,
        on_click=_keep,
        args=(trial,),
    )


@guarded
def _keep(trial: Trial) -> None:
    summary = keep_trial(wiring.store(), trial, person=state.person())
    st.session_state[_STORED] = (trial, summary.batch, summary.new)


def _heard() -> None:
    message = st.session_state[_KEY].get("typed")
    if isinstance(message, Mapping):
        st.session_state[_TYPED] = message


def _data(typed: Mapping[str, Any], trial: Trial) -> dict[str, Any]:
    labels = labels_in_order(all_labels())
    strings = {**texts("review"), **texts("trial")}
    if (st.session_state.get(_STORED) or (None,))[0] == trial:
        strings["answered"] = strings["answered_kept"]
    data: dict[str, Any] = {
        "strings": strings,
        "help": label_help(labels),
        "longest": LONGEST,
        "number": typed.get("number", 0) if isinstance(typed.get("number", 0), int) else 0,
        "took": 0,
        "item": None,
        "refused": "",
    }
    if not trial.text.strip():
        return data
    pipeline = _pipeline(wiring.settings().database_url, pipeline_version(wiring.store()))
    begun = time.perf_counter()
    try:
        analysis = try_comment(pipeline, trial)
    except BadInput as refusal:
        return data | {"refused": str(refusal)}
    took = time.perf_counter() - begun
    answers = Answers(analysis.labels, analysis.recommendations, analysis.quotes)
    payload = answers_payload(
        trial.text,
        answers,
        labels=labels,
        profile=pipeline.profile,
        reason_words=reason_words,
    )
    item = {
        "id": 0,
        **payload,
        "quotes": [{"source": quote.source} for quote in analysis.quotes],
        "missing": missing_scorers(pipeline.run_info()),
    }
    return data | {"item": item, "took": max(1, round(took * 1000))}


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


@st.cache_resource(show_spinner=False, max_entries=2)
def _pipeline(url: str, version: str) -> Pipeline:
    # Under its version: thresholds, rules or heads that change make another one.
    return site_pipeline(wiring.store(), wiring.settings())
