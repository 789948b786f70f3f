"""When a cue does not count: negated, about oneself, reported, or said of a thing."""

from __future__ import annotations

import re

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText

_NEGATION = re.compile(
    r"(?:\b(?:not|never|no(?!,)|nobody|hardly|without|neither|nor|cannot|don't|isn't|aren't|wasn't|"
    r"weren't|doesn't|didn't|won't|can't|far from)\b)(?:[\s,]{1,3}[\w'-]+){0,3}\W{0,3}$"
)
_NOT_ONLY = re.compile(r"\bnot (?:only|just|to mention)\b|\bwhy (?:not|don't)\b|\bno wonder\b")
_REPORTED = re.compile(
    r"\b(?:call|calls|called|calling|label|labels|labelled|labeled|labelling|brand|branded|"
    r"insult|insults|insulting|accuse|accuses|accused|accusing|describe|describes|described|"
    r"dismiss|dismisses|dismissed|dismissing|portray|portrayed|portraying|being|name-calling|"
    r"(?:nobody|no one|no-one|not|never|isn't|ain't|wasn't) (?:is |was |ever )?(?:saying|"
    r"suggesting|claiming|said|says|implying)|"
    r"words? like|terms? like|referr?(?:ed|ing|s) to)\b(?:[\s,]{1,3}[\w'-]+){0,6}\W{0,3}$"
)
_SELF_REPORT = re.compile(
    r"\b(?:i|i'd|i'll|we|let's|gonna|would)\s{1,3}(?:also\s)?(?:call|label)\b"
)
_SELF = re.compile(
    r"\b(?:i|i'm|me|my|myself|we|we're|our|ourselves)\b(?:[\s,]{1,3}[\w'-]+){0,3}\W{0,3}$"
)
_CONDITION = re.compile(r"\b(?:if|whether|unless|suppose|as if|as though|think(?:s)? that)\W{0,2}$")
_OBJECTS = re.compile(
    r"\b(?:name[- ]calling|insults? (?:are|is|do|don't|won't|will|help|from)|ad hominem|"
    r"stop (?:calling|insulting)|uncalled for|out of line|no need (?:to|for)|"
    r"(?:please|can we) (?:keep|stay|be) (?:it )?(?:civil|polite)|personal attacks?)\b"
)


def negated(words: AuthorText, span: Span) -> bool:
    """Whether a negation stands up to three words before the cue, in its sentence."""
    lead = words.before(span, 50)
    return _NEGATION.search(lead) is not None and _NOT_ONLY.search(lead) is None


def reported(words: AuthorText, span: Span) -> bool:
    """Whether the cue is what somebody else calls somebody ("calling them …"), or is objected to.

    "I call that …" is the speaker's own word and is not excused.
    """
    lead = words.before(span, 60)
    if _SELF_REPORT.search(lead) is not None:
        return False
    return _REPORTED.search(lead) is not None or _OBJECTS.search(words.whole(span)) is not None


def about_self(words: AuthorText, span: Span) -> bool:
    """Whether the speaker means himself: "I am such an idiot", "my stupid mistake"."""
    lead = words.before(span, 40)
    match = _SELF.search(lead)
    if match is None:
        return False
    return not re.search(
        r"\b(?:you|he|she|they|these|those|the|your|his|her|their)\b", match.group()
    )


def excused(words: AuthorText, span: Span) -> bool:
    """Whether an insult is negated, reported, about the speaker or only supposed."""
    return (
        negated(words, span)
        or reported(words, span)
        or about_self(words, span)
        or _CONDITION.search(words.before(span, 30)) is not None
    )
