"""Where the comments are in a JSON document of any making, and in which shape.

A list of objects, lists inside lists of pages or articles, objects by their id, GraphQL's edges,
and the ways in which data frames write their columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.ingest.column_names import rank
from analysis.ingest.json_source import flat
from analysis.ingest.nested import bare_node, reply_list
from analysis.ingest.text_pieces import are_pieces

DEEPEST = 8
"""Levels of a document that are looked through for comments."""

_LOOKED_AT = 50
_MOSTLY = 0.5
_ABOUT_ARTICLE = ("title", "url", "thread_id", "section", "article_text")


@dataclass(slots=True)
class CommentList:
    """Comments under one path (``articles[].comments``), with what stands around each list."""

    path: str
    items: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)
    """Objects, each with the fields of the article or page that it stands in."""


def comments_in(document: Any) -> list[CommentList]:
    """The lists of comments in a document, one for each path at which there are any."""
    lists: dict[str, CommentList] = {}
    for path, entry, around in _walk(document, "", {}, 0):
        lists.setdefault(path, CommentList(path)).items.append((entry, around))
    return list(lists.values())


def lists_in(document: Any) -> list[str]:
    """The paths of all lists of objects, for whoever has to be told that none holds comments."""
    names: list[str] = []
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    while waiting:
        path, value, depth = waiting.pop(0)
        if isinstance(value, list):
            if any(isinstance(entry, dict) for entry in value):
                names.append(path)
        elif isinstance(value, dict) and depth < DEEPEST:
            waiting += [(f"{path}.{k}" if path else str(k), v, depth + 1) for k, v in value.items()]
    return names


def is_comment(value: Any) -> bool:
    """Whether an object holds a comment's text under one of its usual names."""
    return isinstance(value, dict) and any(
        (isinstance(inner, str) or are_pieces(inner)) and rank("text", name) is not None
        for name, inner in flat(bare_node(value))
    )


_Item = tuple[str, Mapping[str, Any], Mapping[str, Any]]


def _walk(value: Any, path: str, around: Mapping[str, Any], depth: int) -> Iterator[_Item]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        yield from _in_list(value, path, around, depth)
    elif isinstance(value, dict):
        rows = _rows_of(value)
        if rows is not None:
            yield from ((path, row, around) for row in rows)
        elif is_comment(value) and reply_list(value) and not is_article(value):
            yield path, value, around
        else:
            about = {**around, **_about(value, top=depth == 0)}
            for key, inner in value.items():
                if isinstance(inner, list | dict) and not are_pieces(inner):
                    yield from _walk(inner, f"{path}.{key}" if path else str(key), about, depth + 1)


def _in_list(
    values: Sequence[Any], path: str, around: Mapping[str, Any], depth: int
) -> Iterator[_Item]:
    objects = [entry for entry in values if isinstance(entry, dict)]
    if objects:
        sample = objects[:_LOOKED_AT]
        whole = not any(is_article(entry) and reply_list(entry) for entry in sample)
        if whole and sum(map(is_comment, sample)) >= _MOSTLY * len(sample):
            # What is no object keeps its place, so that the reader can set it aside.
            yield from ((path, entry, around) for entry in values)
            return
        for entry in objects:
            yield from _walk(entry, f"{path}[]", around, depth + 1)
    elif values and not path and all(isinstance(entry, str) for entry in values):
        yield from ((path, {"text": entry}, around) for entry in values)
    else:
        for entry in values:
            if isinstance(entry, list):
                yield from _walk(entry, f"{path}[]", around, depth + 1)


def _rows_of(value: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of a table that is written as an object; ``None`` for any other object."""
    if isinstance(columns := value.get("columns"), list) and isinstance(value.get("data"), list):
        rows = value["data"]
        if columns and all(isinstance(row, list) and len(row) == len(columns) for row in rows):
            return [dict(zip(map(str, columns), row, strict=True)) for row in rows]
    inner = list(value.values())
    if not inner:
        return None
    texts = any(rank("text", str(name)) is not None for name in value)
    if texts and all(isinstance(entry, dict) for entry in inner):
        keys = list(inner[0])  # {"text": {"0": …}, "author": {"0": …}}
        plain = not any(isinstance(v, dict | list) for v in inner[0].values())
        if plain and len(inner) > 1 and all(list(entry) == keys for entry in inner):
            return [{str(name): value[name][key] for name in value} for key in keys]
    lists = all(isinstance(entry, list) and len(entry) == len(inner[0]) for entry in inner)
    if texts and lists and len(inner) > 1 and not any(isinstance(v, dict | list) for v in inner[0]):
        return [{str(n): value[n][i] for n in value} for i in range(len(inner[0]))]
    if len(inner) > 1 and all(is_comment(entry) for entry in inner):
        shared = set(inner[0]).intersection(*map(set, inner))
        if shared:  # {"c1": {"text": …}, "c2": {"text": …}}
            return [
                entry if "id" in entry else {"id": key, **entry} for key, entry in value.items()
            ]
    return None


def is_article(value: Mapping[str, Any]) -> bool:
    """Whether an object is what comments stand under: it has a title or a headline."""
    return any(isinstance(v, str) and rank("title", str(k)) is not None for k, v in value.items())


def _about(value: Mapping[str, Any], *, top: bool) -> dict[str, Any]:
    """What an object around comments says of their article, under ``article.…``."""
    about = {}
    for name, inner in flat({k: v for k, v in value.items() if not isinstance(v, list)}):
        column = f"article.{name}"
        if isinstance(inner, str | int | float) and any(
            rank(entry, column) is not None for entry in _ABOUT_ARTICLE
        ):
            about[column] = inner
    named = any(rank(entry, name) is not None for name in about for entry in ("title", "url"))
    return about if named or not top else {}
