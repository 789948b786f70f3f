"""Every sentence on screen, in one place per language; a translation is a second folder.

``texts/en/<screen>.json`` maps keys to sentences with ``{name}`` places. Screens ask for
``text("queue.clear")``; components written in JavaScript are given the part they need.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path

LANGUAGE = "en"


@functools.cache
def texts(screen: str, *, language: str = LANGUAGE) -> Mapping[str, str]:
    """All sentences of one screen by key. ``FileNotFoundError`` when there is no such screen."""
    path = Path(__file__).resolve().parent / language / f"{screen}.json"
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def text(key: str, /, **values: object) -> str:
    """The sentence for ``screen.key`` with its places filled in. ``KeyError`` when unknown."""
    screen, _, name = key.partition(".")
    sentence = texts(screen)[name]
    return sentence.format(**values) if values else sentence
