"""Whether two comments of one id are one comment that was edited, or two comments.

An edit leaves most words where they are, and a comment's time is that of its writing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.domain.comment import Comment
from analysis.domain.placeholder import is_placeholder

HARDLY = 0.25
"""Share of the shorter text's words below which two texts have hardly a word in common; texts of
one language that are about other things share less of their longer words."""

FEWEST_WORDS = 3
"""Different words that both texts need for their share to mean something."""

_LONG_WORD = 4
_LONG_WORDS = 4
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]{0,2000}>|&\w{1,10};")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LARGEST_SHIFT = timedelta(hours=26)
"""By how much two readings of one time may differ by their zones."""

_ZONE_STEP, _ROUNDING = 15 * 60, 60
_NOBODY = frozenset(
    ("anonymous", "anonym", "anonyme", "anónimo", "anonimo", "anoniem", "guest", "gast", "invité",
     "invitado", "ospite", "user", "nutzer", "admin", "administrator", "unknown", "аноним")
)  # fmt: skip
"""Names that many people write under."""


@dataclass(frozen=True, slots=True)
class KnownComment:
    """What is stored of a comment: its newest text, its author and its time of writing."""

    text: str
    author: str | None
    created_at: datetime | None


def is_another_comment(known: KnownComment, comment: Comment) -> bool | None:
    """Whether ``comment`` is another one than what is known under its id; ``None``: can't be told.

    It is where hardly a word is shared and, where both times are known, these differ. A text that
    was taken away tells nothing.
    """
    if known.text == comment.text:
        return False
    if is_placeholder(known.text) or is_placeholder(comment.text):
        return None
    other_time = is_other_time(known.created_at, comment.created_at)
    if other_time is False or (other_time is None and _same_person(known.author, comment.author)):
        return False
    share = shared_words(known.text, comment.text)
    if share is None:
        return True if other_time and not _words(known.text) & _words(comment.text) else None
    return share < HARDLY


def is_other_time(known: datetime | None, given: datetime | None) -> bool | None:
    """Whether two times are not readings of one, told in another zone or rounded."""
    if known is None or given is None:
        return None
    if (known.tzinfo is None) != (given.tzinfo is None):
        known, given = known.replace(tzinfo=None), given.replace(tzinfo=None)
    apart = abs(known - given)
    if apart > _LARGEST_SHIFT:
        return True
    if any(not (moment.hour or moment.minute or moment.second) for moment in (known, given)):
        return False
    over = apart.total_seconds() % _ZONE_STEP
    return _ROUNDING <= over <= _ZONE_STEP - _ROUNDING


def shared_words(text: str, other: str) -> float | None:
    """Share of the shorter text's words that the other has, too; ``None`` for very few words.

    Short words stand in any text and count only where there are few others.
    """
    first, second = _words(text), _words(other)
    long_first, long_second = (
        {word for word in words if len(word) >= _LONG_WORD} for words in (first, second)
    )
    if min(len(long_first), len(long_second)) >= _LONG_WORDS:
        first, second = long_first, long_second
    fewer = min(len(first), len(second))
    return len(first & second) / fewer if fewer >= FEWEST_WORDS else None


def _words(text: str) -> set[str]:
    """The words of a text without its markup; pairs of characters where no spaces part words."""
    words: set[str] = set()
    for word in _WORD.findall(_TAG.sub(" ", text).casefold()):
        if _WITHOUT_SPACES.search(word):
            words |= {word[at : at + 2] for at in range(max(1, len(word) - 1))}
        else:
            words.add(word)
    return words


def _same_person(known: str | None, given: str | None) -> bool:
    return known is not None and known == given and known.strip().casefold() not in _NOBODY
