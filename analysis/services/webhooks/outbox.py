"""Send what is due, at least once: what was not marked as taken is sent again, under its id."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from sqlalchemy.orm import Session

from analysis.domain.decision import state_of
from analysis.domain.errors import ModeratoError
from analysis.domain.site_host import site_of
from analysis.domain.webhook import DecisionEvent, Delivery
from analysis.services.moderation.review_commands import database_name
from analysis.services.webhooks.adapters import ADAPTERS, NUMBERING, SITE_STATES
from analysis.services.webhooks.adapters.base import NotTaken, Send
from analysis.services.webhooks.sending import TIMEOUT_SECONDS, send_by_http
from analysis.storage import webhooks as stored
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.decision_feed import decisions_after, decisions_numbered
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.sites import keeps_apart

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a delivery belongs to whoever took it; a killed process's are free again then."""
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
LOOK_SECONDS = 2.0
NOT_ASKED = "not asked, since it did not answer just before"
_FILLED_AT_ONCE = 500
_SENT_AT_ONCE = 20


def fill_outboxes(store: Store) -> int:
    """Put decisions that no outbox has yet into every webhook's; how many were put."""
    count = 0
    with store.read() as session:
        behind = [
            webhook
            for webhook in stored.read_webhooks(session, enabled=True)
            if decisions_after(session, webhook.position, limit=1)
        ]
    if not behind:
        return 0
    with store.write() as session:
        for webhook in stored.read_webhooks(session, enabled=True):
            entries = decisions_after(session, webhook.position, limit=_FILLED_AT_ONCE)
            if entries:
                numbers = [entry.number for entry in entries]
                stored.put_into_outbox(session, webhook, numbers, at=now())
                count += len(numbers)
    return count


def send_due(store: Store, send: Send) -> int:
    """Send some of what is due; how many deliveries were taken up.

    Whoever does not answer is not asked again in the same turn: the others would wait for it.
    """
    name = database_name(store)
    with store.read() as session:
        if not stored.read_webhooks(session, enabled=True):
            return 0
    begun = now()
    with store.write() as session:
        due = stored.lease_due(session, at=begun, lease=LEASE, limit=_SENT_AT_ONCE)
        events = {delivery.number: event_of(session, delivery.decision, name) for delivery in due}
    silent: set[int] = set()
    for delivery in due:
        if now() > begun + LEASE / 2:
            break  # somebody else may have the rest when the lease is over
        outcome: str | None = NOT_ASKED
        event, concerned = events[delivery.number], False
        if delivery.webhook.number not in silent:
            try:
                concerned = _is_concerned(store, delivery, event)
                outcome = _outcome(delivery, event, send) if concerned else None
            except OSError as error:
                silent.add(delivery.webhook.number)
                outcome = type(error).__name__
        with store.write() as session:
            if outcome is None:
                stored.mark_delivered(session, delivery.number, at=now())
                if concerned and _is_overtaken(session, delivery, event):
                    # Another process told the site of a later one meanwhile; it may stand first.
                    stored.send_newest_again(session, delivery, at=now())
            else:
                pause = min(FIRST_PAUSE * 2 ** min(delivery.attempts, 20), LONGEST_PAUSE)
                stored.mark_failed(session, delivery.number, due=now() + pause, outcome=outcome)
    return len(due)


def event_of(session: Session, number: int, database: str) -> DecisionEvent:
    """A decision as it is sent; its id names the database and the decision."""
    (entry,) = decisions_numbered(session, [number])
    comment = entry.decision.comment_id
    judged = decisions_with_revisions(session, [comment])[comment][0]
    sequence = entry.decision.sequence
    return DecisionEvent(
        id=f"{database}-{number}",
        number=number,
        comment_id=entry.comment_id,
        article_id=entry.article_id,
        decision=entry.decision,
        before=state_of(d for d in judged if d.sequence < sequence),
        after=state_of(d for d in judged if d.sequence <= sequence),
        article_url=entry.article_url,
    )


def _is_concerned(store: Store, delivery: Delivery, event: DecisionEvent) -> bool:
    """Whether the site is to hear of it: it undoes nothing later, and the comment is its own."""
    with store.read() as session:
        if _is_overtaken(session, delivery, event):
            return False
        numbered = delivery.webhook.adapter in NUMBERING
        return not (numbered and _is_of_another_site(session, delivery, event))


def _is_overtaken(session: Session, delivery: Delivery, event: DecisionEvent) -> bool:
    """Whether the site has heard of a later decision on the comment, which this would take back."""
    site_state = SITE_STATES.get(delivery.webhook.adapter)
    if site_state is None or not stored.later_was_delivered(session, delivery):
        return False
    comment = event.decision.comment_id
    now_there = site_state(state_of(decisions_with_revisions(session, [comment])[comment][0]))
    return now_there not in (None, site_state(event.after))


def _is_of_another_site(session: Session, delivery: Delivery, event: DecisionEvent) -> bool:
    """Whether the receiver's comment of that number is another one.

    An address alone does not tell, since a site may have moved or be known here by an inner name:
    the comment's site has a receiver of its own, or the ids of one of the two are kept apart.
    """
    own, here = site_of(event.article_url), site_of(delivery.webhook.url)
    if own is None or here is None or own == here:
        return False
    receivers = stored.read_webhooks(session, enabled=True)
    others = {site_of(known.url) for known in receivers if known.adapter in NUMBERING}
    return own in others or any(keeps_apart(session, site) for site in (own, here))


def _outcome(delivery: Delivery, event: DecisionEvent, send: Send) -> str | None:
    """Why it was not taken; ``None`` when it was. ``OSError`` where nobody answered."""
    try:
        ADAPTERS[delivery.webhook.adapter](event, delivery.webhook, send)
    except NotTaken as problem:
        return str(problem)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a site does, the others get theirs
        return type(error).__name__
    return None


class Dispatcher:
    """Looks every few seconds for what is due, in a thread of its own."""

    def __init__(self, store: Store, send: Send = send_by_http) -> None:
        self._store = store
        self._send = send
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="webhooks", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, *, seconds: float = TIMEOUT_SECONDS) -> None:
        """End after the delivery that is going on."""
        self._stopping.set()
        self._thread.join(seconds)

    def _work(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                fill_outboxes(self._store)
                while send_due(self._store, self._send) and not self._stopping.is_set():
                    pass
            except ModeratoError as error:
                log.warning("decisions are not sent: %s", error)
            except Exception as error:  # noqa: BLE001 - the next look tries again
                log.error("sending decisions failed: %s", type(error).__name__)
