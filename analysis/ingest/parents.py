"""The forms in which a parent names a comment: its id, an address that ends in it, a prefix."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

FORMS = ("as it is", "end of an address", "without prefix", "in the form of the ids")
"""Tried in this order over a whole file; the one by which most parents are there is taken."""

_ADDRESS = re.compile(r"https?://\S+?[/#=]([\w.-]+)/?\Z")
_PREFIXED = re.compile(r"#?[A-Za-z]{1,12}[-_:#]([\w.]+)\Z|#([\w.-]+)\Z")
_BEFORE_NUMBER = re.compile(r"(#?[A-Za-z]{1,12}[-_:#]?|#)(\d+)\Z")
_MOST = 0.9
"""Share of the ids that must have a prefix, width or case in common."""


class IdShape:
    """What a file's ids have in common: prefix (``comment-7``), width (``0007``), case."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        known = list(ids)
        enough = _MOST * len(known)
        prefixes = Counter(m[1] for entry in known if (m := _BEFORE_NUMBER.match(entry)))
        prefix, times = prefixes.most_common(1)[0] if prefixes else ("", 0)
        self.prefix = prefix if times >= enough else ""
        ends = [entry.removeprefix(self.prefix) for entry in known]
        widths = Counter(len(end) for end in ends if end.isdigit())
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        padded = any(end.startswith("0") and len(end) > 1 for end in ends)
        self.width = width if padded and times >= enough else 0
        lettered = [entry for entry in known if entry.upper() != entry.lower()]
        self.upper = bool(lettered) and all(entry == entry.upper() for entry in lettered)
        self.lower = bool(lettered) and all(entry == entry.lower() for entry in lettered)

    def applied(self, given: str) -> str:
        """``given`` as the ids of the file are written."""
        bare = given.removeprefix("#")
        if bare.isdigit():
            return self.prefix + bare.zfill(self.width)
        return bare.upper() if self.upper else bare.lower() if self.lower else bare


_NO_SHAPE = IdShape()


def as_parent(given: str, form: str, shape: IdShape = _NO_SHAPE) -> str:
    """The id that ``given`` names when it is written in ``form``; itself where it is not."""
    if form == FORMS[1] and (match := _ADDRESS.match(given)):
        end = match[1]
        prefixed = _PREFIXED.match(end)
        return (prefixed[1] or prefixed[2]) if prefixed else end
    if form == FORMS[2] and (match := _PREFIXED.match(given)):
        return match[1] or match[2]
    if form == FORMS[3]:
        return shape.applied(given)
    return given
