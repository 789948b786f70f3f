"""Which comments the tone screen is about: a section, an article, a point that was clicked."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st

from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.domain.tone import Granularity, ToneRow
from analysis.labels.tone_measures import MEASURES
from analysis.services.moderation import queue
from analysis.services.tone import tone_counts
from analysis.storage.database import Store
from dashboard.texts import text

#: The views by their names; one article's second view is its thread.
VIEWS = ("course", "beside")

#: A time of more weeks than this is shown by weeks at first, and by months from ``WEEKS_OF_WEEKS``
#: on: more points than a small chart has room for are slow to draw and can't be read.
WEEKS_OF_DAYS = 12
WEEKS_OF_WEEKS = 40


@dataclass(frozen=True, slots=True)
class Scope:
    """The chosen section or article, the charts drawn of it, and the step of the series."""

    section: str | None
    article_id: str | None
    title: str
    step: Granularity
    view: str = VIEWS[0]

    @property
    def key(self) -> str:
        """Tells one scope's charts from another's, so that no click survives the change."""
        return f"{self.section}_{self.article_id}_{self.step}_{self.view}"

    def filter(self) -> QueueFilter:
        """The same selection as a filter of the queue."""
        return QueueFilter(
            queue=Queue.ALL,
            section=self.section,
            article_id=self.article_id,
            sort=Sort.POSITION if self.article_id else Sort.NEWEST,
        )


def choose_scope(store: Store, articles: Sequence[ToneRow]) -> Scope:
    """Ask for section, article, view and step; the address keeps the answers but the step."""
    sections = queue.sections(store)
    dated = _any_dated(store)
    left, right = st.columns([1, 2]) if sections else (None, st.container())
    section = ""
    if left is not None:
        with left:
            section = _from_address(
                "section", ["", *sections], {name: name for name in sections}, "all_sections"
            )
    named = {row.key: row.title or text("tone.untitled") for row in articles}
    inside = [row.key for row in articles if not section or row.section == section]
    with right:
        # Without dates only a thread or articles side by side can be drawn: begin with what can.
        first = inside[0] if len(inside) == 1 and not dated else ""
        article = _from_address("article", ["", *inside], named, "all_articles", first=first)
    left, right = st.columns([1, 2])
    with left:
        view = _view("article" if article else "site", VIEWS if article or dated else VIEWS[1:])
    step = Granularity.DAY
    if view == VIEWS[0]:
        with right:
            step = _step(store, section or None, of_article=bool(article))
    return Scope(section or None, article or None, named.get(article or "", ""), step, view)


def _any_dated(store: Store) -> bool:
    """Whether any labelled comment carries a time."""
    return any(
        row.scored for row in tone_counts.tone_over_time(store, granularity=Granularity.MONTH)
    )


def _view(kind: str, offered: Sequence[str]) -> str:
    return st.segmented_control(
        text("tone.view"),
        list(offered),
        default=offered[0],
        required=True,
        format_func=lambda name: text(f"tone.view_{kind}_{name}"),
        key="view",
        bind="query-params",
    )


def _step(store: Store, section: str | None, *, of_article: bool) -> Granularity:
    dated = [Granularity.DAY, Granularity.WEEK, Granularity.MONTH]
    steps = [Granularity.POSITION, *dated] if of_article else dated
    return st.selectbox(
        text("tone.step"),
        steps,
        index=0 if of_article else steps.index(_readable_step(store, section)),
        format_func=lambda granularity: text(f"tone.{granularity.value}"),
        key="tone_step_article" if of_article else "tone_step",
        width=240,
    )


def _readable_step(store: Store, section: str | None) -> Granularity:
    """Days while they can be told apart in a small chart, then weeks, then months."""
    weeks = len(tone_counts.tone_over_time(store, granularity=Granularity.WEEK, section=section))
    if weeks <= WEEKS_OF_DAYS:
        return Granularity.DAY
    return Granularity.WEEK if weeks <= WEEKS_OF_WEEKS else Granularity.MONTH


def _from_address(
    name: str, options: list[str], names: Mapping[str, str], nothing: str, *, first: str = ""
) -> str:
    """A choice that the address holds by its id, as it does in the queue; ``first`` without one."""
    asked = st.query_params.get(name, first)
    chosen = st.selectbox(
        text(f"tone.{name}"),
        options,
        index=options.index(asked) if asked in options else 0,
        format_func=lambda key: names.get(key) or text(f"tone.{nothing}"),
        key=f"tone_{name}_{len(options)}",
    )
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)
    return chosen


@dataclass(frozen=True, slots=True)
class Point:
    """What was clicked: a measure (or none) of a step in time or of an article."""

    where: str
    measure: str | None = None
    article_id: str | None = None
    section: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    first: int | None = None
    last: int | None = None

    @classmethod
    def at_step(
        cls, measure: str, key: str, rows: Sequence[ToneRow], step: Granularity
    ) -> Point | None:
        """The point of one step; ``None`` when the rows no longer hold it."""
        row = next((row for row in rows if row.key == key), None)
        if row is None:
            return None
        if row.day is not None:
            return cls(row.title, measure, date_from=row.day, date_to=_last_day(row.day, step))
        if row.position is not None:
            return cls(row.title, measure, first=row.position, last=row.last)
        return None

    @classmethod
    def at_group(
        cls, key: str, rows: Sequence[ToneRow], measure: str | None = None
    ) -> Point | None:
        """The point of one article or section; ``None`` when the rows no longer hold it."""
        for row in rows:
            if row.key == key:
                return cls(row.title, measure, article_id=row.article_id, section=row.section)
        return None

    @property
    def label(self) -> str | None:
        """The label whose flag the measure counts; ``unsure`` is no flag and has none."""
        measure = MEASURES.get(self.measure or "")
        return measure.label if measure else None

    def narrow(self, where: QueueFilter) -> QueueFilter:
        """``where``, narrowed to this point as far as a filter of the queue can say it."""
        label = self.label
        return replace(
            where,
            article_id=self.article_id or where.article_id,
            section=self.section or where.section,
            date_from=self.date_from or where.date_from,
            date_to=self.date_to or where.date_to,
            label=label,
            recommendation=Recommendation.FLAG if label else None,
        )


def _last_day(first: date, step: Granularity) -> date:
    if step is Granularity.MONTH:
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first + timedelta(days=6 if step is Granularity.WEEK else 0)
