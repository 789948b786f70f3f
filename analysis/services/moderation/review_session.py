"""The server's half of a review: keeps the order, sends ahead, holds what is on screen.

The browser shows the next comment from what it already holds and says meanwhile where it is. What
was decided travels by itself (see ``review_commands``), so that it outlives this session.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from analysis.domain.errors import BadInput, Unavailable
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.review_command import LARGEST_NUMBER
from analysis.services.moderation.claims import claims_around, hold, let_go
from analysis.services.moderation.queue import gone_from, is_known, neighbour
from analysis.services.moderation.shown import stamps
from analysis.storage.database import Store

#: So many comments lie ready in the browser after the one on screen: more than a person skips
#: in the time of one answer from the server.
AHEAD = 6
#: The browser remembers so many comments behind the one on screen.
BEHIND = 40


@dataclass(slots=True)
class ReviewSession:
    """One person's walk through one filtered queue, as long as the page is open.

    ``life`` counts how often the page came back after it had been closed (a browser's Back);
    ``ends`` is when the person's session does. A ``reading`` walk holds nothing and decides
    nothing: what colleagues hold is open to it too. ``elsewhere`` is what the same person has open
    in another page, or next there: it is passed by, and not refused where it is opened.
    """

    where: QueueFilter
    person: str
    name: str
    at: int | None = None
    order: list[int] = field(default_factory=list)
    tail: int | None = None
    more: bool = True
    wrapped: bool = False
    claimed: set[int] = field(default_factory=set)
    holders: dict[int, str] = field(default_factory=dict)
    elsewhere: frozenset[int] = frozenset()
    gone: set[int] = field(default_factory=set)
    message: int = 0
    met: set[int] = field(default_factory=set)
    have: dict[int, str] = field(default_factory=dict)
    life: int = 0
    ends: datetime | None = None
    reading: bool = False

    @property
    def key(self) -> str:
        """Under which name the walk holds comments."""
        return f"{self.name}.{self.life}"


def start(
    store: Store,
    where: QueueFilter,
    *,
    person: str,
    name: str,
    at: int | None = None,
    ends: datetime | None = None,
    reading: bool = False,
) -> ReviewSession:
    """Begin at a comment, or at the first of the queue that no colleague holds and no other page.

    ``BadInput`` when there is no such comment.
    """
    walk = ReviewSession(where=where, person=person, name=name, ends=ends, reading=reading)
    if at is not None and not is_known(store, at):
        raise BadInput(f"There is no comment number {at} in this database.")
    if at is None:
        at = (
            neighbour(store, where, None)
            if reading
            else first_free(store, where, person=person, walk=walk.key)
        )
    walk.at = at
    if walk.at is not None:
        before = neighbour(store, where, walk.at, step=-1)
        walk.order = [walk.at] if before is None else [before, walk.at]
        walk.met.add(walk.at)
    walk.tail = walk.at
    _look_ahead(store, walk)
    _claim(store, walk)
    return walk


def leave(store: Store, walk: ReviewSession) -> None:
    """Give back what the walk holds; what is still on its way from the browser is heeded yet."""
    if not walk.claimed:
        return
    walk.claimed.clear()
    with suppress(Unavailable):  # then they end with their lease
        let_go(store, person=walk.person, walk=walk.key)


def come_back(store: Store, walk: ReviewSession) -> None:
    """Go on with a walk that was left for another screen; the page that comes back holds nothing
    of it yet."""
    walk.have = {}
    _look_ahead(store, walk)
    _claim(store, walk)


def handle_message(store: Store, walk: ReviewSession, message: object) -> bool:
    """Go where the browser says it is; whether the message was one that can be followed.

    A message is ``{"view", "life", "message", "at", "have", "met"}``: which walk it is about, how
    often its page came back, its number, the comment on screen, pairs of comment and stamp that the
    browser holds, and the comments that were on screen since the last message.
    """
    if not isinstance(message, Mapping) or message.get("view") != walk.name:
        return False  # said by a page that showed another queue
    number, at = _whole(message.get("message")), _whole(message.get("at"))
    life = _whole(message.get("life", 0))
    if number is None or life is None or life < walk.life:
        return False
    walk.life = life
    walk.message = max(walk.message, number)
    walk.have = _pairs(message.get("have"))
    met = message.get("met")
    walk.met |= {
        id_ for number_met in (met if isinstance(met, list) else ()) if (id_ := _whole(number_met))
    }
    if at is not None and (at in walk.order or is_known(store, at)):
        _go_to(store, walk, at)
    _look_ahead(store, walk)
    _claim(store, walk)
    return True


def _whole(value: object) -> int | None:
    """A number that a message may hold; ``None`` for everything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= LARGEST_NUMBER else None


def _pairs(value: object) -> dict[int, str]:
    pairs = {}
    for pair in value if isinstance(value, list) else ():
        if isinstance(pair, list) and len(pair) == 2:
            id_, stamp = _whole(pair[0]), pair[1]
            if id_ is not None and isinstance(stamp, str):
                pairs[id_] = stamp
    return pairs


def wanted(store: Store, walk: ReviewSession) -> list[int]:
    """Which comments to read and send: what the browser lacks or holds as it was before an edit,
    a decision, another run or other thresholds."""
    near = window(walk)
    now = stamps(store, near)
    return [id_ for id_ in near if id_ in now and walk.have.get(id_) != now[id_]]


def window(walk: ReviewSession) -> list[int]:
    """The comments that should lie ready: the one on screen, some before, more after."""
    if walk.at is None or walk.at not in walk.order:
        return []
    here = walk.order.index(walk.at)
    return walk.order[max(0, here - 2) : here + AHEAD + 1]


def _go_to(store: Store, walk: ReviewSession, id_: int) -> None:
    if id_ not in walk.order:
        # Opened from the thread: put it where the reader stands, the queue goes on behind it.
        here = walk.order.index(walk.at) if walk.at in walk.order else len(walk.order) - 1
        walk.order.insert(here + 1, id_)
    walk.at = id_
    walk.met.add(id_)
    here = walk.order.index(id_)
    if here == 0:
        before = neighbour(store, walk.where, id_, step=-1)
        if before is not None and before not in walk.order:
            walk.order.insert(0, before)
    del walk.order[: max(0, here - BEHIND)]


def _look_ahead(store: Store, walk: ReviewSession) -> None:
    if walk.at is None:
        walk.more = False
        return
    walk.more = True
    _look_around(store, walk)
    while len(free_ahead(walk)) < AHEAD:
        following = _after(store, walk)
        if following is None:
            walk.more = False
            return
        walk.order.append(following)
        _look_around(store, walk)


def free_ahead(walk: ReviewSession) -> list[int]:
    """The comments behind the one on screen that nobody holds elsewhere or has dealt with."""
    here = walk.order.index(walk.at) if walk.at in walk.order else -1
    passed = walk.holders.keys() | walk.elsewhere | walk.gone
    return [id_ for id_ in walk.order[here + 1 :] if id_ not in passed]


def _look_around(store: Store, walk: ReviewSession) -> None:
    """Learn what is held elsewhere now, and what was dealt with before this walk met it."""
    here = walk.order.index(walk.at) if walk.at in walk.order else 0
    ahead = [id_ for id_ in walk.order[here + 1 :] if id_ not in walk.met]
    if not walk.reading:
        around = claims_around(store, walk.order, person=walk.person, walk=walk.key)
        walk.holders, walk.elsewhere = dict(around.others), around.elsewhere
    walk.gone = gone_from(store, walk.where.queue, ahead)


def first_free(
    store: Store,
    where: QueueFilter,
    *,
    person: str,
    at: int | None = None,
    walk: str | None = None,
) -> int | None:
    """The first comment from ``at`` (or the beginning) on that no colleague holds.

    With ``walk``, none that another page of the same person holds either. Where all that is left
    is held, the first of it: it is shown as held.
    """
    first = here = at if at is not None else neighbour(store, where, None)
    while here is not None:
        around = claims_around(store, [here], person=person, walk=walk)
        if not around.others and not around.elsewhere:
            return here
        # Ends soon: no page holds more than two comments.
        here = neighbour(store, where, here)
    return first


def _after(store: Store, walk: ReviewSession) -> int | None:
    """The next comment of the queue that this walk has not met.

    At the end it goes on once from the beginning: a walk may have begun in the middle, and what
    was skipped is still open.
    """
    known = set(walk.order)
    while True:
        following = neighbour(store, walk.where, walk.tail)
        if following is None:
            if walk.where.queue in (Queue.ALL, Queue.DECIDED):
                return None
            if walk.wrapped:
                return _skipped_before(walk)
            walk.wrapped, walk.tail = True, None
            following = neighbour(store, walk.where, None)
            if following is None:
                return None
        walk.tail = following
        if following not in known:
            return following


def _skipped_before(walk: ReviewSession) -> int | None:
    """A comment that stands before the one on screen and was not met yet, taken out of its place.

    The one just before stays where a step back finds it, as long as anything lies ahead.
    """
    here = walk.order.index(walk.at) if walk.at in walk.order else 0
    step_back = 1 if walk.order[here + 1 :] else 0
    for id_ in walk.order[: max(0, here - step_back)]:
        if id_ not in walk.met:
            walk.order.remove(id_)
            return id_
    return None


def _claim(store: Store, walk: ReviewSession) -> None:
    """Hold the comment on screen and the next free one, and let the others go.

    With the next one held too, two people in one queue pass each other instead of meeting.
    """
    if walk.reading:
        return
    wanted_now = [] if walk.at is None else [walk.at, *free_ahead(walk)[:1]]
    try:
        others = hold(store, wanted_now, person=walk.person, walk=walk.key, ends=walk.ends)
    except Unavailable:
        return  # reading goes on; what was claimed before still lasts, and the page asks again
    walk.claimed = set(wanted_now) - set(others)
    for id_ in wanted_now:
        walk.holders.pop(id_, None)
    walk.holders |= others
