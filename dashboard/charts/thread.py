"""A thread as a graph of replies: who answered whom, and what was found where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from dashboard.charts.look import LABEL_SHAPES, OTHER_SHAPE, Palette, finished, palette
from dashboard.charts.thread_layout import Node, Place, laid_out
from dashboard.texts import text


def reply_graph(
    nodes: Sequence[Node], *, titles: Mapping[str, str], dark: bool = False
) -> alt.LayerChart:
    """The tree of replies, each comment by shape and colour of its label and with its author.

    Clicking selects: parameter ``picked`` with the field ``key``. Dashed lines are guessed
    parents. ``titles`` are the labels' titles.
    """
    colours = palette(dark=dark)
    places = laid_out(nodes)
    deepest = max((place.depth for place in places), default=0)
    where = {
        "x": alt.X(
            "depth:Q",
            axis=None,
            scale=alt.Scale(domain=[-0.3, max(3.0, deepest + 1.8)], nice=False),
        ),
        "y": alt.Y(
            "row:Q",
            axis=None,
            scale=alt.Scale(domain=[0.3, len(places) + 0.7], reverse=True, nice=False),
        ),
    }
    comments = alt.Chart(_comments(places, titles))
    names = comments.mark_text(align="left", dx=10, fontSize=11, color=colours.quiet).encode(
        **where, text="author:N"
    )
    answers = sum(place.depth > 0 for place in places)
    return finished(
        alt.layer(
            _links(places, colours).encode(**where),
            names,
            _points(comments, titles, colours).encode(**where),
        ),
        description=text("charts.reply_graph", n=len(places), answers=answers),
        height=max(140, 24 * len(places) + 150),
    )


def _comments(places: Sequence[Place], titles: Mapping[str, str]) -> pd.DataFrame:
    nothing = text("charts.nothing_found")
    return pd.DataFrame(
        [
            {
                "key": place.node.key,
                "row": place.row,
                "depth": place.depth,
                "kind": titles.get(place.node.label or "", nothing),
                "author": f"{place.node.position}  {place.node.author}",
                "words": place.node.words,
                "excerpt": place.node.excerpt,
            }
            for place in places
        ],
        columns=["key", "row", "depth", "kind", "author", "words", "excerpt"],
    )


def _elbows(places: Sequence[Place], given: str, guess: str) -> pd.DataFrame:
    """Down from the comment, then across to its answer, so that no line crosses a name."""
    at = {place.node.key: place for place in places}
    return pd.DataFrame(
        [
            {
                "row": start_row,
                "depth": start_depth,
                "row2": place.row,
                "depth2": end_depth,
                "parent": guess if place.node.inferred else given,
            }
            for place in places
            if place.depth and place.node.parent is not None
            for parent in (at[place.node.parent],)
            for start_row, start_depth, end_depth in (
                (parent.row, parent.depth, parent.depth),
                (place.row, parent.depth, place.depth),
            )
        ],
        columns=["row", "depth", "row2", "depth2", "parent"],
    )


def _links(places: Sequence[Place], colours: Palette) -> alt.Chart:
    given, guess = text("charts.parent_given"), text("charts.parent_guessed")
    guessed = any(place.node.inferred for place in places)
    return (
        alt.Chart(_elbows(places, given, guess))
        .mark_rule(color=colours.quiet, opacity=0.8)
        .encode(
            x2="depth2:Q",
            y2="row2:Q",
            strokeDash=alt.StrokeDash(
                "parent:N",
                scale=alt.Scale(domain=[given, guess], range=[[1, 0], [4, 3]]),
                # Below: beside the other legend there is no room for it on a telephone.
                legend=alt.Legend(title=text("charts.answers"), orient="bottom")
                if guessed
                else None,
            ),
        )
    )


def _points(comments: alt.Chart, titles: Mapping[str, str], colours: Palette) -> alt.Chart:
    picked = alt.selection_point(name="picked", fields=["key"], on="click")
    kinds = [*titles.values(), text("charts.nothing_found")]
    shades = [*(colours.label(key) for key in titles), colours.quiet]
    shapes = [*(LABEL_SHAPES.get(key, OTHER_SHAPE) for key in titles), OTHER_SHAPE]
    return (
        comments.mark_point(filled=True, size=130, opacity=1, cursor="pointer")
        .encode(
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=shades),
                legend=alt.Legend(title=text("charts.drawn_as"), orient="top", columns=2),
            ),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=shapes)),
            stroke=alt.condition(picked, alt.value(colours.ink), alt.value(None), empty=False),
            tooltip=[
                alt.Tooltip("author:N", title=text("charts.comment")),
                alt.Tooltip("kind:N", title=text("charts.drawn_as")),
                alt.Tooltip("words:N", title=text("charts.scores")),
                alt.Tooltip("excerpt:N", title=text("charts.begins")),
            ],
        )
        .add_params(picked)
    )
