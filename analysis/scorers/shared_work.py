"""Threads that do one kind of work, the thread that waits for it among them.

As many threads as cores, and one more that only waits for the interpreter's lock, would push each
other off the cores; so who waits for a piece of work does some of it instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class SharedWork(Generic[Item, Result]):
    """Calls ``work`` for each item, in ``threads`` threads at once, the first come first.

    ``work`` must be safe to call from several threads.
    """

    def __init__(self, work: Callable[[Item], Result], *, threads: int, name: str) -> None:
        self._work = work
        self._beside = threads - 1
        self._waiting: deque[tuple[Future[Result], Item]] = deque()
        self._threads = ThreadPoolExecutor(max(1, self._beside), name)

    def begin(self, items: Iterable[Item]) -> list[Future[Result]]:
        """Put items behind those that wait; :meth:`results` waits for what is returned."""
        begun = [(Future[Result](), item) for item in items]
        self._waiting.extend(begun)
        for _ in range(min(self._beside, len(begun))):
            self._threads.submit(self._until_done)
        return [future for future, _ in begun]

    def results(self, futures: Sequence[Future[Result]]) -> list[Result]:
        """The results in order; raises what ``work`` raised. Does waiting work meanwhile."""
        for future in futures:
            while not future.done() and self._do_next():
                pass
        return [future.result() for future in futures]

    def _until_done(self) -> None:
        while self._do_next():
            pass

    def _do_next(self) -> bool:
        """Do the item that waits longest; whether there was one."""
        try:
            future, item = self._waiting.popleft()
        except IndexError:
            return False
        try:
            future.set_result(self._work(item))
        except BaseException as error:
            future.set_exception(error)  # for who asked for it, perhaps another thread
            if not isinstance(error, Exception):
                raise
        return True
