"""Look for cycles of garbage less often while very many objects come and go."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATIONS = 100_000
"""New containers between two looks; those of a piece of an import, or of some batches of comments
on their way, most of which stay until its end. At Python's 700 the looks take a sixth of an
import's processor time, a twelfth of labelling beside the encoder, and find nothing."""

_lock = threading.Lock()
_before: list[tuple[int, int, int]] = []
"""The setting before the first of the blocks that are under way, once for each of them."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Inside the block, for the whole process; what counts down to nought is freed as ever."""
    with _lock:
        setting = _before[0] if _before else gc.get_threshold()
        _before.append(setting)
        gc.set_threshold(max(ALLOCATIONS, setting[0]), *setting[1:])
    try:
        yield
    finally:
        with _lock:
            setting = _before.pop()
            if not _before:
                gc.set_threshold(*setting)


def collect_new() -> None:
    """Look among the newest containers now, inside such a block; where it ends Python would, and
    now another thread may be at work meanwhile."""
    if _before:
        gc.collect(0)
