"""Words of abuse from other languages in an English comment, read as English ones.

A single one is no passage in another language, and neither rules nor models know it: "the report
is out, Arschloch" looked harmless. Asked only of a text that is English otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.text.spelled_apart import Change, cased
from analysis.text.vocabulary import abuse_elsewhere

_WORD = re.compile(r"[^\W\d_]+")
_TITLE_BEFORE = re.compile(
    r"(?<!\w)(?:(?:mr|mrs|ms|dr)\.?|se[ñn]ora?|don|do[ñn]a|herr|frau|monsieur|madame|el|la)\s\Z",
    re.I,
)
_NAME_BEFORE = re.compile(r"[\w,]\s[A-ZÀ-ÞŠŽČĆŁŚ][^\W\d_]+\s\Z")
_NAME_BEHIND = re.compile(r"\s[A-ZÀ-ÞŠŽČĆŁŚ][^\W\d_]+")
_NEAR = 40


def foreign_abuse(text: str) -> Iterator[Change]:
    """Each such word in ``text`` with what is read; none that is part of a name of two words."""
    known = abuse_elsewhere()
    for match in _WORD.finditer(text):
        meant = known.get(match[0].lower())
        if meant is not None and not _is_of_a_name(text, match):
            yield match.start(), match.end(), cased(meant, match[0])


def _is_of_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether it is written like a name, behind a title or beside another: "Señor Pendejo"."""
    if not (match[0][0].isupper() and match[0][1:].islower()):
        return False
    before = text[max(0, match.start() - _NEAR) : match.start()]
    if _TITLE_BEFORE.search(before) or _NAME_BEFORE.search(before):
        return True
    return _NAME_BEHIND.match(text, match.end()) is not None
