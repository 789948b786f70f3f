"""The forms in which a parent names a comment: its id, an address that ends in it, a prefix."""

from __future__ import annotations

import re

FORMS = ("as it is", "end of an address", "without prefix")
"""Tried in this order over a whole file; the one by which most parents are there is taken."""

_ADDRESS = re.compile(r"https?://\S+?[/#=]([\w.-]+)/?\Z")
_PREFIXED = re.compile(r"#?[A-Za-z]{1,12}[-_:#]([\w.]+)\Z|#([\w.-]+)\Z")


def as_parent(given: str, form: str) -> str:
    """The id that ``given`` names when it is written in ``form``; itself where it is not."""
    if form == FORMS[1] and (match := _ADDRESS.match(given)):
        end = match[1]
        prefixed = _PREFIXED.match(end)
        return (prefixed[1] or prefixed[2]) if prefixed else end
    if form == FORMS[2] and (match := _PREFIXED.match(given)):
        return match[1] or match[2]
    return given
