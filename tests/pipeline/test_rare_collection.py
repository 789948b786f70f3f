"""Garbage is looked for rarely while comments are labelled, and once before the end."""

import gc
import weakref

from analysis.rare_collection import ALLOCATIONS, collect_new, rare_collection


class Node:
    """Refers to itself."""

    def __init__(self) -> None:
        self.me = self


def test_new_garbage_is_found_inside_a_block_only() -> None:
    before = gc.get_threshold()
    with rare_collection():
        assert gc.get_threshold()[0] >= ALLOCATIONS
        inside = weakref.ref(Node())
        assert inside() is not None
        collect_new()
        assert inside() is None
    assert gc.get_threshold() == before
    gc.disable()
    try:
        outside = weakref.ref(Node())
        collect_new()
        assert outside() is not None
    finally:
        gc.enable()
