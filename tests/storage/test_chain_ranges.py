"""Where links over ranges overlap, since a number was given again, the newer one stands for it."""

from __future__ import annotations

import pytest

from analysis.storage.chain_content import Link
from analysis.storage.chain_ranges import Ranges

Numbers = tuple[int, int]


@pytest.mark.parametrize(
    ("written", "held"),
    [
        pytest.param([(1, 3), (4, 6)], [(1, 3, 1), (4, 6, 2)], id="one after the other"),
        pytest.param([(1, 3), (4, 6), (1, 3)], [(1, 3, 3), (4, 6, 2)], id="sealed anew"),
        pytest.param([(1, 3), (1, 3), (3, 5)], [(1, 2, 2), (3, 5, 3)], id="the last given again"),
        pytest.param([(1, 3), (3, 5), (1, 2)], [(1, 2, 3), (3, 5, 2)], id="and sealed anew"),
        pytest.param(
            [(1, 2), (3, 5), (2, 9)], [(1, 1, 1), (2, 9, 3)], id="more than a range again"
        ),
        pytest.param([(3, 3), (3, 6)], [(3, 6, 2)], id="a longer one from the same number"),
        pytest.param([(1, 9), (4, 4), (5, 7)], [(1, 3, 1), (4, 4, 2), (5, 7, 3)], id="in steps"),
        pytest.param([], [], id="none"),
    ],
)
def test_the_newer_link_stands_for_a_number(
    written: list[Numbers], held: list[tuple[int, int, int]]
) -> None:
    ranges = Ranges()
    for position, (first, last) in enumerate(written, start=1):
        ranges.add(Link(position, "comment_text", first, last, "", "", ""))
    assert [(one.first, one.last, one.position) for one in ranges.newest()] == held
