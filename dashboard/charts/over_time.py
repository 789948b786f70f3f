"""One measure of tone along time or reading order, as a small multiple that is quick to draw.

Altair checks and copies every part of a chart that it builds, 0.05 s each: six of them would be
most of the time in which the tone screen opens. So a picture is built once, without rows, and the
rows, the top of the axis and the description are put to it each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from analysis.evaluation.proportions import TOO_FEW
from dashboard.charts.look import OPEN_IF_FEW, finished, palette, percent_axis
from dashboard.charts.shares import COLUMNS, Share, long_rows
from dashboard.texts import catalogue, text

_HEIGHT = 190
#: Open points that carry their n; more would write over one another on a telephone.
_NUMBERED = 6

#: A tick between two days has no name, or every day would stand there twice.
_DAY = (
    "hours(datum.value) ? '' : month(datum.value) + date(datum.value) == 1"
    " ? timeFormat(datum.value, '%d %b %Y') : timeFormat(datum.value, '%d %b')"
)


def tooltip() -> list[alt.Tooltip]:
    """What a point tells when it is pointed at."""
    return [
        alt.Tooltip("group:N", title=text("charts.where")),
        alt.Tooltip("words:N", title=text("charts.share")),
        alt.Tooltip("n:Q", title=text("charts.comments")),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A Vega-Lite specification without its rows, and the rows."""

    spec: Mapping[str, Any]
    rows: pd.DataFrame


def over_time(
    shares: Sequence[Share],
    *,
    measure: str,
    title: str,
    by_position: bool = False,
    top: float | None = None,
    dark: bool = False,
) -> Drawing:
    """One measure along time or reading position: line, points sized by n, interval band.
    A point of too few comments is drawn open and says its n.

    Clicking a point selects it: parameter ``picked`` with the field ``key``. ``top`` gives several
    small multiples one and the same axis.
    """
    rows = pd.DataFrame(long_rows(shares, {measure: title}), columns=list(COLUMNS))
    if not by_position:
        rows["day"] = pd.to_datetime(rows["day"])
    colour = palette(dark=dark).measure(measure)
    picture = _picture(
        colour,
        by_position=by_position,
        alone=len(rows) == 1,
        dark=dark,
        language=catalogue().language,
    )
    spec = deepcopy(picture)
    spec["params"].append({"name": "top", "value": top or highest(shares)})
    along = "charts.over_thread" if by_position else "charts.over_time"
    spec["description"] = text(along, title=title, n=len(rows))
    return Drawing(spec, rows)


def highest(shares: Sequence[Share]) -> float:
    """The top of an axis that fits all intervals, at least a tenth and at most one."""
    top = max((item.rate.high for item in shares if item.rate.high is not None), default=0.1)
    return min(1.0, max(0.1, top * 1.05))


@cache
def _picture(
    colour: str, *, by_position: bool, alone: bool, dark: bool, language: str
) -> dict[str, Any]:
    """The picture without rows; ``alone`` is a single point, whose interval is no band.

    Its words are in the site's ``language``, which is here to keep pictures of two apart.
    """
    along = (
        # Steps of some comments, each a place of its own: no share is known at a single comment.
        alt.X(
            "group:O",
            sort=alt.EncodingSortField("position", op="min"),
            axis=alt.Axis(title=text("charts.of_the_thread"), labelAngle=0, labelOverlap=True),
        )
        if by_position
        else alt.X("day:T", axis=alt.Axis(title=None, labelOverlap=True, labelExpr=_DAY))
    )
    scale = alt.Scale(domain=[0, alt.ExprRef("top")], nice=False)
    axis = percent_axis(title=text("charts.share"), tickCount=4)
    upward = alt.Y("share:Q", scale=scale, axis=axis)
    lowest = alt.Y("low:Q", scale=scale, axis=axis)
    base = alt.Chart(alt.NamedData("rows"))
    picked = alt.selection_point(name="picked", fields=["key"], on="click", nearest=True)
    spread = (
        base.mark_rule(color=colour, opacity=0.6)
        if alone
        else base.mark_area(opacity=0.18, color=colour)
    ).encode(x=along, y=lowest, y2="high:Q")
    line = base.mark_line(color=colour, size=1.5).encode(x=along, y=upward)
    points = (
        base.mark_point(color=colour, filled=True, opacity=1, strokeWidth=1.5, cursor="pointer")
        .encode(
            x=along,
            y=upward,
            size=alt.Size("n:Q", scale=alt.Scale(range=[25, 160]), legend=None),
            stroke=alt.condition(
                picked, alt.value(palette(dark=dark).ink), alt.value(colour), empty=False
            ),
            fillOpacity=OPEN_IF_FEW,
            tooltip=tooltip(),
        )
        .add_params(picked)
    )
    numbers = (
        base.transform_filter(f"datum.n < {TOO_FEW}")
        .transform_joinaggregate(open="count()")
        .transform_filter(f"datum.open <= {_NUMBERED}")
        .transform_calculate(words_n="'n ' + datum.n")
        .mark_text(dy=-11, fontSize=10, color=palette(dark=dark).ink)
        .encode(x=along, y=upward, text="words_n:N")
    )
    chart = finished(alt.layer(spread, line, points, numbers), description="", height=_HEIGHT)
    with alt.theme.enable("none"):
        spec: dict[str, Any] = chart.to_dict()
    del spec["data"]  # Streamlit sends the rows beside the specification
    return spec
