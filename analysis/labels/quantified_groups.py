"""Rules for claims about all, most or some of a group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import holds_any
from analysis.labels.group_claims import CLAIMING_VERB, claim_from, excused_claim, flags_of
from analysis.labels.rule import Hit, needs

_FILL = r"(?:\s(?!my\b|of\b|and\b|that\b|to\b|in\b|for\b|about\b|if\b|some\b|most\b)[\w'-]+)?"
_ALL = re.compile(
    r"\b(?:all(?: of)?|every(?: single)?|each|no|none of|not one of|not a single|only)"
    rf"(?:\s(?:the|these|those|you|your|our|this|that|of|kind of|such))?{_FILL}\s$"
)
_ALL_SIGNS = ("all", "every", "each", "no", "only")
"""One of these stands in whatever :data:`_ALL` matches; the same below."""
_MOST = re.compile(
    r"\b(?:most(?: of)?|nearly all|almost all|virtually all|practically all|the (?:vast |large |"
    r"great |overwhelming )?majority of|a (?:vast |large )?majority of|9\d ?% of|nine out of ten|"
    rf"nine in ten|the bulk of)(?:\s(?:the|these|those|you|your|our|of))?{_FILL}\s$"
)
_MOST_SIGNS = ("most", "all", "majority", "9", "nine", "bulk")
_SOME = re.compile(
    r"\b(?:some|many|too many|a lot of|lots of|so many|several|plenty of|quite a few|a few)"
    rf"(?:\s(?:of|the|these|those|you|your|our|more))?{_FILL}\s$"
)
_SOME_SIGNS = ("some", "many", "lot", "several", "plenty", "few")
_VAGUE = re.compile(
    r"\b(?:some|several|a few|all (?:the|these|those|you)) |\b(?:no|any|"
    r"every)(?:one|body| one)"
)
_SOURCED = re.compile(r"\b(?:according to|survey|poll|census|study|statistics|statscan|report)\b")


_QUANTIFIED = ("groups", "people_words")


def _people(words: AuthorText) -> Iterator[tuple[str, Span, str]]:
    """Who may be meant by all, most or some: the list, the cue, and what stands before it."""
    for name in _QUANTIFIED:
        for span in words.cues(name):
            yield name, span, words.before(span, 60)


def _quantified(
    words: AuthorText,
    pattern: re.Pattern[str],
    signs: tuple[str, ...],
    reason: str,
    *,
    needs_verb: bool,
) -> Iterator[Hit]:
    for name, span, before in words.once(_people):
        match = pattern.search(before) if holds_any(before, signs) else None
        if match is None or excused_claim(words, span):
            continue
        if needs_verb and not CLAIMING_VERB.match(words.after(span, 80)):
            continue
        if name == "people_words" and _VAGUE.search(match.group() + span.of(words.folded)):
            continue
        claim = claim_from(words, span.start - (len(before) - match.start()), span)
        yield Hit(claim, reason, flags_of(words, claim))


@needs(lists=_QUANTIFIED)
def universal_group(words: AuthorText) -> Iterator[Hit]:
    """All, every or none of a group."""
    yield from _quantified(
        words, _ALL, _ALL_SIGNS, "all, every or none of a group", needs_verb=True
    )


@needs(lists=_QUANTIFIED)
def majority_group(words: AuthorText) -> Iterator[Hit]:
    """Most or nearly all of a group, without a source for the figure."""
    for hit in _quantified(
        words, _MOST, _MOST_SIGNS, "most or nearly all of a group", needs_verb=False
    ):
        if not _SOURCED.search(words.whole(hit.span)):
            yield hit


@needs(lists=_QUANTIFIED)
def hedged_group(words: AuthorText) -> Iterator[Hit]:
    """Many or some of a group: a claim about the group that leaves room."""
    for hit in _quantified(
        words, _SOME, _SOME_SIGNS, "many or some of a group (leaves room)", needs_verb=True
    ):
        yield Hit(hit.span, hit.reason, tuple(dict.fromkeys((*hit.facets, "hedged"))))


def quantified(before: str) -> bool:
    """Whether the words right before a group say how many of it are meant."""
    return any(pattern.search(before) for pattern in (_ALL, _MOST, _SOME))
