"""Tables to read, which can be downloaded as CSV: no cell of them starts a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from analysis.domain.spreadsheet import escape_formula


def data_table(
    rows: Sequence[Mapping[str, object]],
    *,
    alt: str,
    key: str | None = None,
    column_config: Mapping[str, Any] | None = None,
) -> None:
    """Draw one line per row; ``alt`` says what the table holds to whoever can't see it."""
    st.dataframe(
        [safe_row(row) for row in rows],
        hide_index=True,
        alt=alt,
        key=key,
        column_config=column_config,
        placeholder="",  # else a cell without a value says "None"
    )


def safe_row(row: Mapping[str, object]) -> dict[str, object]:
    """The row with every text in it escaped; numbers, times and links stay what they are."""
    return {name: safe_cell(value) for name, value in row.items()}


def safe_cell(value: object) -> object:
    """``value``, escaped where it is text that a spreadsheet would run."""
    return escape_formula(value) if isinstance(value, str) else value
