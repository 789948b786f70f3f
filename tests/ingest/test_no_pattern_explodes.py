"""No pattern of the program takes exponential time, whatever somebody writes to make it so."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import random
import re
import signal
from collections.abc import Iterator, Mapping
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import pytest

import analysis
import dashboard
from analysis.ingest.page_heads import time_in

SECONDS = 1.0
"""For one match over some 200 characters; a polynomial one takes milliseconds."""
PROGRAMS = frozenset({"dashboard.app"})
"""Modules that draw a page as soon as they are imported."""
REPEATED = 40
SAMPLES = 40
LONGEST = 200
_ENDS = ("", "\x00", "!", "\n\x00", " ¤", "x¤")
_CLASSES = {
    op.CATEGORY_DIGIT: "7", op.CATEGORY_NOT_DIGIT: "x-", op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_SPACE: "x7", op.CATEGORY_WORD: "x7", op.CATEGORY_NOT_WORD: " -",
}  # fmt: skip


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern over text that a module holds, alone or in a collection."""
    seen = set()
    for package in (analysis, dashboard):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if (
                info.name.endswith("__main__")
                or ".migrations" in info.name
                or info.name in PROGRAMS
            ):
                continue
            module = importlib.import_module(info.name)
            here = [(name, p) for name, value in vars(module).items() for p in _within(value)]
            for name, pattern in [*here, *_in_calls(module)]:
                if isinstance(pattern.pattern, str) and pattern not in seen:
                    seen.add(pattern)
                    yield f"{info.name}.{name}", pattern


def _in_calls(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that stand in a call, such as ``re.search("…", text)``."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("re"), attr=attr),
                args=[ast.Constant(str(it)), *_],
            ) if attr != "escape":
                yield f"line {node.lineno}", re.compile(it)


def _within(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, tuple | list | Mapping | set | frozenset):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _within(inner, depth + 1)


def _sample(tree: Any, dice: random.Random) -> str:
    """A text that the pattern begins to match; whatever may repeat does so often."""
    text = ""
    for kind, what in tree:
        if len(text) > LONGEST:
            break
        if kind is op.LITERAL:
            text += chr(what)
        elif kind in (op.ANY, op.NOT_LITERAL):
            text += "x" if what != ord("x") else "y"
        elif kind is op.IN:
            text += _one_of(what, dice)
        elif kind is op.BRANCH:
            text += _sample(dice.choice(what[1]), dice)
        elif kind is op.SUBPATTERN:
            text += _sample(what[-1], dice)
        elif kind is op.ATOMIC_GROUP:
            text += _sample(what, dice)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inner = what
            often = min(int(most), dice.choice((max(1, int(least)), REPEATED)))
            once = _sample(inner, dice)
            text += "".join(
                once if dice.random() < 0.9 else _sample(inner, dice) for _ in range(often)
            )
    return text[:LONGEST]


def _one_of(choices: Any, dice: random.Random) -> str:
    kind, what = dice.choice(choices)
    if kind is op.LITERAL:
        return chr(what)
    if kind is op.RANGE:
        return chr(dice.randint(*what))
    if kind is op.CATEGORY:
        return dice.choice(_CLASSES[what])
    return "x"  # a negated class: x stands in few of them


def _takes_too_long(pattern: re.Pattern[str], text: str) -> bool:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        pattern.search(text)
        pattern.fullmatch(text)
    except TimeoutError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return False


@pytest.mark.slow
@pytest.mark.heavy
def test_no_pattern_takes_exponential_time() -> None:
    dice = random.Random(14)
    slow, tried = [], 0
    for name, pattern in _patterns():
        tree = parser.parse(pattern.pattern, pattern.flags)
        for _ in range(SAMPLES):
            text = _sample(tree, dice)
            text = text[: dice.randint(0, len(text))] if dice.random() < 0.3 else text
            text += dice.choice(_ENDS)
            tried += 1
            if _takes_too_long(pattern, text):
                slow.append((name, text))
                break
    assert tried > 10_000
    assert slow == []


@pytest.mark.parametrize(
    "line",
    ["1" * 60 + "x", "1 " * 40 + "x", "about 1" + "0" * 60 + "!", "a " * 40 + "!", "an" * 40 + "!"],
)
def test_a_line_of_digits_is_no_time_and_is_told_soon(line: str) -> None:
    """A commenter could keep an import of a copied page from ever ending."""
    assert time_in(line) is None


@pytest.mark.parametrize("words", ["3 hours ago", "about 3 hours ago", "over a year ago", "12h"])
def test_what_is_a_time_still_is(words: str) -> None:
    assert time_in(words) == ("", words)
