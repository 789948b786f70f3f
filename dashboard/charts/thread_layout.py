"""Where each comment of a thread is drawn: in reading order, replies below and right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


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
