"""The lines of a copied page with what each was taken for, to be corrected by hand."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.texts import text

KINDS = ("text", "name", "time", "own")
SHOWN_CHARACTERS = 120
MOST_LINES = 2_000
"""Lines that are offered; a longer page is corrected in a text editor."""


def draw(lines: Sequence[tuple[str, str]], *, key: str) -> dict[int, str]:
    """Draw the lines; what a person has changed: line number from 1 to kind."""
    with st.expander(text("imports.lines", n=len(lines)), key=f"import_lines_{key}"):
        st.caption(text("imports.lines_help"))
        if len(lines) > MOST_LINES:
            st.info(text("imports.lines_many", n=MOST_LINES))
        names = {text(f"imports.line_{kind}"): kind for kind in KINDS}
        titles = {kind: name for name, kind in names.items()}
        line, kind_of, words = (text(f"imports.{k}") for k in ("line", "line_is", "line_words"))
        rows = [
            {line: number, kind_of: titles[kind], words: shown[:SHOWN_CHARACTERS]}
            for number, (kind, shown) in enumerate(lines[:MOST_LINES], start=1)
            if shown.strip()
        ]
        # The rows stay those of the first look, so that the editor keeps what was changed in it.
        first = st.session_state.setdefault(f"import_first_lines_{key}", rows)
        edited = st.data_editor(
            first,
            hide_index=True,
            disabled=[line, words],
            column_config={
                kind_of: st.column_config.SelectboxColumn(options=list(names), required=True)
            },
            key=f"import_line_kinds_{key}",
        )
    return {
        int(after[line]): names[after[kind_of]]
        for before, after in zip(first, edited, strict=True)
        if after[kind_of] != before[kind_of]
    }
