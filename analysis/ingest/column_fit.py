"""Whether a column's values are what its name suggests, and which of several columns fits best."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.ingest.column_guesses import IN_UTC, surely_a_time
from analysis.ingest.column_names import plain_name, rank
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.quoted_names import quoted_names
from analysis.ingest.rounded_numbers import mostly_rounded

_TIMES_ENOUGH = 0.5
_COUNTS_ENOUGH = 0.8
_STATES_ENOUGH = 0.5
_OF_MODERATION = re.compile(r"moderat|approved|platform_status")
_ENOUGH_IDS = 4


def can_be(field: str, name: str, values: ColumnValues | None) -> bool:
    """Whether the values of a column allow the field that its name suggests."""
    if values is None or not values.filled:
        return field != "created_at" or values is None or surely_a_time(name)
    if field == "created_at":
        return values.share("times") >= _TIMES_ENOUGH or (
            surely_a_time(name) and (values.share("serials") == 1 or values.relative > 0)
        )
    if field in ("up", "down", "score"):
        return values.share("counts") >= _COUNTS_ENOUGH
    if values.nested == values.filled:
        return False
    if field == "author":
        unfit = max(values.share("urls"), values.share("prose"), values.share("addresses"))
        return unfit < 0.5
    if field == "url":
        return values.share("numbers") < 0.5
    if field == "id" and values.filled >= _ENOUGH_IDS and values.variety <= 0.5:
        return False  # names what many rows share: an article, a video
    if field == "status":
        return _may_hold_states(name, values)
    if field in ("id", "parent_id"):
        return values.share("prose") < 0.5
    return True


def _may_hold_states(name: str, values: ColumnValues) -> bool:
    """Whether a column holds states of moderation: ``state`` may be where somebody lives."""
    if _OF_MODERATION.search(plain_name(name)):
        return True
    if plain_name(name) in ("rating", "state"):
        return values.share("states") >= _STATES_ENOUGH
    coded = max(values.share("codes"), values.share("answers"))
    return max(values.share("states"), coded) >= _STATES_ENOUGH


def best_column(
    field: str, candidates: list[str], looked: Mapping[str, ColumnValues], assumed: list[str]
) -> str:
    """The candidate with the surest name; of times the one that holds most of them."""
    most = max((looked[n].filled for n in candidates if n in looked), default=0)

    def order(name: str) -> tuple[float, bool, int, int]:
        values = looked.get(name)
        misfit = 0.0
        if values is not None and not values.filled:
            misfit = 2.0
        elif values is not None:
            if field == "created_at":
                misfit = -round(values.share("times"), 1)
            elif field == "id":
                misfit = 0.0 if values.variety > 0.5 and 2 * values.filled > most else 1.0
            elif field == "thread_id":
                # Each row a thread of its own: it names the comment, or its place.
                misfit = 1.0 if values.filled >= 10 and values.variety > 0.95 else 0.0
            elif field == "author":
                few = 2 * values.filled <= most
                misfit = 1.0 if few or values.share("numbers") > 0.5 else 0.0
            if field in ("id", "parent_id", "thread_id", "author") and mostly_rounded(
                values.distinct
            ):
                misfit += 1.0
        local = field == "created_at" and not IN_UTC.search(plain_name(name))
        return (misfit, local, rank(field, name) or 0, candidates.index(name))

    best = min(candidates, key=order)
    if len(candidates) > 1 and field in ("id", "parent_id", "thread_id", "author", "created_at"):
        others = [n for n in candidates if n != best]
        assumed.append(
            f"{field} is {quoted_names([best])}, not {quoted_names(others, last=' or ')}."
        )
    return best
