"""Names say what a thing is: some verbs that any function could bear are not to be found."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EMPTY = frozenset({"one", "found", "said", "made", "kept", "told", "held"})
LANDED = "analysis/storage/migrations/versions"
"""A migration that has landed is never changed."""


def files() -> list[Path]:
    return [
        path
        for room in ("analysis", "dashboard")
        for path in sorted((ROOT / room).rglob("*.py"))
        if not path.relative_to(ROOT).as_posix().startswith(LANDED)
    ]


def named(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that is given in a module, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name, node.lineno
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.alias(name=name, asname=other):
                yield other or name, node.lineno


def empty_names(source: str) -> list[str]:
    return [
        f"line {line}: {name}"
        for name, line in named(ast.parse(source))
        if name.strip("_").lower() in EMPTY or name.startswith("made_")
    ]


def test_every_name_says_what_it_names() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): names
        for path in files()
        if (names := empty_names(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "def f(said): ...",
        "f = lambda one: one",
        "[one for one in ()]",
        "def _told(): ...",
        "class Found: ...",
        "for made in (): ...",
        "import a as kept",
        "x.held = 1",
        "def made_up(): ...",
    ],
)
def test_such_names_are_seen(source: str) -> None:
    assert len(empty_names(source)) == 1


@pytest.mark.parametrize(
    "source",
    ["founder = 1", "f(one=1)", "x = row.found", "'one'"],
)
def test_names_of_others_are_left_alone(source: str) -> None:
    assert empty_names(source) == []
