"""Pictures of one label's scores: the histogram behind the thresholds, and the triage dots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

import altair as alt
import pandas as pd

from analysis.domain.thresholds import Bin
from dashboard.charts.look import Palette, count_axis, finished, palette
from dashboard.texts import text

KINDS = ("open", "approved", "rejected")
# Half of one bar of the usual fifty: the least width at which a bar or a range can be seen.
EDGE = 0.012
#: The slider above is drawn to the same scale (shell.css, score_axis): 0 and 1 stand so many pixels
#: inside the frame, and the counts take the same room however many figures they have.
_SCORE = alt.Scale(domain=[0, 1], padding=6, nice=False)
_COUNTS = {"minExtent": 34, "maxExtent": 34}
#: A magnified axis shows at least so many comments.
SHORTEST_CUT = 5


def kind_titles() -> list[str]:
    """The titles of ``KINDS``."""
    return [text(f"charts.state_{kind}") for kind in KINDS]


def histogram_rows(bins: Iterable[Bin]) -> pd.DataFrame:
    """One row per bar and kind, stacked: ``bottom`` to ``top``, from ``lower`` to ``upper``.

    A bar for one exact score (``lower == upper``) is given a width, or nobody would see it.
    """
    rows = []
    titles = dict(zip(KINDS, kind_titles(), strict=True))
    for bar in bins:
        parts = {
            "open": bar.count - bar.decided,
            "approved": bar.decided - bar.rejected,
            "rejected": bar.rejected,
        }
        widened = EDGE / 2 if bar.upper <= bar.lower else 0.0
        bottom = 0
        for kind in reversed(KINDS):
            size = parts[kind]
            if size:
                rows.append(
                    {
                        "lower": max(0.0, bar.lower - widened),
                        "upper": min(1.0, bar.upper + widened),
                        "bottom": bottom,
                        "top": bottom + size,
                        "kind": titles[kind],
                        "comments": size,
                        "range": text("charts.range", low=bar.lower, high=bar.upper),
                    }
                )
            bottom += size
    columns = ["lower", "upper", "bottom", "top", "kind", "comments", "range"]
    return pd.DataFrame(rows, columns=columns)


def _score_axis(label_title: str) -> alt.Axis:
    tenths = [step / 10 for step in range(11)]
    return alt.Axis(title=text("charts.score_axis", label=label_title), format=".1f", values=tenths)


def _bars(
    rows: pd.DataFrame, label_title: str, *, score: alt.Scale, count: alt.Scale, colours: Palette
) -> alt.Chart:
    kinds = {"open": colours.quiet, "approved": colours.approved, "rejected": colours.rejected}
    return (
        alt.Chart(rows)
        .mark_bar(binSpacing=0.6, clip=True)
        .encode(
            x=alt.X("lower:Q", scale=score, axis=_score_axis(label_title)),
            x2="upper:Q",
            y=alt.Y("bottom:Q", scale=count, axis=count_axis(text("charts.comments"), **_COUNTS)),
            y2="top:Q",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=kind_titles(), range=[kinds[k] for k in KINDS]),
                legend=alt.Legend(title=None, orient="bottom"),
            ),
            tooltip=[
                alt.Tooltip("range:N", title=text("charts.score")),
                alt.Tooltip("kind:N", title=text("charts.state")),
                alt.Tooltip("comments:Q", title=text("charts.comments")),
            ],
        )
    )


def magnified(bins: Sequence[Bin]) -> int | None:
    """Where to cut the count axis so that the small bars can be seen: three times the middle bar.

    ``None`` where no bar is taller than that: then everything can be seen as it is.
    """
    counts = [bar.count for bar in bins if bar.count]
    if not counts:
        return None
    cut = max(SHORTEST_CUT, round(3 * median(counts)))
    return cut if max(counts) > cut else None


def _count_scale(bins: Sequence[Bin], cut: int | None) -> alt.Scale:
    most = max((bar.count for bar in bins), default=1) or 1
    return alt.Scale(domain=[0, most * 1.18 if cut is None else cut], nice=False)


def _cut_marks(
    bins: Sequence[Bin], cut: int | None, score: alt.Scale, colours: Palette
) -> list[alt.Chart]:
    """An arrow at the top of each bar that goes on above the end of the axis."""
    if cut is None:
        return []
    taller = pd.DataFrame(
        [
            {"at": (bar.lower + bar.upper) / 2, "comments": bar.count}
            for bar in bins
            if bar.count > cut
        ],
        columns=["at", "comments"],
    )
    return [
        alt.Chart(taller)
        .mark_point(shape="triangle-up", filled=True, size=45, opacity=1, color=colours.ink)
        .encode(
            x=alt.X("at:Q", scale=score),
            y=alt.value(5),
            tooltip=[alt.Tooltip("comments:Q", title=text("charts.comments"))],
        )
    ]


def _band(low: float, high: float) -> dict[str, float]:
    """The picked range as it is drawn: inside the axis, and never thinner than an eye can see."""
    thin = EDGE / 2 if high <= low else 0.0
    return {"from": max(0.0, low - thin), "to": min(1.0, high + thin)}


def score_histogram(
    bins: Sequence[Bin],
    *,
    label_title: str,
    clear_below: float,
    flag_at: float,
    published: tuple[float, float] | None = None,
    cut: int | None = None,
    dark: bool = False,
    height: int = 260,
) -> alt.LayerChart:
    """The scores of one label with the two thresholds drawn into them.

    ``published`` are the thresholds now in force (clear_below, flag_at), drawn thin for
    comparison. ``cut`` magnifies small bars: the count axis ends there, and an arrow stands on
    each bar that goes on.
    """
    rows = histogram_rows(bins)
    colours = palette(dark=dark)
    scale = _count_scale(bins, cut)
    score = _SCORE
    bars = _bars(rows, label_title, score=score, count=scale, colours=colours)
    marks = pd.DataFrame(
        [
            {"at": clear_below, "text": text("charts.clear_below", at=clear_below)},
            {"at": flag_at, "text": text("charts.flag_from", at=flag_at)},
        ]
    )
    lines = (
        alt.Chart(marks)
        .mark_rule(size=2, color=colours.ink)
        .encode(
            x=alt.X("at:Q", scale=score),
            strokeDash=alt.StrokeDash(
                "text:N", scale=alt.Scale(range=[[5, 4], [1, 0]]), legend=None, sort=None
            ),
        )
    )
    layers: list[alt.Chart] = [bars, *_cut_marks(bins, cut, score, colours), lines]
    for row, align, dx in ((0, "right", -5), (1, "left", 5)):
        # The words stand on the outer side of their line, unless a telephone has no room there.
        at = marks.iloc[row]["at"]
        flip = (align == "right" and at < 0.35) or (align == "left" and at > 0.65)
        layers.append(
            alt.Chart(marks.iloc[[row]])
            .mark_text(
                align=("left" if align == "right" else "right") if flip else align,
                dx=-dx if flip else dx,
                dy=6 + 14 * row,
                baseline="top",
                fontWeight="bold",
                color=colours.ink,
            )
            .encode(x=alt.X("at:Q", scale=score), y=alt.value(0), text="text:N")
        )
    if published is not None and published != (clear_below, flag_at):
        old = pd.DataFrame({"at": sorted(set(published))})
        layers.append(
            alt.Chart(old)
            .mark_rule(size=1, color=colours.quiet)
            .encode(
                x=alt.X("at:Q", scale=score),
                tooltip=alt.Tooltip("at:Q", title=text("charts.published")),
            )
        )
    total = sum(bar.count for bar in bins)
    return finished(
        alt.layer(*layers),
        description=text(
            "charts.histogram", n=total, label=label_title, clear=clear_below, flag=flag_at
        ),
        height=height,
    )


def triage_bars(
    bins: Sequence[Bin],
    *,
    label_title: str,
    low: float,
    high: float,
    cut: int | None = None,
    dark: bool = False,
    height: int = 260,
) -> alt.LayerChart:
    """The scores of one label with a brush named ``band`` that picks a range of them.

    ``cut`` is as in :func:`score_histogram`.
    """
    rows = histogram_rows(bins)
    colours = palette(dark=dark)
    score = _SCORE
    band = alt.selection_interval(name="band", encodings=["x"])
    picked = (
        alt.Chart(pd.DataFrame([_band(low, high)]))
        .mark_rect(opacity=0.14, color=colours.approved, clip=True)
        .encode(x=alt.X("from:Q", scale=score), x2="to:Q")
    )
    bars = _bars(
        rows,
        label_title,
        score=score,
        count=_count_scale(bins, cut),
        colours=colours,
    ).add_params(band)
    return finished(
        alt.layer(picked, bars, *_cut_marks(bins, cut, score, colours)),
        description=text("charts.pick_range", label=label_title, low=low, high=high),
        height=height,
    )
