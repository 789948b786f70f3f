"""Two versions side by side: what moves, how good each is, what an error costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.charts.look import count_axis, finished, palette, percent_axis

OUTCOMES = ("flag", "unsure", "clear", "unsupported")


def moved_bars(
    now: Mapping[str, int],
    then: Mapping[str, int],
    *,
    names: tuple[str, str],
    dark: bool = False,
    height: int = 240,
) -> alt.Chart:
    """How many comments each of two profiles flags, leaves unsure and clears.

    ``names`` are what the two are called, the present one first.
    """
    colours = palette(dark=dark)
    rows = pd.DataFrame(
        [
            {"profile": name, "outcome": outcome, "comments": counts.get(outcome, 0)}
            for name, counts in zip(names, (now, then), strict=True)
            for outcome in OUTCOMES
            if outcome != "unsupported" or now.get(outcome) or then.get(outcome)
        ]
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("outcome:N", sort=list(OUTCOMES), axis=alt.Axis(title=None)),
        yOffset=alt.YOffset("profile:N", sort=list(names)),
        x=alt.X("comments:Q", axis=count_axis("comments")),
    )
    bars = base.mark_bar().encode(
        color=alt.Color(
            "profile:N",
            scale=alt.Scale(domain=list(names), range=[colours.quiet, colours.approved]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        tooltip=["profile:N", "outcome:N", "comments:Q"],
    )
    numbers = base.mark_text(align="left", dx=4, color=colours.quiet).encode(text="comments:Q")
    return finished(
        alt.layer(bars, numbers),
        description="Comments per recommendation under " + " and ".join(names),
        height=height,
    )


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, for one line of a comparison: ``side`` names the version."""

    line: str
    side: str
    value: float | None
    low: float | None
    high: float | None
    n: int


def estimates(
    rows: Sequence[Estimate],
    *,
    sides: Sequence[str],
    title: str,
    domain: tuple[float, float] = (0.0, 1.0),
    percent: bool = True,
    reference: float | None = None,
    dark: bool = False,
) -> alt.LayerChart:
    """Points with intervals, one line each quantity, versions told apart by colour and shape.

    ``reference`` draws a thin line, such as the agreement that is usually asked for.
    """
    form = ".0%" if percent else ".2f"
    frame = pd.DataFrame(
        [
            {
                "line": row.line,
                "words": f"{row.value:{form}} · n {row.n}",
                "side": row.side,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "n": row.n,
            }
            for row in rows
            if row.value is not None
        ],
        columns=["line", "words", "side", "value", "low", "high", "n"],
    )
    colours = palette(dark=dark)
    tones = [colours.quiet, colours.approved] if len(sides) > 1 else [colours.approved]
    axis = percent_axis(title) if percent else alt.Axis(title=title, format=form)
    scale = alt.Scale(domain=list(domain), nice=False)
    base = alt.Chart(frame)
    lines = list(dict.fromkeys(frame["line"]))
    at = {
        "y": alt.Y("line:N", sort=lines, axis=alt.Axis(title=None, labelLimit=280)),
        "yOffset": alt.YOffset("side:N", sort=list(sides)),
        "color": alt.Color(
            "side:N",
            scale=alt.Scale(domain=list(sides), range=tones),
            legend=alt.Legend(title=None, orient="top") if len(sides) > 1 else None,
        ),
    }
    spread = base.mark_rule(size=2).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", **at
    )
    points = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        shape=alt.Shape("side:N", scale=alt.Scale(domain=list(sides)), legend=None),
        tooltip=[
            alt.Tooltip("line:N", title="what"),
            alt.Tooltip("side:N", title="version"),
            alt.Tooltip("value:Q", format=form, title="value"),
            alt.Tooltip("low:Q", format=form, title="interval from"),
            alt.Tooltip("high:Q", format=form, title="to"),
            alt.Tooltip("n:Q", title="n"),
        ],
        **at,
    )
    # The numbers stand above their interval, where they fit wherever it ends.
    words = base.mark_text(dy=-9, fontSize=10, color=colours.ink).encode(
        x=alt.X("value:Q", scale=scale), y=at["y"], yOffset=at["yOffset"], text="words:N"
    )
    layers: list[alt.Chart] = [spread, points, words]
    if reference is not None:
        layers.insert(
            0,
            alt.Chart(pd.DataFrame({"at": [reference]}))
            .mark_rule(strokeDash=[4, 3], color=colours.quiet)
            .encode(x=alt.X("at:Q", scale=scale)),
        )
    return finished(
        alt.layer(*layers),
        description=f"{title}: {len(frame)} values with 95 % intervals",
        height=100 + 36 * max(1, len(lines)) * max(1, len(sides)),
    )


def cost_curve(
    thresholds: Sequence[float],
    costs: Sequence[float],
    *,
    best: float,
    now: float,
    dark: bool = False,
) -> alt.LayerChart:
    """What misses and false alarms together cost at each threshold; the cheapest is marked."""
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
                axis=alt.Axis(title="flag at", format=".1f", values=tenths),
            ),
            y=alt.Y("cost:Q", axis=alt.Axis(title="expected cost", format="~s")),
            tooltip=[
                alt.Tooltip("at:Q", format=".2f", title="flag at"),
                alt.Tooltip("cost:Q", format=".1f"),
            ],
        )
    )
    marks = pd.DataFrame(
        [{"at": best, "text": f"cheapest {best:.2f}"}, {"at": now, "text": f"now {now:.2f}"}]
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
    return finished(
        alt.layer(curve, lines, *words),
        description=f"Expected cost by threshold; cheapest at {best:.2f}, now {now:.2f}",
        height=220,
    )
