"""The server's half of the review loop: keeps the order, does each command once, sends ahead.

The browser shows the next comment from what it already holds and reports the decision meanwhile.
A message may arrive twice or not at all, so it always carries every command that has not been
confirmed, and a command that was done before is answered again rather than done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.domain.annotation import Feedback
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput, Conflict, ModeratoError
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.span import Span
from analysis.services.annotation.evidence_feedback import feed_back
from analysis.services.moderation.claims import claim, held_by_others, release, release_all
from analysis.services.moderation.decisions import decide, undo, undo_last
from analysis.services.moderation.queue import gone_from, neighbour
from analysis.storage.database import Store

#: So many comments lie ready in the browser after the one on screen: more than a person skips
#: in the time of one answer from the server.
AHEAD = 6
#: So many comments that colleagues hold are passed by to find where a walk begins.
MOST_PASSED = 30
#: The browser remembers so many comments behind the one on screen.
BEHIND = 40


class _Refused(Exception):
    """A command that can't be done; ``key`` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(slots=True)
class Loop:
    """One person's walk through one filtered queue, as long as the page is open."""

    where: QueueFilter
    person: str
    name: str
    at: int | None = None
    order: list[int] = field(default_factory=list)
    tail: int | None = None
    more: bool = True
    wrapped: bool = False
    claimed: set[int] = field(default_factory=set)
    held: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    message: int = 0
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    made: dict[int, int] = field(default_factory=dict)
    have: set[tuple[int, int]] = field(default_factory=set)


def start(
    store: Store, where: QueueFilter, *, person: str, name: str, at: int | None = None
) -> Loop:
    """Begin at a comment, or at the first of the queue that no colleague holds."""
    loop = Loop(where=where, person=person, name=name)
    release_all(store, person=person)  # a walk that was left without a word
    loop.at = at if at is not None else _first(store, where, person)
    if loop.at is not None:
        before = neighbour(store, where, loop.at, step=-1)
        loop.order = [loop.at] if before is None else [before, loop.at]
        loop.met.add(loop.at)
    loop.tail = loop.at
    _look_ahead(store, loop)
    _claim(store, loop)
    return loop


def leave(store: Store, loop: Loop) -> None:
    """Give back what the walk holds; what is still on its way from the browser is heeded yet."""
    if loop.claimed:
        release_all(store, person=loop.person)
        loop.claimed.clear()


def come_back(store: Store, loop: Loop) -> None:
    """Go on with a walk that was left for another screen."""
    _look_ahead(store, loop)
    _claim(store, loop)


def handle_message(store: Store, loop: Loop, message: Mapping[str, Any]) -> None:
    """Do what the browser's message asks; refusals become answers, not errors."""
    if message.get("view") != loop.name:
        return  # said by a page that showed another queue
    loop.message = max(loop.message, int(message["message"]))
    loop.have = {(int(id_), int(sequence)) for id_, sequence in message.get("have", ())}
    at = message.get("at")
    waiting = message.get("commands", ())
    for command in waiting:
        if command["n"] not in loop.answers:
            loop.answers[command["n"]] = _execute(store, loop, command)
    # The browser forgets a command when its answer arrives; so may we.
    still = {command["n"] for command in waiting}
    loop.answers = {n: answer for n, answer in loop.answers.items() if n in still}
    if at is not None:
        _go_to(store, loop, int(at))
    _look_ahead(store, loop)
    _claim(store, loop)


def wanted(loop: Loop) -> list[int]:
    """Which comments to read and send: those on screen, missing, or changed by this person."""
    held = dict(loop.have)
    return [
        id_
        for id_ in window(loop)
        if id_ == loop.at or id_ not in held or held[id_] < loop.made.get(id_, 0)
    ]


def window(loop: Loop) -> list[int]:
    """The comments that should lie ready: the one on screen, some before, more after."""
    if loop.at is None or loop.at not in loop.order:
        return []
    here = loop.order.index(loop.at)
    return loop.order[max(0, here - 2) : here + AHEAD + 1]


def _execute(store: Store, loop: Loop, command: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"n": command["n"], "ok": True, **_execute_once(store, loop, command)}
    except _Refused as refusal:
        return {"n": command["n"], "ok": False, "key": refusal.key}
    except ModeratoError as refusal:
        id_ = command.get("comment")
        if isinstance(refusal, Conflict) and id_ is not None:
            # What the browser holds of it is out of date: send it again.
            loop.have = {pair for pair in loop.have if pair[0] != int(id_)}
        return {"n": command["n"], "ok": False, "sentence": str(refusal)}


