"""Review: one comment after the other, at the speed of a key."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from typing import Any

import streamlit as st

from analysis.domain.account import Permission
from analysis.domain.errors import NotAllowed, Unavailable
from analysis.domain.notes import LONGEST_NOTE
from analysis.domain.review import Queue, QueueFilter
from analysis.resources import code_version
from analysis.services.annotation.evidence_feedback import feedback, standing
from analysis.services.moderation import queue_address
from analysis.services.moderation.bulk_decisions import still_held_in_batch
from analysis.services.moderation.comment_payload import comment_payload
from analysis.services.moderation.label_words import label_help, labels_in_order
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.reason_codes import reason_codes
from analysis.services.moderation.review import review
from analysis.services.moderation.review_commands import database_name
from analysis.services.moderation.review_session import (
    ReviewSession,
    come_back,
    first_free,
    handle_message,
    leave,
    start,
    wanted,
)
from analysis.storage.database import Store
from dashboard import sign_in, state, wiring
from dashboard.components import mount
from dashboard.faults import guarded
from dashboard.screens.empty_state import nothing_imported
from dashboard.screens.screen_list import go
from dashboard.texts import all_labels, queue_words, reason_words, texts

log = logging.getLogger(__name__)

#: The screen is ahead of the server by so many decisions at most.
MOST_UNCONFIRMED = 3

_LOOP = "review_loop"
_LEAVE = "review_leave"
_ENDED = "review_ended"
_KEY = "review_component"


def render() -> None:
    """Draw the review of the comment and queue that the address names."""
    if nothing_imported():
        return
    where = queue_address.filter_from(st.query_params)
    asked = queue_address.comment_from(st.query_params)
    reading = _only_reads()
    loop = st.session_state.get(_LOOP)
    if (
        loop is None
        or loop.where != where
        or loop.reading is not reading
        or loop.person != state.person()
        or (asked is not None and asked not in loop.order)
    ):
        let_go()
        # Named apart from every walk before it, also from those of an earlier start of the server.
        name = uuid.uuid4().hex
        st.session_state[_LOOP] = start(
            wiring.store(),
            where,
            person=state.person(),
            name=name,
            at=asked,
            ends=sign_in.session_ends(),
            reading=reading,
        )
    elif not loop.claimed:
        come_back(wiring.store(), loop)
    _loop()


def _only_reads() -> bool:
    """Whether the comment is opened to be read: by the address, or because the role decides not."""
    account = sign_in.account()
    return st.query_params.get("read") == "1" or not (account and account.may(Permission.DECIDE))


def open_review(where: QueueFilter, comment_id: int | None = None) -> None:
    """Leave for the review of one comment, or of the first, in this filtered queue."""
    let_go()
    st.session_state.pop(_LOOP, None)
    query = queue_address.address_of(where)
    if comment_id is not None:
        query["comment"] = str(comment_id)
    go("review", query)


def open_first_free(where: QueueFilter, comment_id: int) -> None:
    """Leave for the first comment from this one on that no colleague holds."""
    open_review(where, first_free(wiring.store(), where, person=state.person(), at=comment_id))


def let_go() -> None:
    """Give back what the review held, once another screen is on; nothing where none was."""
    loop = st.session_state.get(_LOOP)
    if loop is not None:
        leave(wiring.store(), loop)


@st.fragment
@guarded
def _loop() -> None:
    loop: ReviewSession = st.session_state[_LOOP]
    if st.session_state.pop(_ENDED, False):
        st.rerun(scope="app")  # the session ended: the sign-in is drawn instead
    asked = st.session_state.pop(_LEAVE, None)
    if asked is not None:
        _leave(loop.where, asked)
    mount.review_loop()(
        key=_KEY,
        data=_data(loop),
        on_sync_change=_heard,
        on_leave_change=_left,
    )


def _heard() -> None:
    message = st.session_state[_KEY].get("sync")
    if not message:
        return
    loop: ReviewSession = st.session_state[_LOOP]
    try:
        here = state.person()
    except NotAllowed:
        here = None
    try:
        if here != loop.person:
            st.session_state[_ENDED] = True
            leave(wiring.store(), loop)
            return
        loop.ends = sign_in.session_ends()
        handle_message(wiring.store(), loop, message)
    except Unavailable as trouble:
        # The page asks again by itself; what it decided waits in the browser meanwhile.
        log.warning("a page was not followed: %s", type(trouble).__name__)


def _left() -> None:
    asked = st.session_state[_KEY].get("leave")
    if asked:
        st.session_state[_LEAVE] = asked


def _leave(where: QueueFilter, asked: Any) -> None:
    if not isinstance(asked, Mapping):
        return
    if asked.get("to") == "search":
        go("queue", {**queue_address.address_of(where), "focus": "search"})
    if asked.get("queue") not in list(Queue):
        return
    queue = Queue(asked["queue"])
    # Whoever goes on after the end of a narrowed queue means all of the next one.
    open_review(
        QueueFilter(queue=queue) if asked.get("whole") else queue_address.in_queue(where, queue)
    )


def _data(loop: ReviewSession) -> dict[str, Any]:
    store = wiring.store()
    labels = labels_in_order(all_labels())
    items = []
    for id_ in wanted(store, loop):
        view = review(store, id_, person=loop.person)
        feedback_given = standing(feedback(store, id_))
        if view.hidden_decisions:
            # What a colleague thinks of the evidence would tell their opinion.
            feedback_given = [word for word in feedback_given if word.person == loop.person]
        batches = {d.batch_id for d in view.decisions if d.batch_id}
        items.append(
            comment_payload(
                view,
                labels=labels,
                profile=view.profile,
                feedback=feedback_given,
                reason_words=reason_words,
                queue_words=queue_words,
                bulk={batch: still_held_in_batch(store, batch) for batch in batches},
                person=loop.person,
            )
        )
    counts = queue_counts(store)
    strings = texts("review")
    return {
        "view": loop.name,
        "message": loop.message,
        "instance": wiring.instance(),
        "version": code_version(),
        "person": loop.person,
        "database": database_name(store),
        "most_unconfirmed": MOST_UNCONFIRMED,
        "at": loop.at,
        "order": loop.order,
        "held": {str(id_): holder for id_, holder in loop.holders.items()},
        "elsewhere": sorted(loop.elsewhere),
        "gone": sorted(loop.gone),
        "more": loop.more,
        "items": items,
        "queue": loop.where.queue.value,
        "queues": [
            {"key": queue.value, "title": strings[f"queue_{queue.value}"], "count": counts[queue]}
            for queue in Queue
        ],
        "total": _matches(store, loop.where)
        if queue_address.is_narrowed(loop.where)
        else counts[loop.where.queue],
        "narrowed": queue_address.is_narrowed(loop.where),
        "reading": loop.reading,
        "may_decide": _may(Permission.DECIDE),
        "may_mark": _may(Permission.ANNOTATE),
        "author_pages": wiring.settings().author_pages,
        "reasons": [
            {"key": code.key, "title": code.title} for code in reason_codes(store) if code.in_use
        ],
        "note_length": LONGEST_NOTE,
        "help": label_help(labels),
        "strings": dict(strings),
    }


def _may(permission: Permission) -> bool:
    account = sign_in.account()
    return account is not None and account.may(permission)


def _matches(store: Store, where: QueueFilter) -> int | str:
    """How many match, as far as they are counted."""
    page = queue_page(store, where, page_size=1)
    return f"{page.total}+" if page.more else page.total
