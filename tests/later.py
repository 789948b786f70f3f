"""Modules that are imported when a test needs them, not when tests are collected.

Every worker collects all tests, and torch alone costs each some seconds and half a gigabyte.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest


class Later:
    """The module of this name; imported as soon as something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_", "pytest")):  # pytest looks at every name of a test's module
            raise AttributeError(name)
        return getattr(import_module(self._name), name)


def needs(*packages: str) -> pytest.MarkDecorator:
    """A mark for tests that are left out where one of ``packages`` is not installed."""
    missing = [name for name in packages if find_spec(name) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")
