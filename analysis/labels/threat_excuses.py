"""When words of a threat are none: denied, told of others, or said of the speaker himself.

Who threatens names himself ("trust me, I'll find you"), and often a condition of speech ("write
that again and …"); neither makes it a report, or a word about himself.
"""

from __future__ import annotations

import re

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import about_self, attributed, homonym, negated, reported, supposed
from analysis.labels.threat_senses import harmless_sense

_OWN_SUBJECT = re.compile(r"(?:i|i'm|i'll|ill|i'd|we|we're|we'll|my|our|you|you're|you'll|your)\b")
_REPORTERS = re.compile(
    r"\b(?:he|she|they|who|someone|somebody|said|told|shouted|yelled|screamed|sprayed|scrawled|painted|"
    r"chant(?:s|ed|ing)?|sign|banner|graffiti|poster|slogan|headline|rumou?r|idea|notion|myth)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|when|once|whoever|keep|dare|again|more|don't|stop)\b|(?:[,;:-]|\b(?:and|or|then|n))\s?$"
)


def excused_threat(words: AuthorText, span: Span) -> bool:
    """Whether what looks like a threat has another sense, is denied, supposed, somebody else's or
    said of the speaker."""
    return (
        homonym(words, span)
        or harmless_sense(words, span)
        or negated(words, span)
        or reported(words, span)
        or supposed(words, span)
        or (not _has_subject(words, span) and about_self(words, span))
        or (attributed(words, span) and not _is_conditional(words, span))
    )


def _has_subject(words: AuthorText, span: Span) -> bool:
    return _OWN_SUBJECT.match(span.of(words.folded)) is not None


def _is_conditional(words: AuthorText, span: Span) -> bool:
    """Whether the words of speech before it are its condition: "write that again and I'll …"."""
    lead = words.before(span, 90)
    return (
        _has_subject(words, span)
        and _REPORTERS.search(lead) is None
        and _CONDITION.search(lead) is not None
    )
