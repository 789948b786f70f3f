"""Try a comment: type one and see the labels live; nothing of it is stored or logged."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.domain.errors import BadInput
from analysis.pipeline import Pipeline
from analysis.services.moderation.comment_payload import label_help, labels_in_order
from analysis.services.moderation.label_payload import Answers, answers_payload, missing_scorers
from analysis.services.site.site_pipeline import pipeline_version, site_pipeline
from analysis.services.site.trial import LONGEST, Trial, try_comment
from dashboard import wiring
from dashboard.components import mount
from dashboard.faults import guarded
from dashboard.texts import all_labels, reason_words, text, texts

_KEY = "trial_component"
_TYPED = "trial_typed"


def render() -> None:
    """Draw the fields and what the pipeline says of what stands in them."""
    st.title(text("trial.title"))
    st.markdown(text("trial.intro"))
    st.session_state.pop(_TYPED, None)  # a page opened anew begins empty
    _live()


@st.fragment
@guarded
def _live() -> None:
    typed: Mapping[str, Any] = st.session_state.get(_TYPED) or {}
    mount.trial()(key=_KEY, data=_data(typed), on_typed_change=_heard)


def _heard() -> None:
    message = st.session_state[_KEY].get("typed")
    if isinstance(message, Mapping):
        st.session_state[_TYPED] = message


def _data(typed: Mapping[str, Any]) -> dict[str, Any]:
    labels = labels_in_order(all_labels())
    data: dict[str, Any] = {
        "strings": {**texts("review"), **texts("trial")},
        "help": label_help(labels),
        "longest": LONGEST,
        "number": typed.get("number", 0) if isinstance(typed.get("number", 0), int) else 0,
        "took": 0,
        "item": None,
        "refused": "",
    }
    trial = Trial(*(_words(typed.get(name)) for name in ("text", "parent", "title")))
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
