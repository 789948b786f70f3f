"""Tone in pictures: the articles or sections side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.look import OPEN_IF_FEW, finished, palette, percent_axis
from dashboard.charts.over_time import highest, tooltip
from dashboard.charts.shares import COLUMNS, Share, long_rows
from dashboard.texts import text

#: Pixels that a title or a measure takes from top to bottom.
_STEP = 20
#: The place of a line's title among the places of its measures.
_TITLE = ""


def by_article(
    shares: Sequence[Share],
    *,
    titles: Mapping[str, str],
    order: Sequence[str],
    kind: str,
    dark: bool = False,
) -> alt.LayerChart:
    """All articles or sections, one line each and measure: share with its interval.

    ``kind`` is the word for them; ``order`` holds their keys. Each title stands above its lines,
    where a telephone has room.

    Clicking a point selects it: parameter ``picked`` with the fields ``key`` (the article) and
    ``what`` (the measure).
    """
    rows = pd.DataFrame(long_rows(shares, titles), columns=list(COLUMNS))
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
        legend=alt.Legend(title=None, orient="top", columns=2),
    )
    shape = alt.Shape(
        "measure:N", scale=alt.Scale(domain=[titles[key] for key in wanted]), legend=None
    )
    offset = alt.YOffset(
        "measure:N", scale=alt.Scale(domain=[_TITLE, *(titles[key] for key in wanted)])
    )
    line = alt.Y("line:N", sort=lines, axis=_titles_above(len(wanted), ink=colours.ink))
    scale = alt.Scale(domain=[0, highest(shares)], nice=False)
    picked = alt.selection_point(name="picked", fields=["key", "what"], on="click")
    base = alt.Chart(rows)
    spread = base.mark_rule(size=2, opacity=0.55).encode(
        x=alt.X("low:Q", scale=scale, axis=percent_axis(text("charts.share_axis"))),
        x2="high:Q",
        y=line,
        yOffset=offset,
        color=colour,
    )
    points = (
        base.mark_point(filled=True, opacity=1, size=70, strokeWidth=1.5, cursor="pointer")
        .encode(
            x=alt.X("share:Q", scale=scale),
            y=line,
            yOffset=offset,
            color=colour,
            shape=shape,
            fillOpacity=OPEN_IF_FEW,
            stroke=alt.condition(
                picked,
                alt.value(colours.ink),
                alt.Stroke("measure:N", scale=colour["scale"], legend=None),
                empty=False,
            ),
            tooltip=[alt.Tooltip("measure:N", title=text("charts.what")), *tooltip()],
        )
        .add_params(picked)
    )
    return finished(
        alt.layer(spread, points),
        description=text("charts.tone_of", n=len(lines), kind=kind),
        height=130 + len(lines) * _STEP * (1 + max(1, len(wanted))),
    )


def _titles_above(measures: int, *, ink: str) -> alt.Axis:
    """An axis whose titles stand inside the frame, each above its lines: a layer of text would
    take half as long again to draw.

    Vega writes a title at the middle of its lines; two fifths of their height are above that.
    """
    return alt.Axis(
        title=None, domain=False, ticks=False, labelAlign="left", labelPadding=0,
        labelOffset=-(0.4 * _STEP * max(1, measures) + 4), labelLimit=340, labelColor=ink, zindex=1,
    )  # fmt: skip


def _line_names(shares: Sequence[Share], order: Sequence[str]) -> dict[str, str]:
    """What stands at each article's line; equal titles are told apart by a number."""
    first: dict[str, Share] = {}
    for item in shares:
        if item.rate.n:
            first[item.key] = max(
                item, first.get(item.key, item), key=lambda candidate: candidate.rate.n
            )
    names: dict[str, str] = {}
    for key in [*(key for key in order if key in first), *(k for k in first if k not in order)]:
        name = text("charts.with_n", words=_short(first[key].title), n=first[key].rate.n)
        number = 2
        while name in names.values():
            words = f"{_short(first[key].title)} ({number})"
            name = text("charts.with_n", words=words, n=first[key].rate.n)
            number += 1
        names[key] = name
    return names


def _short(title: str, limit: int = 42) -> str:
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"
