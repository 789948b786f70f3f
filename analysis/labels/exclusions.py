"""When a cue does not count: negated, about oneself, reported, or said of a thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText

_NEGATION = re.compile(
    r"(?:\b(?:not|never|no(?!,)|nobody|hardly|without|neither|nor|cannot|don't|isn't|aren't|wasn't|"
    r"weren't|doesn't|didn't|won't|can't|far from)\b)(?:[\s,]{1,3}[\w'-]+){0,3}\W{0,3}$"
)
_NEGATION_SIGNS = ("no", "n't", "ne", "hardly", "without", "far from")
"""One of these stands in whatever :data:`_NEGATION` or :data:`_NOBODY` matches; looking for a few
letters is quicker than for an expression, and most leads have none of them."""
_NOBODY = re.compile(r"\b(?:nobody|no one|no-one|none of)(?:\s[\w'-]+){0,6}\W{0,3}$")
_NEW_CLAUSE = re.compile(
    r"[,;:-]\s{1,2}(?:and |but |so )?(?:i|you|he|she|they|it|we|that|this|these|those)"
    r"(?:'re|'s|'ll|'m|'d)?\s(?![^,;:]{0,60}(?:,|\b(?:not|never|no)\b))"
)
"""Another subject behind a comma: "they're not people, they're vermin" denies nothing of vermin."""
_OWN_SUBJECT = re.compile(r"(?:i|you|he|she|they|it|we)(?:'|\b)")
_NOT_ONLY = re.compile(r"\bnot (?:only|just|to mention)\b|\bwhy (?:not|don't)\b|\bno wonder\b")
_REPORTED = re.compile(
    r"\b(?:call|calls|called|calling|label|labels|labelled|labeled|labelling|brand|branded|"
    r"insult|insults|insulting|accuse|accuses|accused|accusing|describe|describes|described|"
    r"dismiss|dismisses|dismissed|dismissing|portray|portrayed|portraying|being|name-calling|"
    r"(?:nobody|no one|no-one|not|never|isn't|ain't|wasn't) (?:is |was |ever )?(?:saying|"
    r"suggesting|claiming|said|says|implying)|"
    r"words? like|terms? like|"
    r"(?:the|that|this) (?:word|term|slur|phrase|name)s?|"
    r"referr?(?:ed|ing|s) to)\b(?:[\s,]{1,3}[\w'-]+){0,6}\W{0,3}$"
)
_REPORTED_SIGNS = (
    "call", "label", "brand", "insult", "accus", "describ", "dismiss", "portray", "being", "sa",
    "suggesting", "claiming", "implying", "word", "term", "slur", "phrase", "name", "refer",
)  # fmt: skip
"""One of these stands in whatever :data:`_REPORTED` matches."""
_SELF_REPORT = re.compile(
    r"\b(?:i|i'd|i'll|we|let's|gonna|would)\s{1,3}(?:also\s)?(?:call|label)\b"
)
_SELF = re.compile(
    r"\b(?:i|i'm|me|my|myself|we|we're|our|ourselves)\b(?:[\s,]{1,3}[\w'-]+){0,3}\W{0,3}$"
)
_AS_ONE = re.compile(r"^\W{0,3}as an? (?:[\w'-]+ ){0,3}$")
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i'd|me|my|myself)\b")
_CONDITION = re.compile(r"\b(?:if|whether|unless|suppose|as if|as though|think(?:s)? that)\W{0,2}$")
_OBJECTS = re.compile(
    r"\b(?:name[- ]calling|insults? (?:are|is|do|don't|won't|will|help|from)|ad hominem|"
    r"stop (?:calling|insulting)|uncalled for|out of line|no need (?:to|for)|"
    r"(?:please|can we) (?:keep|stay|be) (?:it )?(?:civil|polite)|personal attacks?)\b"
)
_OBJECTS_SIGNS = (
    "name", "insult", "hominem", "calling", "uncalled", "out of line", "no need", "civil",
    "polite", "personal attack",
)  # fmt: skip
"""One of these stands in whatever :data:`_OBJECTS` matches."""


_ATTITUDE = re.compile(
    r"\b(?:says?|said|saying|claims?|claimed|claiming|thinks?|thinking|thought|believes?|"
    r"believed|believing|insists?|insisted|shouts?|shouted|shouting|yells?|yelled|screamed|"
    r"chant(?:s|ed|ing)?|wrote|writes|tweeted|posted|posting|sprayed|scrawled|painted|told|"
    r"tells|telling|argues?|argued|preach(?:es|ed|ing)?|taught|teach(?:es)?|suggests?|suggesting|"
    r"idea|notion|belief|claim|myth|lie|rumour|rumor|view|opinion|sign|banner|slogan|graffiti|"
    r"poster|headline|why do (?:you|people|they|some)|wonder (?:if|why|whether)|"
    r"(?:who|if|whoever|anyone|anybody|someone|people|nobody|no one|those) (?:really |still |"
    r"honestly |openly )?(?:hates?|despises?|wants?|wishes|thinks?|says?|believes?))\b"
)
_OWN_VOICE = re.compile(
    r"\b(?:i|i'm|i am|i'll|i'd|we|let me|as i|just|only)\s{1,3}(?:[\w']+\s{1,3}){0,2}(?:say|saying|"
    r"said|think|thinking|thought|believe|claim|insist|suggest|told you|tell|argue|wrote|hate|"
    r"despise|want|wish)\b"
)


def holds_any(text: str, signs: Sequence[str]) -> bool:
    """Whether any of ``signs`` stands in ``text``."""
    for sign in signs:  # noqa: SIM110 - a loop takes half the time of a generator
        if sign in text:
            return True
    return False


def negated(words: AuthorText, span: Span) -> bool:
    """Whether a negation stands before the cue, in its sentence.

    Up to three words before it, "nobody" and its like up to six.
    """
    lead = words.before(span, 50)
    if not holds_any(lead, _NEGATION_SIGNS):
        return False
    negation = _NEGATION.search(lead) or _NOBODY.search(lead)
    if negation is None or _NOT_ONLY.search(lead) is not None:
        return False
    return not _is_over(negation.group(), span.of(words.folded))


def _is_over(denial: str, cue: str) -> bool:
    """Whether the clause of a negation ends before ``cue``: "they're not people, they're …"."""
    if denial.rstrip().endswith((",", ";", ":", "-")) and _OWN_SUBJECT.match(cue):
        return True
    return _NEW_CLAUSE.search(denial) is not None


def reported(words: AuthorText, span: Span) -> bool:
    """Whether the cue is what somebody else calls somebody ("calling them …"), or is objected to.

    "I call that …" is the speaker's own word and is not excused.
    """
    lead, whole = words.before(span, 60), words.whole(span)
    reports = holds_any(lead, _REPORTED_SIGNS) and _REPORTED.search(lead) is not None
    if not reports:
        reports = holds_any(whole, _OBJECTS_SIGNS) and _OBJECTS.search(whole) is not None
    return reports and _SELF_REPORT.search(lead) is None


def attributed(words: AuthorText, span: Span) -> bool:
    """Whether somebody else is said to hold or to have said it."""
    lead = words.before(span, 90)
    telling = _ATTITUDE.search(lead)
    return telling is not None and _OWN_VOICE.search(lead) is None


def homonym(words: AuthorText, span: Span) -> bool:
    """Whether the words around the cue give it another sense ("spick and span", "crash dummy")."""
    senses = words.cues("hostility_homonyms")  # in order of their starts and of their ends
    behind = bisect_left(senses, span.end, key=lambda sense: sense.start)
    return behind > 0 and senses[behind - 1].end > span.start


def about_self(words: AuthorText, span: Span) -> bool:
    """Whether the speaker means himself: "I am such an idiot", "As an old fool I …"."""
    lead = words.before(span, 40)
    if _AS_ONE.search(lead) and _FIRST_PERSON.search(words.after(span, 60)):
        return True
    match = _SELF.search(lead)
    if match is None:
        return False
    return not re.search(
        r"\b(?:you|he|she|they|these|those|the|your|his|her|their|brother|sister|mother|mum|mom|"
        r"father|dad|son|daughter|uncle|aunt|cousin|husband|wife|ex|boss|teacher|landlord|"
        r"neighbou?rs?|colleagues?|friends?|mates?|in-laws?|family)\b",
        match.group(),
    )


def excused(words: AuthorText, span: Span) -> bool:
    """Whether an insult has another sense, is negated, reported, about the speaker or supposed."""
    return (
        homonym(words, span)
        or negated(words, span)
        or reported(words, span)
        or about_self(words, span)
        or supposed(words, span)
    )


def supposed(words: AuthorText, span: Span) -> bool:
    """Whether an "if" or its like stands right before the cue."""
    return _CONDITION.search(words.before(span, 30)) is not None


def spared(words: AuthorText, span: Span) -> bool:
    """Whether a cue is quoted, denied, reported or somebody else's; a condition spares nothing."""
    return (
        words.quoted(span)
        or negated(words, span)
        or reported(words, span)
        or attributed(words, span)
    )
