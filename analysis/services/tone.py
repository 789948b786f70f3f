"""How discussions sound: civil and hostile disagreement, generalization, evidence."""

from __future__ import annotations

from datetime import date

from analysis.domain.tone import Granularity, ToneRow
from analysis.storage.database import Store


def tone_by_article(
    store: Store, *, section: str | None = None, limit: int | None = None
) -> list[ToneRow]:
    """One row per article, most comments first."""
    raise NotImplementedError


def tone_by_section(store: Store) -> list[ToneRow]:
    """One row per section; articles without one come under the empty key."""
    raise NotImplementedError


def tone_over_time(
    store: Store,
    *,
    granularity: Granularity = Granularity.DAY,
    article_id: str | None = None,
    section: str | None = None,
    date_from: date | None = None,
    date_to: date | None = None,
) -> list[ToneRow]:
    """One row per day, week (named by its Monday) or step in reading order, in order.

    Comments without a time are left out of days and weeks.
    """
    raise NotImplementedError
