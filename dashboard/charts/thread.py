"""A thread as a graph of replies: who answered whom, and what was found where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from dashboard.charts.look import LABEL_SHAPES, OTHER_SHAPE, finished, palette
from dashboard.texts import text


@dataclass(frozen=True, slots=True)
class Node:
    """One comment of the thread. ``label`` is the label it is drawn as, or ``None``."""

    key: str
    parent: str | None
    position: int
    author: str
    label: str | None
    words: str = ""
    inferred: bool = False
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is drawn: ``row`` in reading order of the tree, ``depth`` of replies."""

    node: Node
    row: int
    depth: int


def laid_out(nodes: Sequence[Node]) -> list[Place]:
    """Every node once: replies below and right of what they answer, siblings in reading order.

    A parent that is not in the thread, or a ring of parents, makes a node a root.
    """
    known = {node.key: node for node in nodes}
    children: dict[str | None, list[Node]] = {}
    for node in sorted(nodes, key=lambda placed: placed.position):
        parent = node.parent if node.parent in known and not _in_ring(node, known) else None
        children.setdefault(parent, []).append(node)
    places: list[Place] = []
    waiting = [(node, 0) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        places.append(Place(node, len(places) + 1, depth))
        waiting.extend((child, depth + 1) for child in reversed(children.get(node.key, [])))
    return places


def _in_ring(node: Node, known: Mapping[str, Node]) -> bool:
    seen = {node.key}
    at = node.parent
    while at is not None and at in known:
        if at == node.key:
            return True
        if at in seen:
            return False
        seen.add(at)
        at = known[at].parent
    return False


def reply_graph(
    nodes: Sequence[Node], *, titles: Mapping[str, str], dark: bool = False
) -> alt.LayerChart:
    """The tree of replies, each comment by shape and colour of its label and with its author.

    Clicking selects: parameter ``picked`` with the field ``key``. Dashed lines are guessed
    parents. ``titles`` are the labels' titles.
    """
    colours = palette(dark=dark)
    places = laid_out(nodes)
    at = {place.node.key: place for place in places}
    nothing = text("charts.nothing_found")
    given, guess = text("charts.parent_given"), text("charts.parent_guessed")
    kinds = [*titles.values(), nothing]
    rows = pd.DataFrame(
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
    # Elbows: down from the comment, then across to its answer, so that no line crosses a name.
    edges = pd.DataFrame(
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
    answers = sum(place.depth > 0 for place in places)
    guessed = any(place.node.inferred for place in places)
    deepest = max((place.depth for place in places), default=0)
    across = alt.X(
        "depth:Q",
        axis=None,
        scale=alt.Scale(domain=[-0.3, max(3.0, deepest + 1.8)], nice=False),
    )
    down = alt.Y(
        "row:Q",
        axis=None,
        scale=alt.Scale(domain=[0.3, len(places) + 0.7], reverse=True, nice=False),
    )
    picked = alt.selection_point(name="picked", fields=["key"], on="click")
    links = (
        alt.Chart(edges)
        .mark_rule(color=colours.quiet, opacity=0.8)
        .encode(
            x=across,
            y=down,
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
    base = alt.Chart(rows)
    points = (
        base.mark_point(filled=True, size=130, opacity=1, cursor="pointer")
        .encode(
            x=across,
            y=down,
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(
                    domain=kinds,
                    range=[colours.label(key) for key in titles] + [colours.quiet],
                ),
                legend=alt.Legend(title=text("charts.drawn_as"), orient="top", columns=2),
            ),
            shape=alt.Shape(
                "kind:N",
                scale=alt.Scale(
                    domain=kinds,
                    range=[LABEL_SHAPES.get(key, OTHER_SHAPE) for key in titles] + [OTHER_SHAPE],
                ),
            ),
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
    names = base.mark_text(align="left", dx=10, fontSize=11, color=colours.quiet).encode(
        x=across, y=down, text="author:N"
    )
    return finished(
        alt.layer(links, names, points),
        description=text("charts.reply_graph", n=len(places), answers=answers),
        height=max(140, 24 * len(places) + 150),
    )
