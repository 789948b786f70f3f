"""The process that reads a file beside the one that stores it, and how comments pass over.

Started by :mod:`analysis.ingest.beside` alone, which it ends with.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from analysis.domain.comment import Article, Comment, Discussion, Votes
from analysis.domain.errors import ModeratoError
from analysis.domain.packed_json import PackedRecord, pack
from analysis.ingest.opening import read
from analysis.ingest.options import ReadOptions
from analysis.ingest.reading import Reading
from analysis.ingest.user_report_counts import counted_reports

COMMENTS_SENT = 1_000
"""Comments of one message, at least."""

CHARACTERS_SENT = 4 * 1024 * 1024
"""Characters of one message, where comments are very long."""

MESSAGES_AHEAD = 4
"""Messages that wait to be sent while the other process stores."""

ALLOCATIONS = 20_000
"""New containers between two looks for cycles, of which reading makes hardly any."""

READ, DONE, REFUSED = "read", "done", "refused"
"""What a message is: discussions, the summary at the end, or a refusal."""


def main() -> None:
    """Read what standard input asks for, and write messages to standard output."""
    gc.set_threshold(ALLOCATIONS)
    path, options = pickle.load(sys.stdin.buffer)  # noqa: S301 (from our own process)
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not stand between messages
    waiting: queue.Queue[bytes | None] = queue.Queue(MESSAGES_AHEAD)
    sender = threading.Thread(target=_send, args=(waiting, output))
    sender.start()
    try:
        for message in _messages(path, options):
            waiting.put(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    finally:
        waiting.put(None)
        sender.join()


def _messages(path: Path, options: ReadOptions) -> Iterator[tuple[Any, ...]]:
    try:
        reading = read(path, options=options)
        for some in _some(reading):
            yield READ, reading.surveyed, some
        yield DONE, reading.surveyed, reading.summary
    except ModeratoError as refused:
        yield REFUSED, type(refused), refused.args, refused.__dict__


def _some(reading: Reading) -> Iterator[list[tuple[Any, ...]]]:
    some: list[tuple[Any, ...]] = []
    count = characters = 0
    for discussion in reading:
        some.append((discussion.article, [_sent(comment) for comment in discussion.comments]))
        count += len(discussion.comments)
        characters += sum(len(comment.text) for comment in discussion.comments)
        if count >= COMMENTS_SENT or characters >= CHARACTERS_SENT:
            yield some
            some, count, characters = [], 0, 0
    if some:
        yield some


def _sent(comment: Comment) -> tuple[Any, ...]:
    votes, raw = comment.votes, comment.raw
    return (
        *(comment.id, comment.thread_id, comment.position, comment.text, comment.parent_id),
        *(comment.author, comment.created_at),
        None if votes is None else (votes.up, votes.down, votes.score),
        comment.platform_status,
        (pack(dict(raw)), counted_reports(raw)) if raw else None,
    )


def received(article: Article, comments: Iterable[tuple[Any, ...]]) -> Discussion:
    """A discussion as it was before it was sent, its records packed."""
    return Discussion(article, tuple(map(_received, comments)))


def _received(sent: tuple[Any, ...]) -> Comment:
    number, thread, position, text, parent, author, created_at, votes, status, raw = sent
    return Comment(
        *(number, thread, position, text, parent, author, created_at),
        None if votes is None else Votes(*votes),
        status,
        {} if raw is None else PackedRecord(*raw),
    )


def _send(waiting: queue.Queue[bytes | None], output: BinaryIO) -> None:
    try:
        while (message := waiting.get()) is not None:
            output.write(message)
        output.close()
    except BrokenPipeError:  # nobody wants it any more
        os._exit(0)


def _end_with_the_other() -> None:
    """Standard input stays open as long as the process that stores lives."""
    os.read(sys.stdin.fileno(), 1)  # not through the buffer, whose lock would bar our own end
    os._exit(0)
