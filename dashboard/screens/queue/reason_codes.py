"""The reasons that a decision may name: the site's own words, in its own order."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analysis.domain.reason import ReasonCode
from analysis.domain.spreadsheet import escape_formula, unescape_formula
from analysis.services.moderation import reason_codes
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.texts import all_labels, label_of, text

#: Characters of a code made from a reason.
KEY_LENGTH = 40


def render(store: Store) -> None:
    """Draw the reasons as a table to edit."""
    st.markdown(text("thresholds.reasons_intro"))
    known = reason_codes.reason_codes(store)
    edited = st.data_editor(
        pd.DataFrame(
            [
                {
                    "place": float(place),
                    "title": escape_formula(code.title),
                    "labels": list(code.labels),
                    "in_use": code.in_use,
                    "key": code.key,
                }
                for place, code in enumerate(known, start=1)
            ],
            columns=["place", "title", "labels", "in_use", "key"],
        ),
        num_rows="dynamic",
        hide_index=True,
        height="content",
        column_config={
            "place": st.column_config.NumberColumn(
                text("thresholds.reasons_place"),
                help=text("thresholds.reasons_place_help"),
                min_value=0,
                format="%g",
                width="small",
            ),
            "title": st.column_config.TextColumn(
                text("thresholds.reasons_title"), required=True, max_chars=80
            ),
            "labels": st.column_config.MultiselectColumn(
                text("thresholds.reasons_labels"),
                help=text("thresholds.reasons_labels_help"),
                options=[label.key for label in all_labels()],
                format_func=lambda label: label_of(label).title,
            ),
            "in_use": st.column_config.CheckboxColumn(
                text("thresholds.reasons_in_use"), default=True
            ),
            "key": st.column_config.TextColumn(
                text("thresholds.reasons_key"), help=text("thresholds.reasons_key_help")
            ),
        },
        key="reason_codes",
        alt=text("thresholds.view_reasons"),
    )
    if st.button(text("thresholds.reasons_save"), type="primary", key="save_reasons") and attempted(
        lambda: reason_codes.set_reason_codes(
            store, codes_from(edited.to_dict("records")), person=state.person()
        )
    ):
        # Drops what the table holds of the edits; they are stored now.
        del st.session_state["reason_codes"]
        st.session_state["thresholds_said"] = text("thresholds.reasons_saved")
        st.rerun()


def codes_from(rows: Iterable[Mapping[Hashable, Any]]) -> list[ReasonCode]:
    """The codes of a table's rows by their places, those without one last.

    A row without a code gets one made from its reason.
    """
    codes: list[ReasonCode] = []
    for row in sorted(rows, key=_place):
        # The table's own download must start no formula, so that it holds escaped words.
        title = " ".join(unescape_formula(_words(row.get("title"))).split())
        if not title:
            continue
        taken = {code.key for code in codes}
        key = _words(row.get("key")).strip() or _key(title, taken)
        in_use = row.get("in_use")
        codes.append(
            ReasonCode(key, title, in_use is None or bool(in_use), _labels(row.get("labels")))
        )
    return codes


def _place(row: Mapping[Hashable, Any]) -> float:
    """Where a row stands; an empty cell comes as ``None`` or as a float that is no number."""
    place = row.get("place")
    return math.inf if place is None or math.isnan(place) else float(place)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _labels(value: object) -> tuple[str, ...]:
    """An empty cell comes as ``None`` or as a float that is no number."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return ()
    return tuple(str(label) for label in value)


def _key(title: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:KEY_LENGTH] or "reason"
    if key[0].isdecimal():
        key = f"reason_{key}"
    number, candidate = 2, key
    while candidate in taken:
        number, candidate = number + 1, f"{key}_{number}"
    return candidate
