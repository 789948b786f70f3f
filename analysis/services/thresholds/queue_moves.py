"""Let the queues follow other thresholds without keeping other writers out.

A publication may move half a million comments. It does so in pieces of a fraction of a second, each
a transaction of its own with a pause behind it, and is noted while it is under way
(``storage.queue_index.publication``). The profile itself is published with the last step. What ends
early, by a person, a fault or a kill, is moved back.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from analysis.domain.errors import Unavailable
from analysis.domain.outcomes import Progress
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.queue_index import moves, publication
from analysis.storage.queue_index.moves import Thresholds
from analysis.storage.queue_index.publication import Publication

FIRST_PIECE = 500
"""Comments in the first piece; the next ones are as long as the last was quick."""

LARGEST_PIECE = 20_000
"""Comments in a piece at most, whatever the machine: what a transaction holds in memory."""

PIECE_SECONDS = {"sqlite": 0.4, "postgresql": 0.2}
"""How long a piece aims to hold the write lock; writers wait for one second at most. PostgreSQL's
wait for the whole of the piece that they came in, SQLite's mostly meet the pause behind one."""

PAUSE_SECONDS = 0.1
"""How long SQLite's lock is free behind a piece: as long as its waiting writers sleep at most.
PostgreSQL gives its own to who waits longest, before the next piece begins."""

ABANDONED_AFTER = timedelta(seconds=15)
"""A publication that gave no sign of life for so long has ended without saying so. Where that is
wrong (a writer kept it waiting), it finds its work undone, and says so."""

_LOOKS_AGAIN_AFTER = 0.5


@contextmanager
def queues_following(
    store: Store,
    change: Callable[[Session], tuple[Thresholds, Thresholds]],
    *,
    progress: Progress | None,
) -> Iterator[None]:
    """Move the queues; inside the block every comment has moved, and the profile is published.

    ``change`` says from which thresholds to which, when nobody else can publish any more. The block
    publishes and calls ``publication.end`` in one transaction. Where it or ``progress`` (which
    hears how many comments have moved) raises, all moves are made back.
    """
    settle(store)
    with store.write() as session:
        if publication.under_way(session) is not None:
            raise Unavailable("Another profile is being published just now; try again in a minute.")
        source, target = change(session)
        this = Publication(uuid.uuid4().hex, target, source, now())
        publication.keep(session, this)
    try:
        _follow(store, this, progress)
        yield
    except BaseException:
        _move_back(store, this)
        raise


def settle(store: Store, *, wait: bool = False) -> bool:
    """Make back what an abandoned publication has moved; whether there was one.

    With ``wait`` one that may still be at work is waited for, until it has ended or gives no sign.
    """
    while True:
        with store.read() as session:
            left = publication.under_way(session)
        if left is None:
            return False
        if _abandoned(left, now()):
            _move_back(store, left)
            return True
        if not wait:
            return False
        time.sleep(_LOOKS_AGAIN_AFTER)


def _move_back(store: Store, ended: Publication) -> None:
    source, target = ended.source, ended.target
    if ended.back:  # it ended once more on its way back, which goes on
        source, target = target, source
    back = Publication(uuid.uuid4().hex, source, target, now(), back=True)
    with store.write() as session:
        noted = publication.under_way(session)
        if noted is None or noted.key != ended.key:
            return  # another program does it, or has done it
        publication.keep(session, back)
    _follow(store, back, None)
    with store.write() as session:
        publication.go_on(session, back, now())
        publication.end(session)


def _follow(store: Store, this: Publication, progress: Progress | None) -> None:
    with store.read() as session:
        numbers = moves.moving(session, this.source, this.target)
    done, size = 0, FIRST_PIECE
    while done < len(numbers):
        if progress:
            progress(done, len(numbers))
        some = numbers[done : done + size]
        seconds = _piece(store, this, some)
        done += len(some)
        fitting = round(len(some) * PIECE_SECONDS[store.dialect] / max(seconds, 1e-3))
        size = min(max(fitting, FIRST_PIECE // 5), 2 * size, LARGEST_PIECE)
        if done < len(numbers) and store.dialect == "sqlite":
            time.sleep(PAUSE_SECONDS)
    if progress:
        progress(done, len(numbers))


def _piece(store: Store, this: Publication, numbers: Sequence[int]) -> float:
    """Move some comments in one transaction; the seconds that it held the lock."""
    with store.write() as session:
        begun = time.monotonic()
        publication.commit_without_waiting(session)
        publication.go_on(session, this, now())
        moves.move(session, numbers, this.source, this.target)
    return time.monotonic() - begun


def _abandoned(left: Publication, at: datetime) -> bool:
    # A clock that was set back must not keep it alive for ever.
    return abs(at - left.seen_at) > ABANDONED_AFTER
