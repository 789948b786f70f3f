"""spaCy without what this project has no use for: torch under it, its command line beside it.

Importing spaCy imports thinc, which imports torch wherever it is installed, and spaCy's own
command line with an HTTP client. Both cost more than all the rest of a short run.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.util import find_spec
from threading import Lock, get_ident
from types import ModuleType
from typing import Any

_ON_TORCH = ("spacy_transformers", "spacy_curated_transformers")
"""Extensions of spaCy whose pipelines need torch."""
_COMMAND_LINE = "spacy.cli.info"
_importing = Lock()


def spacy() -> ModuleType:
    """The package ``spacy``, imported at the first call.

    torch stays out unless it is loaded already or an extension of spaCy that needs it is
    installed; it can still be imported by whoever needs it.
    """
    with _importing:
        if "spacy" not in sys.modules:
            _import_thinc()
            _import_spacy()
    return sys.modules["spacy"]


def _import_thinc() -> None:
    if "torch" in sys.modules or any(map(find_spec, _ON_TORCH)):
        return
    finder = _WithoutTorch(get_ident())
    sys.meta_path.insert(0, finder)
    try:
        import_module("thinc.compat")
    finally:
        sys.meta_path.remove(finder)


class _WithoutTorch(MetaPathFinder):
    """Finds no torch for one thread; other imports, and other threads', are not touched."""

    def __init__(self, thread: int) -> None:
        self._thread = thread

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """``None`` for everything else, so that the usual finders are asked."""
        if fullname == "torch" and get_ident() == self._thread:
            raise ModuleNotFoundError("left out", name=fullname)


def _import_spacy() -> None:
    """Import it with a stand-in for the one function that it takes from its command line."""
    if _COMMAND_LINE in sys.modules:
        import_module("spacy")
        return
    stand_in = ModuleType(_COMMAND_LINE)
    stand_in.info = _info  # type: ignore[attr-defined]
    sys.modules[_COMMAND_LINE] = stand_in
    try:
        import_module("spacy")
    finally:
        del sys.modules[_COMMAND_LINE]


def _info(*args: Any, **options: Any) -> Any:
    """``spacy.info``, from where it is, once somebody asks."""
    return import_module(_COMMAND_LINE).info(*args, **options)
