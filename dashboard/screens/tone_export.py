"""Take the numbers along: CSV of what is drawn, a printable report of one article."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st

from analysis.domain.tone import ToneRow
from analysis.storage.database import Store
from dashboard.article_report import made_report
from dashboard.charts.shares import long_rows, shares_of
from dashboard.components.cells import cell
from dashboard.components.save_svg import save_svg
from dashboard.screens.tone_scope import Scope
from dashboard.texts import text

_FIELDS = ("series", "what", "key", "group", "day", "position", "share", "low", "high", "hits", "n")


def render(
    store: Store,
    scope: Scope,
    articles: Sequence[ToneRow],
    over: Sequence[ToneRow],
    charts: Mapping[str, str],
) -> None:
    """Offer the downloads; ``charts`` are the drawn charts' keys with their titles."""
    downloads = st.container(horizontal=True)
    downloads.download_button(
        text("tone.csv"),
        lambda: tone_csv(articles, over),
        file_name="moderato-tone.csv",
        mime="text/csv",
        on_click="ignore",
        key="tone_csv",
    )
    if scope.article_id is not None:
        downloads.download_button(
            text("tone.report"),
            lambda: made_report(store, str(scope.article_id)),
            file_name="moderato-article.html",
            mime="text/html",
            on_click="ignore",
            help=text("tone.report_help"),
            key="tone_report",
        )
    save_svg(charts, key="tone_svg")


def tone_csv(articles: Sequence[ToneRow], over: Sequence[ToneRow]) -> str:
    """The shares of both charts, one line each, with counts and interval."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _FIELDS, extrasaction="ignore")
    writer.writeheader()
    for series, rows in (("article", articles), ("time", over)):
        for row in long_rows(shares_of(rows), {}):
            writer.writerow({key: cell(value) for key, value in {"series": series, **row}.items()})
    return out.getvalue()
