"""Charts of an evaluation: reliability and the two classes' scores, as Altair HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.evaluation.evaluate import LabelEvaluation

_SIZE = 280
_BINS = 20


def charts(reports: Sequence[LabelEvaluation]) -> Any:
    """One row per label: reliability diagram, and histograms of the scores of yes and no."""
    import altair as alt

    rows = [alt.hconcat(_reliability(report), _histogram(report)) for report in reports]
    return alt.vconcat(*rows).resolve_scale(color="independent")


def charts_html(reports: Sequence[LabelEvaluation]) -> str:
    """The charts as one page. It needs no network where ``vl-convert-python`` is installed;
    otherwise its drawing code comes from a public address when the page is opened."""
    import importlib.util

    inline = importlib.util.find_spec("vl_convert") is not None
    page: str = charts(reports).to_html(inline=inline)
    return page


def _reliability(report: LabelEvaluation) -> Any:
    import altair as alt

    values = [{"score": b.mean_score, "share": b.share_positive, "n": b.n} for b in report.bins]
    points = (
        alt.Chart(alt.Data(values=values))
        .mark_line(point=True)
        .encode(
            x=alt.X("score:Q", title="mean score", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("share:Q", title="share of yes", scale=alt.Scale(domain=[0, 1])),
            tooltip=["score:Q", "share:Q", "n:Q"],
        )
    )
    even = (
        alt.Chart(alt.Data(values=[{"score": 0, "share": 0}, {"score": 1, "share": 1}]))
        .mark_line(strokeDash=[4, 4], color="gray")
        .encode(x="score:Q", y="share:Q")
    )
    title = f"{report.label}: reliability (n {report.n})"
    return (even + points).properties(width=_SIZE, height=_SIZE, title=title)


def _histogram(report: LabelEvaluation) -> Any:
    import altair as alt

    counts: dict[tuple[int, str], int] = {}
    for truth, score in zip(report.truth, report.scores, strict=True):
        place = min(int(score * _BINS), _BINS - 1), "yes" if truth else "no"
        counts[place] = counts.get(place, 0) + 1
    values = [
        {"score": (number + 0.5) / _BINS, "truth": truth, "rows": n}
        for (number, truth), n in sorted(counts.items())
    ]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar(opacity=0.6, size=_SIZE / _BINS - 2)
        .encode(
            x=alt.X("score:Q", title="score", scale=alt.Scale(domain=[0, 1])),
            y=alt.Y("rows:Q", title="rows", stack=None),
            color=alt.Color("truth:N", title="truth"),
        )
        .properties(width=_SIZE, height=_SIZE, title=f"{report.label}: scores by truth")
    )
