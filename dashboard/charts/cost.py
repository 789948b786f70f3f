"""What misses and false alarms cost at each threshold."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts.look import finished, palette
from dashboard.texts import text


def cost_curve(
    thresholds: Sequence[float],
    costs: Sequence[float],
    *,
    best: float,
    now: float,
    interval: tuple[float, float] | None = None,
    dark: bool = False,
) -> alt.LayerChart:
    """What misses and false alarms together cost at each threshold; the cheapest is marked.

    ``interval`` is where the cheapest lies with 95 %, drawn as a band.
    """
    colours = palette(dark=dark)
    score = alt.Scale(domain=[0, 1])
    tenths = [step / 10 for step in range(11)]
    curve = (
        alt.Chart(pd.DataFrame({"at": thresholds, "cost": costs}))
        .mark_line(interpolate="step-after", color=colours.approved)
        .encode(
            x=alt.X(
                "at:Q",
                scale=score,
                axis=alt.Axis(title=text("charts.flag_at"), format=".1f", values=tenths),
            ),
            y=alt.Y("cost:Q", axis=alt.Axis(title=text("charts.cost_axis"), format="~s")),
            tooltip=[
                alt.Tooltip("at:Q", format=".2f", title=text("charts.flag_at")),
                alt.Tooltip("cost:Q", format=".1f", title=text("charts.cost")),
            ],
        )
    )
    marks = pd.DataFrame(
        [
            {"at": best, "text": text("charts.cheapest", at=best)},
            {"at": now, "text": text("charts.now", at=now)},
        ]
    )
    lines = (
        alt.Chart(marks)
        .mark_rule(size=1.5, color=colours.ink)
        .encode(
            x=alt.X("at:Q", scale=score),
            strokeDash=alt.StrokeDash(
                "text:N", sort=None, scale=alt.Scale(range=[[1, 0], [5, 4]]), legend=None
            ),
        )
    )
    words = [
        alt.Chart(marks.iloc[[row]])
        .mark_text(
            align="right" if marks.iloc[row]["at"] > 0.8 else "left",
            dx=-5 if marks.iloc[row]["at"] > 0.8 else 5,
            dy=4 + 14 * row,
            baseline="top",
            fontWeight="bold",
            color=colours.ink,
        )
        .encode(x=alt.X("at:Q", scale=score), y=alt.value(0), text="text:N")
        for row in (0, 1)
    ]
    layers: list[alt.Chart] = [curve, lines, *words]
    if interval is not None:
        band = pd.DataFrame([{"low": interval[0], "high": interval[1]}])
        layers.insert(
            0,
            alt.Chart(band)
            .mark_rect(opacity=0.18, color=colours.approved)
            .encode(x=alt.X("low:Q", scale=score), x2="high:Q"),
        )
    return finished(
        alt.layer(*layers),
        description=text("charts.cost_by_threshold", best=best, now=now),
        height=220,
    )
