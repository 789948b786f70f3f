"""The comments behind a point of the tone charts: exactly those that the point counts."""

from __future__ import annotations

from analysis.domain.errors import BadInput, nearest
from analysis.domain.review import QueuePage
from analysis.domain.tone import ToneList
from analysis.labels.tone_measures import MEASURES
from analysis.services.moderation.queue import LARGEST_PAGE, items_of
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.database import Store
from analysis.storage.queue_index import tone_lists as stored


def tone_list(store: Store, where: ToneList, *, page: int = 1, page_size: int = 25) -> QueuePage:
    """One page (from 1) of the comments that ``where`` names; ``total`` counts all of them."""
    if page < 1 or not 1 <= page_size <= LARGEST_PAGE:
        raise BadInput(f"A page is numbered from 1 and has 1 to {LARGEST_PAGE} lines.")
    if where.measure is not None and where.measure not in MEASURES:
        raise BadInput(f"Unknown measure {where.measure!r}; {nearest(where.measure, MEASURES)}.")
    with store.read() as session:
        ids = stored.page_of(session, where, offset=(page - 1) * page_size, limit=page_size)
        items = items_of(session, ids, profile_in(session))
        total = stored.count_of(session, where)
    return QueuePage(items=tuple(items), total=total, page=page, page_size=page_size)
