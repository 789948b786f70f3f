"""What platforms leave in a comment's place when its text is gone: kept in the thread, not read."""

from __future__ import annotations

import re

LONGEST = 80
"""Characters of the longest placeholder; a longer text is somebody's words."""

NOTHING_TO_LABEL = "Only a placeholder is left of this comment; there is nothing to label."
"""Why a placeholder has no answers."""

_IN_BRACKETS = re.compile(
    r"[\[(<【]\s*(?:[^\W\d_]+\s+){0,3}(?:gelöscht|entfernt|supprimée?|retirée?|eliminad[oa]|borrad[oa]|"
    r"eliminat[oa]|rimoss[oa]|cancellat[oa]|verwijderd|usunięt[oaey]|removid[oa]|apagad[oa]|excluíd[oa]|"
    r"raderat|raderad|slettet|poistettu|удал[её]н[оа]?|удалено|silindi|已删除|已刪除|削除済み|삭제됨)"
    r"(?:\s+[^\W\d_]+){0,4}\s*[\])>】]\s*\.?\Z",
    re.IGNORECASE,
)
"""The same in other languages; only in brackets, where no writer puts an answer."""

_BY_RULES = re.compile(
    r"(?:this|your|the)?\s*(?:comment|post|message)\s+(?:has\s+been|was)\s+(?:deleted|removed|hidden)\s+"
    r"(?:by\s+(?:a|the|our)\s+moderators?\s+)?(?:because\s+it\s+(?:didn['’]t|did\s+not|does\s+not|"
    r"doesn['’]t)\s+(?:abide|comply|meet)|(?:for|as\s+it)\s+(?:violat|break|breach)\w*)\b"
    r"[^.!?]{0,80}[.!]?(?:\s+Replies\s+may\s+also\s+be\s+deleted\..{0,80})?\Z",
    re.IGNORECASE,
)
"""What newspapers write: "removed by a moderator because it didn't abide by our standards"."""

_LONGEST_BY_RULES = 260

# Blanks belong to the word before them: left to two neighbours, they could be shared out in as many
# ways as there are blanks.
_MARKED = re.compile(
    r"(?P<open>[\[(<]?)\s*(?:this\s+)?(?:(?:comment|post|message|content|text)\s*)?"
    r"(?:(?:has\s+been|was|is)\s*)?"
    r"(?:deleted|removed)(?:\s+by\s+(?:the\s+|its\s+|a\s+)?(?:user|author|moderators?|mods?|"
    r"admins?|reddit|staff|poster|commenter|system|site|uploader))?\s*(?:[\])>]\s*)?[.!]?\Z",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\s*(?:</?(?:p|div|em|i|b|strong|span)(?:\s[^<>]{0,40})?>|[*_]{1,2})\s*", re.I
)
"""A tag, or the signs of emphasis, that may stand around a placeholder."""
_LAYERS = 3
_NAMES = frozenset({"[deleted]", "[removed]", "deleted", "[deleted user]", "deleted user"})


def is_placeholder(text: str) -> bool:
    """Whether ``text`` is empty or only says that there was one (``[deleted]``, ``[removed]``).

    Words without brackets count only where they say what was deleted: "Deleted." alone may be an
    answer, "This comment was removed by a moderator." is none.
    """
    if len(text) > LONGEST and not (
        len(text) <= _LONGEST_BY_RULES and _BY_RULES.match(text.strip())
    ):
        return not text.strip()
    plain = _unwrapped(text.strip()) or text.strip()
    if not plain or _BY_RULES.match(plain) or _IN_BRACKETS.match(plain):
        return True
    if not _MARKED.match(plain):
        return False
    return plain[0] in "[(<" or bool(
        re.match(r"(?:this\s+)?(?:comment|post|message)\b", plain, re.IGNORECASE)
    )


def _unwrapped(text: str) -> str:
    """``text`` without the elements or signs that stand around all of it: ``<p>[deleted]</p>``."""
    for _ in range(_LAYERS):
        start = _AROUND.match(text)
        if start is None:
            break
        opened = start[0].strip()
        closed = re.sub(r"<(\w+).*", r"</\1>", opened)
        rest = text[start.end() :]
        if not rest.casefold().endswith(closed.casefold()):
            break
        text = rest[: len(rest) - len(closed)].strip()
    return text


def is_placeholder_name(name: str) -> bool:
    """Whether an author's name only says that the account is gone."""
    return name.strip().casefold() in _NAMES
