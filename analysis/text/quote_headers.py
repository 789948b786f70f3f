"""Lines that say whose words follow: "Ann wrote:", "Originally Posted by Ann", "(In reply to: …)".

They are believed only where own words stand apart from what they name, and not where it is the
writer who speaks ("I said:").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.text.marked_passage import Marked
from analysis.text.reported_speech import announces_own_words

_REPLY = re.compile(r"\(In reply to:\s")
_REPLY_END = re.compile(r"--\s?[^()\n]{1,60}\)")
_NAME = r"@?[^\W\d_][\w .,'@<>-]{0,60}"
_WROTE = (
    r"(?:wrote|writes|said|says|posted|schrieb|schreibt|sagte|a\s[ée]crit|a\sdit|escribió|escribe|"
    r"dijo)"
)
_QUOTED_BY = (
    r"(?i:originally\sposted\sby:?\s[^\n]{1,80}|(?:quot(?:e|ed)\s(?:from|by)|zitat\svon|citation\sde|"
    r"cita\sde):\s[^\n]{1,80}|(?:quot(?:e|ed)\s(?:from|by|of)|zitat\svon|citation\sde|cita\sde)\s"
    r"[^\n:]{1,60}:|(?:quote|zitat|citation|cita)\s?:)"
)
_HEADER = re.compile(
    rf"(?:^|\n)(?P<header>[^\S\n]*(?:(?:(?:On|Am|Le|El)\s[^\n]{{4,80}}?,?\s)?{_NAME}\s{_WROTE}"
    rf"(?:\s(?:on|at|am|um|le|à|el)\s[^\n:]{{1,40}})?\s?:|"
    rf"Am\s[^\n:]{{2,40}}?\sschrieb\s[^\n:]{{1,60}}:|{_QUOTED_BY}))[^\S\n]*\n+"
    r"(?P<words>(?![>»|\"“«„‘])[^\n]+(?:\n[^\n]+)*)(?=\n\s*\n\s*\S)"
)
"""Such a line, the paragraph below, an empty line, and words behind it."""
_SAID_HERE = re.compile(
    rf"(?:^|\n)[^\S\n]*@[\w.-]{{1,40}}(?:\s+you)?\s+{_WROTE}\s?:[^\S\n]+"
    r"(?P<words>(?![\"“«„‘])[^\n]+)(?=\n\s*[^\s>])"
)
"""``@ann said: …`` with words on a line of their own below."""
_ORIGINAL = re.compile(
    r"(?:^|\n)[^\S\n]*(?P<line>-{3,12}\s?(?i:original message|forwarded message|ursprüngliche "
    r"nachricht|original-nachricht|message d'origine|mensaje original)\s?-{3,12})[^\S\n]*\n+"
    r"(?P<fields>(?:[^\S\n]*(?i:from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|à|"
    r"envoyé|objet|enviado|para|asunto)\s?:[^\n]*(?:\n+|\Z))*)"
)
"""What mail programs put above the mail that is answered."""
_PARAGRAPH_END = re.compile(r"\n\s*\n|\s*\Z")


def quotes_under_headers(text: str) -> Iterator[Marked]:
    """The passages that a line above them or on their own line says are somebody else's."""
    yield from _replies(text)
    if "\n" not in text:
        return
    if ":" in text or "osted" in text:
        for match in _HEADER.finditer(text):
            if not announces_own_words(match["header"]):
                words = Span(*match.span("words"))
                yield Marked(words, words, block=True)
    if "@" in text:
        for match in _SAID_HERE.finditer(text):
            words = Span(*match.span("words"))
            yield Marked(words, words, block=True)
    if "---" in text:
        yield from _answered_mail(text)


def _replies(text: str) -> Iterator[Marked]:
    at = 0
    while match := _REPLY.search(text, at):
        end = _REPLY_END.search(text, match.end())
        if end is None:
            return
        yield Marked(Span(match.start(), end.end()), Span(match.end(), end.start()), block=True)
        at = end.end()


def _answered_mail(text: str) -> Iterator[Marked]:
    """With the mail's fields and own words above it, all the rest; otherwise one paragraph."""
    for match in _ORIGINAL.finditer(text):
        begin = match.start("line")
        if match["fields"] and text[:begin].strip():
            end = len(text.rstrip())
        else:
            end_of = _PARAGRAPH_END.search(text, match.end())
            end = end_of.start() if end_of else len(text)
        if match.end() < end:
            yield Marked(Span(begin, end), Span(match.end(), end), block=True)
