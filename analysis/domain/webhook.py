"""Where decisions are sent, and one decision as it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analysis.domain.decision import Decision, ReviewState


@dataclass(frozen=True, slots=True)
class Webhook:
    """A receiver. ``secret`` signs what is sent, or lets us in at the site, as its adapter says.

    ``position`` is the last decision that was put into its outbox.
    """

    number: int
    name: str
    url: str
    adapter: str
    secret: str
    position: int
    created_at: datetime
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecisionEvent:
    """One decision for the outside: the site's own ids, the state before and after it.

    ``id`` is the same however often it is sent. It holds no text and no moderator's name.
    """

    id: str
    number: int
    comment_id: str
    article_id: str
    decision: Decision
    before: ReviewState
    after: ReviewState
    article_url: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event for one webhook that is to be sent now; ``attempts`` counts earlier tries."""

    number: int
    webhook: Webhook
    decision: int
    attempts: int


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How a webhook's outbox stands: what was taken, what waits, and what the last try said."""

    delivered: int
    waiting: int
    outcome: str
