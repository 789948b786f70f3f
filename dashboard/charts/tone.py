"""Tone in pictures: one measure over time, the articles side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.look import finished, palette, percent_axis
from dashboard.charts.shares import Share, long_rows

_COLUMNS = (
    *("what", "measure", "key", "group", "day", "position"),
    *("share", "low", "high", "hits", "n", "words"),
)
_TOOLTIP = [
    alt.Tooltip("group:N", title="where"),
    alt.Tooltip("words:N", title="share"),
    alt.Tooltip("n:Q", title="comments"),
]


def over_time(
    shares: Sequence[Share],
    *,
    measure: str,
    title: str,
    by_position: bool = False,
    top: float | None = None,
    dark: bool = False,
    height: int = 190,
) -> alt.LayerChart:
    """One measure along time or reading position: line, points sized by n, interval band.

    Clicking a point selects it: parameter ``picked`` with the field ``key``. ``top`` gives several
    small multiples one and the same axis.
    """
    rows = pd.DataFrame(long_rows(shares, {measure: title}), columns=list(_COLUMNS))
    if not by_position:
        rows["day"] = pd.to_datetime(rows["day"])
    colours = palette(dark=dark)
    colour = colours.measure(measure)
    along = (
        # Steps of ten comments, each a place of its own: no share is known at a single comment.
        alt.X(
            "group:O",
            sort=alt.EncodingSortField("position", op="min"),
            axis=alt.Axis(title="comments of the thread", labelAngle=0, labelOverlap=True),
        )
        if by_position
        else alt.X("day:T", axis=alt.Axis(title=None, labelOverlap=True, format="%d %b"))
    )
    scale = alt.Scale(domain=[0, top if top else highest(shares)], nice=False)
    upward = alt.Y("share:Q", scale=scale, axis=percent_axis(title="share", tickCount=4))
    base = alt.Chart(rows)
    picked = alt.selection_point(name="picked", fields=["key"], on="click", nearest=True)
    band = base.mark_area(opacity=0.18, color=colour).encode(
        x=along,
        y=alt.Y("low:Q", scale=scale, axis=percent_axis(title="share", tickCount=4)),
        y2="high:Q",
    )
    line = base.mark_line(color=colour, size=1.5).encode(x=along, y=upward)
    points = (
        base.mark_point(color=colour, filled=True, opacity=1, cursor="pointer")
        .encode(
            x=along,
            y=upward,
            size=alt.Size("n:Q", scale=alt.Scale(range=[25, 160]), legend=None),
            stroke=alt.condition(picked, alt.value(colours.ink), alt.value(None), empty=False),
            tooltip=_TOOLTIP,
        )
        .add_params(picked)
    )
    single = base.mark_rule(color=colour, opacity=0.6).encode(
        x=along, y=alt.Y("low:Q", scale=scale), y2="high:Q"
    )
    spread = band if len(rows) > 1 else single
    return finished(
        alt.layer(spread, line, points),
        description=f"{title} over {'the thread' if by_position else 'time'}, "
        f"{len(rows)} points with 95 % intervals",
        height=height,
    )


def highest(shares: Sequence[Share]) -> float:
    """The top of an axis that fits all intervals, at least a tenth and at most one."""
    top = max((item.rate.high for item in shares if item.rate.high is not None), default=0.1)
    return min(1.0, max(0.1, top * 1.05))


def by_article(
    shares: Sequence[Share],
    *,
    titles: Mapping[str, str],
    order: Sequence[str],
    kind: str = "articles",
    dark: bool = False,
) -> alt.LayerChart:
    """All articles (or another ``kind``), one line each and measure: share with its interval.

    ``order`` holds their keys.

    Clicking a point selects it: parameter ``picked`` with the fields ``key`` (the article) and
    ``what`` (the measure).
    """
    rows = pd.DataFrame(long_rows(shares, titles), columns=list(_COLUMNS))
    colours = palette(dark=dark)
    names = _line_names(shares, order)
    rows["line"] = [names[key] for key in rows["key"]]
    lines = list(names.values())
    wanted = [key for key in titles if any(item.measure == key for item in shares)]
    colour = alt.Color(
        "measure:N",
        scale=alt.Scale(
            domain=[titles[key] for key in wanted],
            range=[colours.measure(key) for key in wanted],
        ),
        legend=alt.Legend(title=None, orient="top", columns=3),
    )
    shape = alt.Shape(
        "measure:N", scale=alt.Scale(domain=[titles[key] for key in wanted]), legend=None
    )
    offset = alt.YOffset("measure:N", scale=alt.Scale(domain=[titles[key] for key in wanted]))
    line = alt.Y("line:N", sort=lines, axis=alt.Axis(title=None, labelLimit=260))
    scale = alt.Scale(domain=[0, highest(shares)], nice=False)
    picked = alt.selection_point(name="picked", fields=["key", "what"], on="click")
    base = alt.Chart(rows)
    spread = base.mark_rule(size=2, opacity=0.55).encode(
        x=alt.X("low:Q", scale=scale, axis=percent_axis("share of comments, with 95 % interval")),
        x2="high:Q",
        y=line,
        yOffset=offset,
        color=colour,
    )
    points = (
        base.mark_point(filled=True, opacity=1, size=70, cursor="pointer")
        .encode(
            x=alt.X("share:Q", scale=scale),
            y=line,
            yOffset=offset,
            color=colour,
            shape=shape,
            stroke=alt.condition(picked, alt.value(colours.ink), alt.value(None), empty=False),
            tooltip=[alt.Tooltip("measure:N", title="what"), *_TOOLTIP],
        )
        .add_params(picked)
    )
    return finished(
        alt.layer(spread, points),
        description=f"Tone of {len(lines)} {kind}: share and 95 % interval of each measure",
        height=110 + len(lines) * (16 * max(1, len(wanted)) + 16),
    )


def _line_names(shares: Sequence[Share], order: Sequence[str]) -> dict[str, str]:
    """What stands at each article's line; equal titles are told apart by a number."""
    first: dict[str, Share] = {}
    for item in shares:
        if item.rate.n:
            first[item.key] = max(item, first.get(item.key, item), key=lambda one: one.rate.n)
    names: dict[str, str] = {}
    for key in [*(key for key in order if key in first), *(k for k in first if k not in order)]:
        name = f"{_short(first[key].title)} · n {first[key].rate.n}"
        number = 2
        while name in names.values():
            name = f"{_short(first[key].title)} ({number}) · n {first[key].rate.n}"
            number += 1
        names[key] = name
    return names


def _short(title: str, limit: int = 42) -> str:
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"
