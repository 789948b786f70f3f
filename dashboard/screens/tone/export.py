"""Take the numbers along: CSV of what is drawn, a printable summary of one article."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from analysis.domain.profile import Profile
from analysis.domain.tone import ToneRow
from analysis.services.thresholds import profiles
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard.article_summary import article_summary_of
from dashboard.charts.shares import long_rows, shares_of
from dashboard.components.data_table import safe_row
from dashboard.components.save_chart import save_chart
from dashboard.screens.tone.scope import Scope
from dashboard.texts import text

_FIELDS = (
    *("series", "what", "key", "group", "section", "day", "position"),
    *("share", "low", "high", "hits", "n", "profile", "profile_version"),
)


def render(
    store: Store,
    scope: Scope,
    articles: Sequence[ToneRow],
    over: Sequence[ToneRow],
    charts: Mapping[str, str],
) -> None:
    """Offer the downloads, once they are asked for.

    ``charts`` are the drawn charts' keys with their titles.
    """
    folded = st.expander(text("tone.take"), key="tone_take", on_change="rerun")
    if folded.open:
        with folded:
            _offer(store, scope, articles, over, charts)


def _offer(
    store: Store,
    scope: Scope,
    articles: Sequence[ToneRow],
    over: Sequence[ToneRow],
    charts: Mapping[str, str],
) -> None:
    profile = profiles.active_profile(store)
    inside = [
        row
        for row in articles
        if scope.section in (None, row.section) and scope.article_id in (None, row.key)
    ]
    named = "-".join(["moderato-tone", *filter(None, (scope.section, scope.article_id))])
    downloads = st.container(horizontal=True)
    downloads.download_button(
        text("tone.csv"),
        lambda: tone_csv(inside, over, profile, sections=_sections(store, scope)),
        file_name=f"{file_name(named)}.csv",
        mime="text/csv",
        on_click="ignore",
        key="tone_csv",
    )
    if scope.article_id is not None:
        downloads.download_button(
            text("tone.summary"),
            lambda: article_summary_of(store, str(scope.article_id)),
            file_name=f"{file_name(named)}.html",
            mime="text/html",
            on_click="ignore",
            help=text("tone.summary_help"),
            key="tone_summary",
        )
    save_chart(charts, source=source_of(scope, profile, datetime.now(UTC)), key="tone_svg")


def source_of(scope: Scope, profile: Profile, written_at: datetime) -> str:
    """The line under a saved picture: of which comments, under which thresholds, from when."""
    return text(
        "tone.source",
        scope=scope.title or scope.section or text("tone.all_articles"),
        name=profile.name,
        version=profile.version,
        day=f"{written_at:%d %B %Y}",
    )


def file_name(words: str) -> str:
    """``words`` as the name of a file on every system."""
    return re.sub(r"\W+", "-", words).strip("-")[:80]


def _sections(store: Store, scope: Scope) -> list[ToneRow]:
    """The sections that can stand side by side: all of the site, none inside one or an article."""
    if scope.section is not None or scope.article_id is not None:
        return []
    return [row for row in tone_counts.tone_by_section(store) if row.section]


def tone_csv(
    articles: Sequence[ToneRow],
    over: Sequence[ToneRow],
    profile: Profile,
    *,
    sections: Sequence[ToneRow] = (),
) -> str:
    """The shares of articles, sections and steps, one line each, with counts and interval."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _FIELDS, extrasaction="ignore")
    writer.writeheader()
    under = {"profile": profile.name, "profile_version": profile.version}
    for series, rows in (("article", articles), ("section", sections), ("time", over)):
        section_of = {row.key: row.section for row in rows}
        for row in long_rows(shares_of(rows), {}):
            line = {"series": series, **row, "section": section_of[row["key"]], **under}
            writer.writerow(safe_row(line))
    return out.getvalue()
