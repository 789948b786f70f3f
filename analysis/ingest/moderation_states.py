"""What a platform did with a comment: words in one column, or a column of yes and no for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.ingest.column_names import plain_name, without_accents
from analysis.ingest.column_values import ColumnValues
from analysis.ingest.moderation_words import is_no, is_yes
from analysis.ingest.other_things import is_of_another
from analysis.ingest.values import is_nothing

_FLAGS: Mapping[str, tuple[str, str | None]] = {
    "deleted": ("deleted", None), "removed": ("removed", None), "trashed": ("trash", None),
    "spam": ("spam", None), "rejected": ("rejected", None), "declined": ("rejected", None),
    "hidden": ("hidden", None), "visible": ("", "hidden"), "pending": ("pending", None),
    "approved": ("approved", "unapproved"),
    "published": ("published", "unpublished"), "unpublished": ("unpublished", None),
    "unapproved": ("unapproved", None), "geloscht": ("deleted", None),
    "freigegeben": ("approved", "unapproved"), "freigeschaltet": ("approved", "unapproved"),
    "veroffentlicht": ("published", "unpublished"), "versteckt": ("hidden", None),
    "abgelehnt": ("rejected", None), "supprime": ("deleted", None),
    "approuve": ("approved", "unapproved"), "publie": ("published", "unpublished"),
    "eliminado": ("deleted", None), "aprobado": ("approved", "unapproved"),
    "publicado": ("published", "unpublished"), "excluido": ("deleted", None),
    "aprovado": ("approved", "unapproved"), "eliminato": ("deleted", None),
    "approvato": ("approved", "unapproved"), "pubblicato": ("published", "unpublished"),
    "verwijderd": ("deleted", None), "goedgekeurd": ("approved", "unapproved"),
}  # fmt: skip
"""By the column's name the state where it says yes, and where it says no."""

_ORDER = (
    "deleted", "removed", "trash", "spam", "rejected", "hidden", "pending", "unpublished",
    "unapproved", "approved", "published",
)  # fmt: skip
"""Which of several states counts: the one that keeps readers furthest from the comment."""

_SEEN = ("approved", "published")
_NOT_YET = ("unpublished", "unapproved", "pending")
_SEEN_IN_WORDS = frozenset(
    ("approved", "published", "accepted", "visible", "active", "live", "public", "open", "normal",
     "none", "1", "true", "freigegeben", "genehmigt", "veröffentlicht", "sichtbar", "approuvé",
     "publié", "aprobado", "aprovado", "publicado", "approvato", "pubblicato", "goedgekeurd")
)  # fmt: skip
"""What a status says of a comment that readers see."""

_BEFORE = re.compile(r"^(?:comment_|post_|message_)?(?:is_|was_|has_been_|ist_)?|_?(?:flag)?$")
_MOMENT = re.compile(r"_(?:at|on|date|time|utc)$")
_NEVER_UNDONE = ("deleted", "removed", "trash")
"""States that a moment says for good; what was approved then may be spam now."""


@dataclass(frozen=True, slots=True)
class StateFlag:
    """A column that says of each comment whether one thing was done with it."""

    column: str
    yes: str
    no: str | None
    is_moment: bool = False

    def state(self, value: Any) -> str | None:
        """The state by one cell; ``None`` where it says nothing. A moment says yes."""
        if is_nothing(value):
            return None
        if is_no(value):
            return self.no
        return self.yes if self.is_moment or is_yes(value) else None


def flag_of(name: str, values: ColumnValues, text: str = "") -> StateFlag | None:
    """What a column of yes and no, or of moments, says of a state; ``None`` for any other.

    What stands around the column of the ``text`` counts for nothing: ``data.deleted``.
    """
    around = text.rpartition(".")[0]
    plain = without_accents(plain_name(name.removeprefix(f"{around}.") if around else name))
    bare = _MOMENT.sub("", plain)
    known = _FLAGS.get(_BEFORE.sub("", bare))
    if known is None or not values.filled:
        return None
    moment = bare != plain
    if moment and known[0] in _NEVER_UNDONE and values.times + values.answers >= values.filled:
        return StateFlag(name, *known, is_moment=True)
    return None if moment or values.answers < values.filled else StateFlag(name, *known)


def state_flags(
    names: Sequence[str], taken: Collection[str], looked: Mapping[str, ColumnValues], text: str
) -> tuple[StateFlag, ...]:
    """The columns, of those that are no other field's, that say yes and no to a state.

    Those of an account or an article beside the column of the ``text`` are not the comment's.
    """
    free = (name for name in names if name and name not in taken and name in looked)
    own = (name for name in free if not is_of_another("status", name, text))
    return tuple(flag for name in own if (flag := flag_of(name, looked[name], text)) is not None)


def state_by_flags(
    values: Mapping[str, Any], flags: Sequence[StateFlag], given: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The state of a comment by ``flags`` and a status ``given`` elsewhere, and what contradicts.

    A status in words stays where the flags say nothing that is worse.
    """
    states = {state for flag in flags if (state := flag.state(values.get(flag.column)))}
    if not states:
        return given, ()
    worst = min(states, key=_ORDER.index)
    seen = tuple(sorted(states.intersection(_SEEN)))
    if given is None:
        return worst, (worst, *seen) if worst not in _SEEN and seen else ()
    word = given.casefold()
    if worst in _SEEN:
        return given, (word, *seen) if word in _ORDER and word not in _SEEN else ()
    if word in _SEEN_IN_WORDS:
        return worst, (worst, word)
    known = word in _ORDER and _ORDER.index(word) <= _ORDER.index(worst)
    return (given if known or worst in _NOT_YET else worst), ()
