"""Two versions side by side: what moves, and how good each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import altair as alt
import pandas as pd

from dashboard.charts.look import OPEN_IF_FEW, count_axis, finished, palette, percent_axis
from dashboard.texts import text

OUTCOMES = ("flag", "unsure", "clear", "unsupported")

#: Pixels of the legend and the axis, and of two bars with room for the number beside each.
_AROUND_BARS, _TWO_BARS = 125, 38

#: The place of a line's name among the places of its sides; no side is called so.
_NAME = ""


def moved_bars(
    now: Mapping[str, int],
    then: Mapping[str, int],
    *,
    names: tuple[str, str],
    dark: bool = False,
) -> alt.Chart:
    """How many comments each of two profiles flags, leaves unsure and clears.

    ``names`` are what the two are called, the present one first.
    """
    colours = palette(dark=dark)
    titles = {outcome: text(f"review.recommendation_{outcome}") for outcome in OUTCOMES}
    rows = pd.DataFrame(
        [
            {"profile": name, "outcome": titles[outcome], "comments": counts.get(outcome, 0)}
            for name, counts in zip(names, (now, then), strict=True)
            for outcome in OUTCOMES
            if outcome != "unsupported" or now.get(outcome) or then.get(outcome)
        ]
    )
    # Room for the number beside the longest bar.
    scale = alt.Scale(domain=[0, max(1.0, rows["comments"].max() * 1.18)], nice=False)
    base = alt.Chart(rows).encode(
        y=alt.Y("outcome:N", sort=list(titles.values()), axis=alt.Axis(title=None)),
        yOffset=alt.YOffset("profile:N", sort=list(names)),
        x=alt.X("comments:Q", scale=scale, axis=count_axis(text("charts.comments"))),
    )
    bars = base.mark_bar().encode(
        color=alt.Color(
            "profile:N",
            scale=alt.Scale(domain=list(names), range=[colours.quiet, colours.approved]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        tooltip=[
            alt.Tooltip("profile:N", title=text("charts.version")),
            alt.Tooltip("outcome:N", title=text("charts.recommendation")),
            alt.Tooltip("comments:Q", title=text("charts.comments")),
        ],
    )
    numbers = base.mark_text(align="left", dx=4, color=colours.quiet).encode(text="comments:Q")
    return finished(
        alt.layer(bars, numbers),
        description=text("charts.moved", now=names[0], then=names[1]),
        height=_AROUND_BARS + _TWO_BARS * rows["outcome"].nunique(),
    )


class Measured(Protocol):
    """A number with its interval and how many judgements it rests on."""

    @property
    def value(self) -> float | None:
        """The number; ``None`` where nothing can be told."""

    @property
    def low(self) -> float | None:
        """The lower end of its interval."""

    @property
    def high(self) -> float | None:
        """The upper end of its interval."""

    @property
    def n(self) -> int:
        """How many judgements it rests on."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, for one line of a comparison: ``side`` names the version."""

    line: str
    side: str
    value: float | None
    low: float | None
    high: float | None
    n: int

    @classmethod
    def of(cls, number: Measured, *, line: str, side: str) -> Estimate:
        """The estimate of a number that was measured, interval and count included."""
        return cls(line, side, number.value, number.low, number.high, number.n)


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
    A point that rests on too few comments is drawn open.

    Each quantity's name stands above its points: beside them it would take a telephone's width.
    ``reference`` draws a thin line, such as the agreement that is usually asked for.
    """
    form = ".0%" if percent else ".2f"
    frame = _frame(rows, form)
    colours = palette(dark=dark)
    tones = [colours.quiet, colours.approved] if len(sides) > 1 else [colours.approved]
    axis = percent_axis(title) if percent else alt.Axis(title=title, format=form, tickCount=6)
    scale = alt.Scale(domain=list(domain), nice=False)
    base = alt.Chart(frame)
    lines = list(dict.fromkeys(frame["line"]))
    at = {
        "y": alt.Y("line:N", sort=lines, axis=None, scale=alt.Scale(padding=0.04)),
        "yOffset": alt.YOffset("side:N", scale=alt.Scale(domain=[_NAME, *sides])),
        "color": alt.Color(
            "side:N",
            scale=alt.Scale(domain=list(sides), range=tones),
            legend=alt.Legend(title=None, orient="top") if len(sides) > 1 else None,
        ),
    }
    spread = base.mark_rule(size=2).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", **at
    )
    points = base.mark_point(size=80, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        fill=alt.Fill("side:N", scale=alt.Scale(domain=list(sides), range=tones), legend=None),
        fillOpacity=OPEN_IF_FEW,
        shape=alt.Shape("side:N", scale=alt.Scale(domain=list(sides)), legend=None),
        tooltip=[
            alt.Tooltip("line:N", title=text("charts.what")),
            alt.Tooltip("side:N", title=text("charts.version")),
            alt.Tooltip("value:Q", format=form, title=text("charts.value")),
            alt.Tooltip("low:Q", format=form, title=text("charts.interval_from")),
            alt.Tooltip("high:Q", format=form, title=text("charts.interval_to")),
            alt.Tooltip("n:Q", title="n"),
        ],
        **at,
    )
    stands = {"y": at["y"], "yOffset": at["yOffset"]}
    words = _numbers(base, domain, colours.ink).encode(x=alt.X("value:Q", scale=scale), **stands)
    names = (
        alt.Chart(pd.DataFrame({"line": lines, "side": _NAME}))
        .mark_text(align="left", dy=-4, fontSize=12, color=colours.ink)
        .encode(x=alt.value(0), text="line:N", **stands)
    )
    layers: list[alt.Chart] = [spread, points, words, names]
    if reference is not None:
        layers.insert(
            0,
            alt.Chart(pd.DataFrame({"at": [reference]}))
            .mark_rule(strokeDash=[4, 3], color=colours.quiet)
            .encode(x=alt.X("at:Q", scale=scale)),
        )
    return finished(
        alt.layer(*layers),
        description=text("charts.estimates", title=title, n=len(frame)),
        # Axis and, with two sides, the legend above take their part of the height.
        height=(124 if len(sides) > 1 else 80) + 32 * max(1, len(lines)) * (1 + max(1, len(sides))),
    )


def _frame(rows: Sequence[Estimate], form: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "line": row.line,
                "words": _in_words(row, form),
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


def _numbers(base: alt.Chart, domain: tuple[float, float], ink: str) -> alt.Chart:
    """The numbers above their points; they begin or end there where the frame is near."""
    along = f"(datum.value - {domain[0]}) / {domain[1] - domain[0]}"
    return base.mark_text(
        dy=-10,
        fontSize=11,
        color=ink,
        align=alt.ExprRef(f"{along} < 0.3 ? 'left' : {along} > 0.7 ? 'right' : 'center'"),
    ).encode(text="words:N")


def _in_words(row: Estimate, form: str) -> str:
    """The number as it is printed beside its point: value, interval and n."""
    words = f"{row.value:{form}}"
    if row.low is not None and row.high is not None:
        low, high = f"{row.low:{form}}", f"{row.high:{form}}"
        words = text("charts.with_interval", value=words, low=low, high=high)
    return text("charts.with_n", words=words, n=row.n)
