"""How many examples a property is tried with: a few in `make test`, all in `make test-long`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest

THOROUGH = os.environ.get("THOROUGH", "") == "1"

USUAL = 100
"""Examples of a property that names no number, as Hypothesis has it."""


def examples(most: int) -> int:
    """All of ``most`` in a thorough run, a quarter in any other."""
    return most if THOROUGH else max(1, most // 4)


def first_of(cases: Iterable[Any], few: int) -> list[Any]:
    """The cases for ``parametrize``; all but the first ``few`` are for `make test-long`."""
    return [
        case if number < few else pytest.param(case, marks=pytest.mark.slow)
        for number, case in enumerate(cases)
    ]
