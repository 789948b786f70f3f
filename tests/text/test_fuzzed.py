"""Functions over texts, times and votes keep their promises on inputs made of what they look for.

A short run of what `make fuzz` does for minutes, with the same inputs each time.
"""

from __future__ import annotations

import random

import pytest
from fuzz_targets import TARGETS
from fuzz_text import changed

INPUTS = 60


@pytest.mark.parametrize("name", TARGETS)
def test_promises_hold(name: str) -> None:
    target, dice = TARGETS[name], random.Random(14)
    corpus = list(target.pieces)
    for _ in range(INPUTS):
        corpus.append(changed(dice.choice(corpus), corpus, target.pieces, dice))
        target.check(corpus[-1])
