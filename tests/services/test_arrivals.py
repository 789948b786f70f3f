"""How many comments came in since a moment, whichever way, and whatever became of their batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from scripted import write_comments

from analysis.services.data.batches import batches, undo
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.data.remapping import remap
from analysis.storage.arrivals import arrived_since
from analysis.storage.audit import now
from analysis.storage.database import Store

Step = Callable[[Store, Path], None]


def _read(name: str, *ids: str, text: str = "some words") -> Step:
    def step(store: Store, folder: Path) -> None:
        texts = dict.fromkeys(ids, text)
        import_file(store, write_comments(folder / name, texts, thread_id=name, nick="Kim"))

    return step


def _send(*ids: str, text: str = "some words") -> Step:
    def step(store: Store, _: Path) -> None:
        sent = [Incoming(name, "sent", text) for name in ids]
        take_comments(store, sent, source="site", person="local")

    return step


def _undo_newest(store: Store, _: Path) -> None:
    undo(store, batches(store)[0].number)


def _remap_newest(column: str) -> Step:
    def step(store: Store, _: Path) -> None:
        remap(store, batches(store)[0].number, mapping={"author": column})

    return step


def _erase(number: int) -> Step:
    def step(store: Store, _: Path) -> None:
        erase_comment(store, number, person="local", reason="asked for")

    return step


A = _read("a.jsonl", "a1", "a2", "a3")
B = _read("b.jsonl", "b1", "b2")
SEND = _send("s1", "s2")


@pytest.mark.parametrize(
    ("before", "since", "came"),
    [
        ([], [], 0),
        ([A, SEND], [], 0),
        ([A], [B], 2),
        ([A], [SEND], 2),
        ([SEND], [_send("s3")], 1),
        ([], [A, B, SEND], 7),
        ([SEND, A], [_send("s3"), B, _send("s4", "s5")], 5),
        # What is here already comes in no more, nor does an edit of it.
        ([A, SEND], [A, SEND], 0),
        ([A, SEND], [_read("a.jsonl", "a1", text="edited words"), _send("s1", text="edited")], 0),
        ([A], [_read("a.jsonl", "a1", "a2", "a3", "a4")], 1),
        # A correction of what came in is no second arrival, and loses none.
        ([], [A, _remap_newest("nick")], 3),
        ([B], [A, _remap_newest("nick"), _remap_newest("thread_id"), SEND], 5),
        ([A], [_remap_newest("nick")], 0),
        ([A], [_remap_newest("nick"), B], 2),
        # An undone import is as if it had never been.
        ([], [A, _undo_newest], 0),
        ([], [A, _undo_newest, A], 3),
        ([], [A, _remap_newest("nick"), _undo_newest], 0),
        ([], [A, _remap_newest("nick"), _undo_newest, A], 3),
        # What was erased came in all the same.
        ([A, SEND], [_erase(1), _erase(4), _send("s3")], 1),
        ([], [SEND, _erase(1), _erase(2)], 2),
    ],
)
def test_each_comment_comes_in_once(
    store: Store, tmp_path: Path, before: Sequence[Step], since: Sequence[Step], came: int
) -> None:
    for step in before:
        step(store, tmp_path)
    begin = now()
    for step in since:
        step(store, tmp_path)
    with store.read() as session:
        assert arrived_since(session, begin) == came
        assert arrived_since(session, now()) == 0


@pytest.mark.parametrize("later", [0, 1, 5, 11, 12])
def test_the_first_of_many_that_were_sent_is_met_exactly(
    store: Store, tmp_path: Path, later: int
) -> None:
    """With a file's comments between, whose numbers are no arrivals."""
    moments = []
    for number in range(12):
        moments.append(now())
        _send(f"s{number}")(store, tmp_path)
        if number % 4 == 1:
            _read(f"{number}.jsonl", *(f"f{n}" for n in range(number)))(store, tmp_path)
    moments.append(now())
    files = sum(number for number in range(later, 12) if number % 4 == 1)
    with store.read() as session:
        assert arrived_since(session, moments[later]) == 12 - later + files
