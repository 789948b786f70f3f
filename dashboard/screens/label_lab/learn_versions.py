"""Which heads and combination answer, every published version of the heads, and the way back."""

from __future__ import annotations

import re

import streamlit as st

from analysis.domain.learned import HeadsVersion
from analysis.services.learning.site_heads import (
    SHIPPED,
    heads_versions,
    use_heads,
    version_in_use,
)
from analysis.services.site.site_pipeline import site_combination, use_shipped_combination
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.screens.label_lab import learn_anew
from dashboard.texts import label_of, text

_SHIPPED = 0  # stands for the shipped heads in the list of versions
_TRAINED = re.compile(r"heads-(\d+)")


def version_in_words(name: str) -> str:
    """A version of the heads in a reader's words; the name of anything else stays."""
    if name == SHIPPED:
        return text("learn.shipped_heads")
    trained = _TRAINED.fullmatch(name)
    return text("learn.trained_version", n=trained[1]) if trained else name


def in_use(store: Store) -> None:
    """Draw one line each for the heads and the combination that answer from the next run on."""
    heads, combination = version_in_use(store), site_combination(store)
    st.markdown(
        text(
            "learn.heads_in_use",
            name=version_in_words(heads.name),
            n=len(heads.learned_from),
            sets=plain(", ".join(heads.sets)),
            person=plain(heads.person),
            day=f"{heads.created_at:%d %B %Y}",
            digest=heads.digest[:12],
        )
        if heads
        else text("learn.heads_shipped")
    )
    st.markdown(
        text(
            "learn.in_use",
            version=plain(combination.version),
            provenance=plain(combination.provenance),
        )
    )


def go_back(store: Store) -> None:
    """Draw the published versions and the ways back."""
    versions, used = heads_versions(store), version_in_use(store)
    if versions:
        st.subheader(text("learn.versions"))
        data_table(
            [_row(version, used) for version in versions],
            key="heads_versions",
            alt=text("learn.versions"),
        )
        others = [
            version.version for version in versions if not used or version.version != used.version
        ]
        _use(store, [*others, *([_SHIPPED] if used else [])])
    if site_combination(store).version.startswith("site-"):
        _shipped_combination(store)


def _row(version: HeadsVersion, used: HeadsVersion | None) -> dict[str, str | int]:
    here = f" ({text('learn.version_in_use')})" if used and version.version == used.version else ""
    return {
        text("learn.version"): version_in_words(version.name) + here,
        text("learn.version_when"): f"{version.created_at:%Y-%m-%d %H:%M}",
        text("learn.version_who"): version.person,
        text("learn.version_why"): version.reason,
        text("learn.version_from"): len(version.learned_from),
        text("learn.version_sets"): ", ".join(version.sets),
        text("learn.version_heads"): ", ".join(_title(name) for name in version.labels),
        text("learn.version_model"): f"{version.model} {version.model_digest[:12]}",
        text("learn.version_digest"): version.digest[:12],
    }


def _title(name: str) -> str:
    label, _, facet = name.partition("/")
    titles = {known_facet.key: known_facet.title for known_facet in label_of(label).facets}
    return label_of(label).title + (f": {titles.get(facet, facet)}" if facet else "")


def _use(store: Store, choices: list[int]) -> None:
    with st.form("use_heads"):
        chosen = st.selectbox(
            text("learn.back_to"),
            choices,
            format_func=lambda n: (
                text("learn.trained_version", n=n) if n else text("learn.shipped_heads")
            ),
            key="heads_chosen",
            width=320,
        )
        reason = st.text_input(text("learn.reason"), key="use_heads_reason")
        go = st.form_submit_button(text("learn.go_back"), help=text("learn.go_back_help"))
    if not go:
        return

    def use() -> None:
        name = use_heads(store, chosen or None, person=state.person(), reason=reason)
        st.session_state["learn_said"] = text("learn.published", version=version_in_words(name))

    if attempted(use):
        learn_anew.start(store)
        st.rerun()


def _shipped_combination(store: Store) -> None:
    def use() -> None:
        use_shipped_combination(store, person=state.person(), reason=text("learn.shipped"))
        st.session_state["learn_said"] = text("learn.shipped_done")

    if st.button(text("learn.shipped"), key="use_shipped") and attempted(use):
        learn_anew.start(store)
        st.rerun()
