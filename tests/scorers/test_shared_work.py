"""Threads that share one kind of work, the one that waits among them."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from analysis.scorers.shared_work import SharedWork


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(threads: int) -> None:
    work: SharedWork[int, int] = SharedWork(lambda n: n * n, threads=threads, name="t")
    begun = work.begin(range(50))
    assert work.results(begun) == [n * n for n in range(50)]
    assert work.results(work.begin([])) == []


def test_with_one_thread_who_waits_does_all_the_work() -> None:
    work: SharedWork[int, str] = SharedWork(
        lambda _: threading.current_thread().name, threads=1, name="t"
    )
    assert set(work.results(work.begin(range(5)))) == {threading.current_thread().name}


def test_never_more_threads_work_than_are_asked_for() -> None:
    working = most = 0
    guard = threading.Lock()
    pause = threading.Event()

    def count(_: int) -> None:
        nonlocal working, most
        with guard:
            working += 1
            most = max(most, working)
        pause.wait(0.002)
        with guard:
            working -= 1

    work: SharedWork[int, None] = SharedWork(count, threads=3, name="t")
    first, second = work.begin(range(20)), work.begin(range(20))
    work.results(second)
    work.results(first)
    assert most == 3


def test_what_work_raises_reaches_who_asked_for_it_and_nobody_else() -> None:
    def odd(n: int) -> int:
        if n % 2 == 0:
            raise ZeroDivisionError
        return n

    work: SharedWork[int, int] = SharedWork(odd, threads=2, name="t")
    bad, good = work.begin([1, 2, 3]), work.begin([5, 7])
    assert work.results(good) == [5, 7]
    with pytest.raises(ZeroDivisionError):
        work.results(bad)


def test_several_callers_at_once_get_their_own_results() -> None:
    work: SharedWork[int, int] = SharedWork(lambda n: -n, threads=2, name="t")
    results: dict[int, Any] = {}

    def call(number: int) -> None:
        items = range(number * 100, number * 100 + 30)
        results[number] = work.results(work.begin(items))

    callers = [threading.Thread(target=call, args=(number,)) for number in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert results == {n: [-i for i in range(n * 100, n * 100 + 30)] for n in range(4)}
