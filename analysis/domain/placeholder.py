"""What platforms leave in a comment's place when its text is gone: kept in the thread, not read."""

from __future__ import annotations

import re

LONGEST = 80
"""Characters of the longest placeholder; a longer text is somebody's words."""

_MARKED = re.compile(
    r"(?P<open>[\[(<]?)\s*(?:this\s+)?(?:comment|post|message|content|text)?\s*(?:has\s+been|was|is)?"
    r"\s*(?:deleted|removed)(?:\s+by\s+(?:the\s+|its\s+|a\s+)?(?:user|author|moderators?|mods?|"
    r"admins?|reddit|staff|poster|commenter|system|site|uploader))?\s*[\])>]?\s*[.!]?\Z",
    re.IGNORECASE,
)
_NAMES = frozenset({"[deleted]", "[removed]", "deleted", "[deleted user]", "deleted user"})


def is_placeholder(text: str) -> bool:
    """Whether ``text`` is empty or only says that there was one (``[deleted]``, ``[removed]``).

    Words without brackets count only where they say what was deleted: "Deleted." alone may be an
    answer, "This comment was removed by a moderator." is none.
    """
    if len(text) > LONGEST:
        return not text.strip()
    plain = text.strip()
    if not plain:
        return True
    if not _MARKED.match(plain):
        return False
    return plain[0] in "[(<" or bool(
        re.match(r"(?:this\s+)?(?:comment|post|message)\b", plain, re.IGNORECASE)
    )


def is_placeholder_name(name: str) -> bool:
    """Whether an author's name only says that the account is gone."""
    return name.strip().casefold() in _NAMES
