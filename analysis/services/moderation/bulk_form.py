"""Many comments decided together: those that a form offered, as it showed them, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analysis.domain.decision import ReviewState
from analysis.domain.queue_policy import Place, waits_for_a_word
from analysis.domain.review import QueueFilter
from analysis.domain.shown import Shown
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.shown import shown_now
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.database import Store
from analysis.storage.decisions import of_batch
from analysis.storage.threads import entries_of
from analysis.storage.user_reports import last_numbers


@dataclass(frozen=True, slots=True)
class BulkForm:
    """The open comments of a filtered queue as they are shown, of ``total`` that match it.

    ``shown`` is empty where more than can be decided at once match. ``reports`` is the number of
    the newest report by a reader about them.
    """

    total: int
    shown: Mapping[int, Shown]
    reports: int = 0


class LeftOut(StrEnum):
    """Why a comment of a form was not decided with the others."""

    DECIDED = "decided"
    EDITED = "edited"
    CHANGED = "changed"


def bulk_form(store: Store, where: QueueFilter, *, most: int) -> BulkForm:
    """What a form offers to decide together now; read it before the list that a person looks at.

    So an edit between the two is in the list, and its comment is left out rather than decided
    under words that nobody saw. A text that was edited since somebody decided is open again, and
    an erased one can't be decided.
    """
    page = queue_page(store, where, page=1, page_size=most)
    if page.total > most:
        return BulkForm(page.total, {})
    open_ids = [
        item.comment_id for item in page.items if waits_for_a_word(item.state, edited=item.edited)
    ]
    with store.read() as session:
        entries = {
            number: entry
            for number, entry in entries_of(session, open_ids).items()
            if entry.queue != Place.ERASED
        }
        offered = list(entries)
        shown = shown_now(session, entries, profile_in(session))
        newest = max(last_numbers(session, offered).values(), default=0)
    return BulkForm(page.total, shown, newest)


def left_out_of_batch(
    store: Store, batch_id: str, shown: Mapping[int, Shown]
) -> Mapping[LeftOut, int]:
    """How many comments of a form its batch left out, by the reason."""
    with store.read() as session:
        decided = {decision.comment_id for decision in of_batch(session, batch_id)}
        entries = entries_of(session, [number for number in shown if number not in decided])
    reasons: Counter[LeftOut] = Counter()
    for number in shown.keys() - decided:
        entry = entries.get(number)
        if entry is not None and entry.revision != shown[number].revision:
            reasons[LeftOut.EDITED] += 1
        elif entry is not None and entry.state != ReviewState.OPEN.value:
            reasons[LeftOut.DECIDED] += 1
        else:
            reasons[LeftOut.CHANGED] += 1
    return reasons
