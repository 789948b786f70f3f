"""Webhooks and their outbox: filled from the decisions, emptied one delivery at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from analysis.domain.webhook import Delivery, OutboxCounts, Webhook
from analysis.storage.tables import DecisionTable, WebhookDeliveryTable, WebhookTable

_HOOK, _OUT = WebhookTable, WebhookDeliveryTable


def add_webhook(session: Session, webhook: Webhook, *, created_by: str) -> None:
    """Add a receiver; it gets decisions behind its position."""
    session.execute(
        insert(_HOOK).values(
            name=webhook.name,
            url=webhook.url,
            adapter=webhook.adapter,
            secret=webhook.secret,
            position=webhook.position,
            created_by=created_by,
            created_at=webhook.created_at,
        )
    )


def read_webhooks(session: Session, *, enabled: bool = False) -> list[Webhook]:
    """All webhooks by name, or those alone that are not disabled."""
    statement = select(_HOOK).order_by(_HOOK.name)
    if enabled:
        statement = statement.where(_HOOK.disabled_at.is_(None))
    return [_webhook(row) for row in session.scalars(statement)]


def set_webhook(
    session: Session, number: int, *, position: int | None = None, disabled: datetime | None = None
) -> None:
    """Move a webhook's position, or disable it."""
    values = {"position": position, "disabled_at": disabled}
    changed = {name: value for name, value in values.items() if value is not None}
    session.execute(update(_HOOK).where(_HOOK.id == number).values(**changed))


def put_into_outbox(
    session: Session, webhook: Webhook, decisions: Sequence[int], *, at: datetime
) -> None:
    """Put decisions into a webhook's outbox; what was delivered before is to be sent again."""
    known = set(
        session.scalars(
            select(_OUT.decision_id).where(
                _OUT.webhook_id == webhook.number, _OUT.decision_id.in_(decisions)
            )
        )
    )
    again = update(_OUT).where(_OUT.webhook_id == webhook.number, _OUT.decision_id.in_(known))
    session.execute(again.values(delivered_at=None, due_at=at, attempts=0, outcome=""))
    rows = [
        {
            "webhook_id": webhook.number,
            "decision_id": decision,
            "attempts": 0,
            "due_at": at,
            "outcome": "",
        }
        for decision in decisions
        if decision not in known
    ]
    if rows:
        session.execute(insert(_OUT), rows)
    set_webhook(session, webhook.number, position=max(decisions))


def lease_due(session: Session, *, at: datetime, lease: timedelta, limit: int) -> list[Delivery]:
    """The oldest deliveries that are due; nobody else gets them until ``lease`` is over.

    The webhooks take turns, so that many of one that does not answer hold back no other's. Of one
    comment, or of one webhook that just failed, later decisions are not held back: each
    names the state that it leads to and its sequence (see ``later_was_delivered``).
    """
    waiting = []
    for webhook in read_webhooks(session, enabled=True):
        rows = session.execute(
            select(_OUT.id, _OUT.decision_id, _OUT.attempts)
            .where(
                _OUT.webhook_id == webhook.number, _OUT.delivered_at.is_(None), _OUT.due_at <= at
            )
            .order_by(_OUT.due_at, _OUT.id)
            .limit(limit)
        )
        waiting.append([Delivery(row.id, webhook, row.decision_id, row.attempts) for row in rows])
    in_turn = [d for turn in zip_longest(*waiting) for d in turn if d is not None][:limit]
    numbers = [delivery.number for delivery in in_turn]
    session.execute(update(_OUT).where(_OUT.id.in_(numbers)).values(due_at=at + lease))
    return in_turn


def later_was_delivered(session: Session, delivery: Delivery) -> bool:
    """Whether the same webhook has taken a later decision on the same comment."""
    comment = select(DecisionTable.comment_id).where(DecisionTable.id == delivery.decision)
    later = (
        select(_OUT.id)
        .join(DecisionTable, DecisionTable.id == _OUT.decision_id)
        .where(
            _OUT.webhook_id == delivery.webhook.number,
            _OUT.decision_id > delivery.decision,
            _OUT.delivered_at.is_not(None),
            DecisionTable.comment_id == comment.scalar_subquery(),
        )
    )
    return session.scalar(later.limit(1)) is not None


def send_newest_again(session: Session, delivery: Delivery, *, at: datetime) -> None:
    """Have the webhook told once more of the newest decision on the delivery's comment."""
    comment = select(DecisionTable.comment_id).where(DecisionTable.id == delivery.decision)
    newest = (
        select(func.max(_OUT.decision_id))
        .join(DecisionTable, DecisionTable.id == _OUT.decision_id)
        .where(
            _OUT.webhook_id == delivery.webhook.number,
            DecisionTable.comment_id == comment.scalar_subquery(),
        )
    )
    again = update(_OUT).where(
        _OUT.webhook_id == delivery.webhook.number, _OUT.decision_id == session.scalar(newest)
    )
    session.execute(again.values(delivered_at=None, due_at=at, attempts=0, outcome=""))


def mark_delivered(session: Session, number: int, *, at: datetime) -> None:
    """The receiver has taken it."""
    session.execute(
        update(_OUT)
        .where(_OUT.id == number)
        .values(delivered_at=at, attempts=_OUT.attempts + 1, outcome="delivered")
    )


def mark_failed(session: Session, number: int, *, due: datetime, outcome: str) -> None:
    """The receiver has not; it is tried again at ``due``."""
    session.execute(
        update(_OUT)
        .where(_OUT.id == number)
        .values(due_at=due, attempts=_OUT.attempts + 1, outcome=outcome)
    )


def outbox_counts(session: Session, number: int) -> OutboxCounts:
    """How a webhook's outbox stands."""
    delivered, waiting = session.execute(
        select(
            func.count(_OUT.delivered_at), func.count(_OUT.id) - func.count(_OUT.delivered_at)
        ).where(_OUT.webhook_id == number)
    ).one()
    last = session.scalar(
        select(_OUT.outcome)
        .where(_OUT.webhook_id == number, _OUT.attempts > 0)
        .order_by(_OUT.due_at.desc(), _OUT.id.desc())
        .limit(1)
    )
    return OutboxCounts(delivered, waiting, last or "")


def _webhook(row: WebhookTable) -> Webhook:
    return Webhook(
        number=row.id,
        name=row.name,
        url=row.url,
        adapter=row.adapter,
        secret=row.secret,
        position=row.position,
        created_at=row.created_at,
        disabled_at=row.disabled_at,
    )