def _execute_once(store: Store, loop: Loop, command: Mapping[str, Any]) -> dict[str, Any]:
    kind = command.get("kind")
    if kind == "decide":
        id_ = int(command["comment"])
        decision = decide(
            store,
            id_,
            Action(command["action"]),
            person=loop.person,
            reason_code=str(command.get("reason", "")),
            note=str(command.get("note", "")),
            # A decision made a moment ago in this window has been seen by who made it.
            seen_sequence=max(int(command["sequence"]), loop.made.get(id_, 0)),
            seen_reports=int(command.get("reports") or 0),
        )
        loop.made[id_] = decision.sequence
        return {}
    if kind == "undo":
        id_ = int(command["comment"])
        if id_ not in loop.made:
            raise _Refused("nothing_made")
        decision = undo(store, id_, person=loop.person, seen_sequence=loop.made[id_])
        loop.made[id_] = decision.sequence
        return {"key": "undone"}
    if kind == "undo_last":
        last = undo_last(store, person=loop.person)
        if last is None:
            raise _Refused("nothing_to_undo")
        loop.made[last.comment_id] = last.sequence
        _go_to(store, loop, last.comment_id)
        return {"goto": last.comment_id, "key": "undone"}
    if kind == "feedback":
        return _annotate_passage(store, loop, command)
    raise BadInput(f"unknown command {kind!r}; expected decide, undo, undo_last or feedback")


def _annotate_passage(store: Store, loop: Loop, command: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a person's word on a piece of evidence, and have the comment sent again with it."""
    id_ = int(command["comment"])
    start, end = (int(place) for place in command["span"])
    if not 0 <= start < end:
        raise _Refused("no_such_words")
    verdict = Feedback(command["verdict"])
    feed_back(
        store,
        id_,
        label=str(command["label"]),
        facet=str(command["facet"]),
        span=Span(start, end),
        verdict=verdict,
        scorer=str(command.get("scorer", "")),
        person=loop.person,
    )
    loop.have = {pair for pair in loop.have if pair[0] != id_}
    return {"key": f"said_{verdict.value}"}


def _go_to(store: Store, loop: Loop, id_: int) -> None:
    if id_ not in loop.order:
        # Opened from the thread: put it where the reader stands, the queue goes on behind it.
        here = loop.order.index(loop.at) if loop.at in loop.order else len(loop.order) - 1
        loop.order.insert(here + 1, id_)
    loop.at = id_
    loop.met.add(id_)
    here = loop.order.index(id_)
    if here == 0:
        before = neighbour(store, loop.where, id_, step=-1)
        if before is not None and before not in loop.order:
            loop.order.insert(0, before)
    del loop.order[: max(0, here - BEHIND)]


def _look_ahead(store: Store, loop: Loop) -> None:
    if loop.at is None:
        loop.more = False
        return
    loop.more = True
    _look_around(store, loop)
    while len(free_ahead(loop)) < AHEAD:
        following = _after(store, loop)
        if following is None:
            loop.more = False
            return
        loop.order.append(following)
        _look_around(store, loop)


def free_ahead(loop: Loop) -> list[int]:
    """The comments behind the one on screen that no colleague holds or has dealt with."""
    here = loop.order.index(loop.at) if loop.at in loop.order else -1
    return [id_ for id_ in loop.order[here + 1 :] if id_ not in loop.held and id_ not in loop.gone]


def _look_around(store: Store, loop: Loop) -> None:
    """Learn what colleagues hold now, and what they have dealt with before this walk met it."""
    here = loop.order.index(loop.at) if loop.at in loop.order else 0
    ahead = [id_ for id_ in loop.order[here + 1 :] if id_ not in loop.met and id_ not in loop.made]
    loop.held = held_by_others(store, loop.order, person=loop.person)
    loop.gone = gone_from(store, loop.where.queue, ahead)


def _first(store: Store, where: QueueFilter, person: str) -> int | None:
    first = at = neighbour(store, where, None)
    for _ in range(MOST_PASSED):
        if at is None:
            return first
        if not held_by_others(store, [at], person=person):
            return at
        at = neighbour(store, where, at)
    return first


def _after(store: Store, loop: Loop) -> int | None:
    """The next comment of the queue that this walk has not met.

    At the end it goes on once from the beginning: a walk may have begun in the middle, and what
    was skipped is still open.
    """
    here = loop.order.index(loop.at) if loop.at is not None else 0
    known = set(loop.order)
    while True:
        following = neighbour(store, loop.where, loop.tail)
        if following is None:
            if loop.wrapped or loop.where.queue in (Queue.ALL, Queue.DECIDED):
                return None
            loop.wrapped, loop.tail = True, None
            following = neighbour(store, loop.where, None)
            if following is None:
                return None
        loop.tail = following
        if following not in known:
            return following
        if following in loop.order[:here] and following not in loop.met:
            loop.order.remove(following)
            return following


def _claim(store: Store, loop: Loop) -> None:
    """Hold the comment on screen and the next free one, and let the others go.

    With the next one held too, two people in one queue pass each other instead of meeting.
    """
    wanted_now = [] if loop.at is None else [loop.at, *free_ahead(loop)[:1]]
    for id_ in loop.claimed - set(wanted_now):
        release(store, id_, person=loop.person)
    loop.claimed &= set(wanted_now)
    for id_ in wanted_now:
        try:
            claim(store, id_, person=loop.person)
            loop.claimed.add(id_)
            loop.held.pop(id_, None)
        except Conflict:
            loop.claimed.discard(id_)
            loop.held |= held_by_others(store, [id_], person=loop.person)
