"""Tone: how people disagree, generalize and bring evidence, over time and article by article.

Each of the two views draws its own charts only: a chart costs a browser a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis.domain.tone import Granularity, ToneRow
from analysis.evaluation.proportions import Rate, rate
from analysis.labels.tone_measures import MEASURES, SHOWN
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard import wiring
from dashboard.charts.over_time import highest, over_time
from dashboard.charts.shares import in_words, shares_of
from dashboard.charts.tone import by_article
from dashboard.components.measure_words import measure_help, measure_title
from dashboard.components.page_look import dark
from dashboard.screens.tone import changes, comments, export, point_choice, thread, typed_choice
from dashboard.screens.tone.scope import Point, Scope, choose_scope
from dashboard.texts import all_labels, label_of, text

#: Articles drawn side by side; more lines than this nobody reads.
ARTICLES = 25
#: Small charts beside each other.
IN_A_ROW = 3
#: What the articles are compared in at first; the rest is one click away.
FIRST_MEASURES = tuple(
    name for name in SHOWN if (key := MEASURES[name].label) and not label_of(key).concern
)
#: The chart of articles or sections side by side.
_BESIDE = "tone_beside"


def render() -> None:
    """Draw the chosen view of the chosen scope, and under it the comments of what was clicked."""
    store = wiring.store()
    st.title(text("tone.title"))
    articles = tone_counts.tone_by_article(store)
    if not any(row.scored for row in articles):
        st.info(text("tone.none"))
        return
    st.markdown(text("tone.intro"))
    scope = choose_scope(store, articles)
    over = tone_counts.tone_over_time(
        store,
        granularity=scope.step,
        article_id=scope.article_id,
        section=scope.section,
    )
    point_choice.stay_in(scope.key)
    point: Point | None = None
    if scope.view == "course":
        point = _over_time(scope, over)
        drawn = {
            point_choice.key_of(_time_chart(measure, scope)): title
            for measure, title in titles().items()
        }
        if scope.article_id is None:
            changes.render(store, scope)
    elif scope.article_id is None:
        point = _side_by_side(store, scope, articles)
        compared = _compared(scope)
        drawn = {point_choice.key_of(f"{_BESIDE}_{compared}"): text(f"tone.by_{compared}")}
    else:
        thread.render(store, scope)
        drawn = {f"thread_{scope.article_id}": text("tone.thread")}
    comments.render(store, scope, point)
    export.render(store, scope, articles, over, drawn)


def titles() -> Mapping[str, str]:
    """The measures as a person reads them, in their order."""
    return {measure: measure_title(measure) for measure in SHOWN}


def overall(rows: Sequence[ToneRow], measure: str) -> Rate:
    """The measure's share of all scored comments of these rows, the number over its picture."""
    return rate(sum(row.count(measure) for row in rows), sum(row.scored for row in rows))


def _time_chart(measure: str, scope: Scope) -> str:
    return f"tone_{measure}_{scope.key}"


def _over_time(scope: Scope, rows: Sequence[ToneRow]) -> Point | None:
    along = scope.step is Granularity.POSITION
    st.subheader(
        text("tone.along" if along else "tone.over_time"),
        help=text("tone.save_help"),
    )
    if not any(row.scored for row in rows):
        st.info(text("tone.no_dates"))
        return None
    shares = shares_of(rows)
    top = highest(shares)
    columns: list[DeltaGenerator] = []
    for number, (measure, title) in enumerate(titles().items()):
        if number % IN_A_ROW == 0:
            columns = st.columns(IN_A_ROW)
        with columns[number % IN_A_ROW]:
            st.markdown(f"**{title}**", help=measure_help(measure))
            st.caption(in_words(overall(rows, measure)))
            source = _time_chart(measure, scope)
            drawing = over_time(
                [share for share in shares if share.measure == measure],
                measure=measure,
                title=title,
                by_position=along,
                top=top,
                dark=dark(),
            )
            st.vega_lite_chart(
                drawing.rows,
                dict(drawing.spec),
                width="stretch",
                key=point_choice.key_of(source),
                on_select=point_choice.on_click(source, measure=measure),
            )
    _unsplit(rows)
    typed = typed_choice.render(scope.key, rows)
    pick = point_choice.last()
    sources = {typed, *(_time_chart(measure, scope) for measure in SHOWN)}
    if pick is None or pick.measure is None or pick.source not in sources:
        return None
    point = Point.at_step(pick.measure, pick.key, rows, scope.step)
    if point is not None:
        point_choice.say(point.where, point.measure, anchor=comments.ANCHOR)
    return point


def _unsplit(rows: Sequence[ToneRow]) -> None:
    for label in all_labels():
        if label.tone_split is None:
            continue
        neither = f"{label.tone_split.neither}_{label.short_name}"
        unsure = sum(row.count(neither) for row in rows)
        if unsure:
            flagged = sum(row.count(label.short_name) for row in rows)
            other = label_of(label.tone_split.by).title.lower()
            words = {"label": label.title.lower(), "other": other}
            st.caption(text("tone.unsplit", n=unsure, of=flagged, **words))


def _compared(scope: Scope) -> str:
    """What stands side by side: articles, or the sections of the whole site."""
    chosen = st.session_state.get("tone_compared", "article")
    return "article" if scope.section else str(chosen)


def _side_by_side(store: Store, scope: Scope, articles: Sequence[ToneRow]) -> Point | None:
    st.subheader(text("tone.beside"))
    if scope.section is None and any(row.section for row in articles):
        st.segmented_control(
            text("tone.compare"),
            ["article", "section"],
            default="article",
            required=True,
            format_func=lambda side: text(f"tone.compare_{side}"),
            key="tone_compared",
        )
    chosen = st.pills(
        text("tone.measures"),
        list(SHOWN),
        default=list(FIRST_MEASURES),
        selection_mode="multi",
        format_func=measure_title,
        key="tone_measures",
    )
    compared = _compared(scope)
    if compared == "section":
        rows = [row for row in tone_counts.tone_by_section(store) if row.section]
    else:
        rows = [row for row in articles if scope.section in (None, row.section)]
    shown = [row for row in rows if row.scored][:ARTICLES]
    if not chosen or not shown:
        return None
    names = {measure: title for measure, title in titles().items() if measure in chosen}
    source = f"{_BESIDE}_{compared}"
    st.altair_chart(
        by_article(
            shares_of(shown, names),
            titles=names,
            order=[row.key for row in shown],
            kind=text(f"tone.compare_{compared}").lower(),
            dark=dark(),
        ),
        width="stretch",
        key=point_choice.key_of(source),
        on_select=point_choice.on_click(source),
    )
    if len(shown) < len(rows):
        st.caption(text(f"tone.{compared}s_cut", shown=len(shown), all=len(rows)))
    nowhere = sum(not row.section for row in articles)
    if compared == "section" and nowhere:
        st.caption(text("tone.no_section", n=nowhere))
    typed = typed_choice.render(source, shown)
    pick = point_choice.last()
    if pick is None or pick.source not in (source, typed):
        return None
    point = Point.at_group(pick.key, shown, pick.measure)
    if point is not None:
        point_choice.say(point.where, point.measure, anchor=comments.ANCHOR)
    return point
