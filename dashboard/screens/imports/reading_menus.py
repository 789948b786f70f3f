"""Menus that say how a file is read: its format, its site, its columns, the order of its dates."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analysis.domain.outcomes import ReadSummary
from analysis.domain.site_host import LONGEST_NAME, site_name
from analysis.ingest import FIELDS, FORMATS, ReadOptions
from dashboard.texts import text

FIRST_FIELDS = ("text", "author", "created_at", "id", "parent_id", "thread_id")
"""The fields whose columns are always in sight; the others fold."""

TEXT_FORMATS = ("paragraphs", "lines", "text")
DATES = ("day-first", "month-first", "year-first")


def format_and_dates(key: str) -> ReadOptions:
    """The options of reading that are asked before the columns are known."""
    with st.expander(text("imports.how"), key=f"import_how_{key}"):
        format_ = st.selectbox(
            text("imports.format"),
            ["auto", *FORMATS],
            format_func=lambda name: text("imports.auto") if name == "auto" else name,
            key=f"import_format_{key}",
            help=text("imports.format_help"),
        )
        dates = st.selectbox(
            text("imports.dates"),
            [None, *DATES],
            format_func=lambda order: text(f"imports.dates_{(order or 'auto').replace('-', '_')}"),
            key=f"import_dates_{key}",
        )
        header = st.checkbox(text("imports.header"), value=True, key=f"import_header_{key}")
        typed = st.text_input(
            text("imports.site"),
            max_chars=LONGEST_NAME,
            key=f"import_site_{key}",
            help=text("imports.site_help"),
            placeholder=text("imports.site_example"),
        )
    site = site_name("".join(filter(str.isprintable, typed)))
    return ReadOptions(format=format_, dates=dates, header=header, site=site)


def text_as(key: str) -> str | None:
    """How a text without a structure is read; ``None`` until somebody says so."""
    chosen = st.segmented_control(
        text("imports.text_as"),
        list(TEXT_FORMATS),
        format_func=lambda name: text(f"imports.text_as_{name}"),
        key=f"import_text_as_{key}",
    )
    return str(chosen) if chosen else None


def column_menus(
    columns: Sequence[str], summary: ReadSummary | None, *, key: str
) -> dict[str, str]:
    """What a person has changed: field to column, empty for none."""
    present = {use.field: use.column for use in summary.columns} if summary else {}
    names = [name for name in columns if name]
    changed: dict[str, str] = {}

    def menu(field: str) -> None:
        guess = present.get(field, "")
        offered = ["", *names]
        chosen = st.selectbox(
            text(f"imports.field_{field}"),
            offered,
            index=offered.index(guess) if guess in offered else 0,
            format_func=lambda name: name or text("imports.no_column"),
            key=f"import_{field}_{key}",
        )
        if chosen != guess:
            changed[field] = chosen or ""

    across = st.columns(3)
    for place, field in enumerate(FIRST_FIELDS):
        with across[place % 3]:
            menu(field)
    with st.expander(text("imports.more_fields")):
        across = st.columns(3)
        for place, field in enumerate(f for f in FIELDS if f not in FIRST_FIELDS):
            with across[place % 3]:
                menu(field)
    return changed
