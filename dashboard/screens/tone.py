"""Tone: how people disagree, generalize and bring evidence, over time and article by article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.domain.tone import Granularity, ToneRow
from analysis.services import tone
from dashboard import wiring
from dashboard.charts import tone as charts
from dashboard.charts.selections import picked_key
from dashboard.charts.shares import MEASURES, shares_of
from dashboard.components.page_look import dark
from dashboard.screens import tone_changes, tone_comments, tone_export, tone_thread
from dashboard.screens.tone_scope import Point, Scope, choose_scope
from dashboard.texts import text

#: Articles drawn side by side; more lines than this nobody reads.
ARTICLES = 25
#: Small charts beside each other.
IN_A_ROW = 3
#: What the articles are compared in at first; the rest is one click away.
FIRST_MEASURES = ("civil_disagreement", "hostile_disagreement", "evidence")


def render() -> None:
    """Draw the charts of the chosen scope, and under them the comments of what was clicked."""
    store = wiring.store()
    st.title(text("tone.title"))
    articles = tone.tone_by_article(store)
    if not any(row.scored for row in articles):
        st.info(text("tone.none"))
        return
    st.markdown(text("tone.intro"))
    scope = choose_scope(store, articles)
    over = tone.tone_over_time(
        store,
        granularity=scope.step,
        article_id=scope.article_id,
        section=scope.section,
    )
    point = _over_time(scope, over)
    if scope.article_id is None:
        tone_changes.render(over)
        rows = [row for row in articles if scope.section in (None, row.section)]
        point = _by_article(rows) or point
    else:
        tone_thread.render(store, scope)
    tone_comments.render(store, scope, point)
    charts_shown = {f"tone_{measure}_{scope.key}": title for measure, title in titles().items()}
    if scope.article_id is None:
        charts_shown["tone_articles"] = text("tone.by_article")
    else:
        charts_shown[f"thread_{scope.article_id}"] = text("tone.thread")
    tone_export.render(store, scope, articles, over, charts_shown)


def titles() -> Mapping[str, str]:
    """The measures as a person reads them, in their order."""
    return {measure: text(f"tone.{measure}") for measure in MEASURES}


def _over_time(scope: Scope, rows: Sequence[ToneRow]) -> Point | None:
    along = scope.step is Granularity.POSITION
    st.subheader(text("tone.along" if along else "tone.over_time"), help=text("tone.save_help"))
    if not any(row.scored for row in rows):
        st.info(text("tone.no_dates"))
        return None
    shares = shares_of(rows)
    top = charts.highest(shares)
    point: Point | None = None
    columns: list[DeltaGenerator] = []
    for number, (measure, title) in enumerate(titles().items()):
        if number % IN_A_ROW == 0:
            columns = st.columns(IN_A_ROW)
        with columns[number % IN_A_ROW]:
            st.markdown(f"**{title}**", help=text(f"tone.{measure}_help"))
            event = st.altair_chart(
                charts.over_time(
                    [share for share in shares if share.measure == measure],
                    measure=measure,
                    title=title,
                    by_position=along,
                    top=top,
                    dark=dark(),
                ),
                width="stretch",
                key=f"tone_{measure}_{scope.key}",
                on_select="rerun",
            )
            key = picked_key(event)
            if key is not None:
                point = Point.at_step(measure, key, rows, scope.step)
    _unsplit(rows)
    return point or _without_mouse(scope, rows)


def _without_mouse(scope: Scope, rows: Sequence[ToneRow]) -> Point | None:
    """The same choice as a click, for a keyboard or a screen reader."""
    with st.expander(text("tone.without_mouse")):
        left, right = st.columns(2)
        measure = left.selectbox(
            text("tone.measure"),
            list(MEASURES),
            format_func=lambda one: text(f"tone.{one}"),
            key=f"measure_{scope.key}",
        )
        named = {row.key: row.title or row.key for row in rows if row.scored}
        step = right.selectbox(
            text("tone.point"),
            list(named),
            index=None,
            format_func=named.__getitem__,
            key=f"point_{scope.key}",
        )
    return None if step is None else Point.at_step(measure, step, rows, scope.step)


def _unsplit(rows: Sequence[ToneRow]) -> None:
    unsure = sum(row.unsure_disagreement for row in rows)
    if unsure:
        st.caption(text("tone.unsplit", n=unsure, of=sum(row.disagreement for row in rows)))


def _by_article(rows: Sequence[ToneRow]) -> Point | None:
    shown = [row for row in rows if row.scored][:ARTICLES]
    if not shown:
        return None
    st.subheader(text("tone.by_article"))
    chosen = st.pills(
        text("tone.measures"),
        list(MEASURES),
        default=list(FIRST_MEASURES),
        selection_mode="multi",
        format_func=lambda measure: text(f"tone.{measure}"),
        key="tone_measures",
    )
    if not chosen:
        return None
    names = {measure: title for measure, title in titles().items() if measure in chosen}
    event = st.altair_chart(
        charts.by_article(
            shares_of(shown, names),
            titles=names,
            order=[row.key for row in shown],
            dark=dark(),
        ),
        width="stretch",
        key="tone_articles",
        on_select="rerun",
    )
    if len(shown) < len(rows):
        st.caption(text("tone.articles_cut", shown=len(shown), all=len(rows)))
    key = picked_key(event)
    return None if key is None else Point.at_article(key, shown, picked_key(event, field="what"))
