"""Rules for a group that is spoken of as one, without a word of number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.first_words import FirstWords
from analysis.labels.group_claims import (
    CLAIMING_VERB,
    PAST_VERB,
    claim_from,
    excused_claim,
    flags_of,
)
from analysis.labels.quantified_groups import quantified
from analysis.labels.rule import Hit, needs

_PINNED = re.compile(  # a definite, counted or owned set, or a group that is only the object
    r"\b(?:my|our|his|her|their|its|\d[\d,.]*|two|three|four|five|six|ten|hundreds of|thousands of|"
    r"dozens of|million|group of|number of|for|of|by|with|from|to|against|about|between|among|"
    r"on|at|in|into|over|like|than|as|are|is|were|was|be|call|called|calling)\s(?:the\s|other\s)?$"
)
_NEUTRAL_LEAD = re.compile(
    r"(?:^|[.!?;:,(\"'-]\s?|\b(?:that|because|but|and|when|why|"
    r"where|since|so|while|or|the|think|believe|says?|guess|know|do|"
    r"does|can|can't|would|us|these|those|such|you|maybe|perhaps|"
    r"even|today's|modern|young|old|white|western|typical|real|true|well,)\s)$"
)
_BARE = re.compile(
    r"(?:^|[.!?;:,]\s|\b(?:because|but|and|think|believe|plus)\s)(?P<who>people|"
    r"folks|"
    r"these people|those people|such people|you people|you lot|they all|you all|your type|your "
    r"kind|"
    r"their kind|that type|that crowd|this crowd|you lefties|you liberals|you conservatives|"
    r"you left wingers|you right wingers|you guys all|we (?:canadians|americans|voters|"
    r"taxpayers|humans))"
    r"(?=\s(?!i\b|we\b|like (?:me|you|him|her|us|this|that|jeff)|have (?:died|been (?:killed|"
    r"injured)))[\w'-]+)"
)
_THEY_AS_CLASS = FirstWords(
    "all they",
    re.compile(
        r"\ball (?:they|these people|those people|you people) (?:ever |really )?(?:want|"
        r"care about|do|think about)\b|"
        r"\bthey\s(?:are all|all|always|never|constantly|only ever|only|just want|just don't|"
        r"simply don't|"
        r"want everything|don't want to|couldn't care)\b"
    ),
)
_HABIT = re.compile(
    r"\b(?:always|never|constantly|invariably|without exception|everywhere|all the time)\b"
)


def _generic(words: AuthorText) -> Iterator[tuple[Span, Hit]]:
    """A bare plural or "the …" as a class with a verb of habit or nature; the noun, the claim."""
    for span in words.cues("groups"):
        before, after = words.before(span, 40), words.after(span, 80)
        if excused_claim(words, span) or _PINNED.search(before) or PAST_VERB.match(after):
            continue
        if before.endswith(("typical ", "typical car ")):
            reason = "a typical member stands for all"
            yield span, Hit(span, reason, ("negative",), variant="typical")
            continue
        if quantified(before):
            continue
        nation = span.of(words.folded).startswith("the ")
        if not nation and not _NEUTRAL_LEAD.search(before) and before.strip():
            continue
        if re.search(r"\b(?:the|these|those)\s$", before) and not span.of(words.folded).startswith(
            ("the ", "english", "french", "japanese")
        ):
            continue
        if CLAIMING_VERB.match(after):
            claim = claim_from(words, span.start, span)
            yield span, Hit(claim, "speaks of a group as one", flags_of(words, claim))


@needs(lists=("groups",))
def generic_group(words: AuthorText) -> Iterator[Hit]:
    """A group as one in a plain statement: subject of a main clause in the present.

    Without a parser every candidate is taken for a plain statement.
    """
    for noun, hit in words.once(_generic):
        if words.states is None or words.states(noun):
            yield hit


@needs(lists=("groups",))
def generic_inside(words: AuthorText) -> Iterator[Hit]:
    """A group as one, but reported, supposed, in the passive or in a side clause: weaker."""
    for noun, hit in words.once(_generic):
        if words.states is not None and not words.states(noun):
            yield Hit(hit.span, "speaks of a group as one, in a side clause", hit.facets)


_AGENT = (
    r"\W{0,2}(?P<who>(?:[a-z]{3,12} )?(?!(?:oth|numb|lett|matt|comput|flow|pow|"
    r"ord|off|answ|riv|"
    r"should|wint|summ|pap|cov|tow|corn|trail|fing|lay|barri|past|num|doll|col|fl|err|mirr|fact|"
    r"past|"
    r"mot|vect|hum|pl|lat|eith|nev|wheth|ev|ov|aft|mast|contain|remind)(?:ers|ors|ants)\b)"
    r"[a-z]{3,14}(?:ers|ians|ists|eers|ants|ors|ites))(?=\s)"
)
_FIRST_AGENT = re.compile(_AGENT)
_LATER_AGENT = re.compile(rf"[.!?;:]\s{_AGENT}")


def _agents(text: str) -> Iterator[re.Match[str]]:
    """Where such a plural opens the text or stands behind a mark. Two expressions, because one
    for both would be tried at every character."""
    first = _FIRST_AGENT.match(text)
    if first is not None:
        yield first
    yield from _LATER_AGENT.finditer(text, first.end() if first is not None else 0)


@needs(
    marks=(
        "ers",
        "ians",
        "ists",
        "ants",
        "ors",
        "ites",
    )
)
def generic_agents(words: AuthorText) -> Iterator[Hit]:
    """A bare plural that ends like a trade or a people ("Islanders …") as a class."""
    for match in _agents(words.folded):
        span = Span(match.start("who"), match.end("who"))
        if any(span.overlaps(group) for group in words.cues_over("groups", span)) or excused_claim(
            words, span
        ):
            continue
        if CLAIMING_VERB.match(words.after(span, 80)) and not PAST_VERB.match(
            words.after(span, 20)
        ):
            claim = claim_from(words, span.start, span)
            yield Hit(claim, "speaks of a group as one", flags_of(words, claim))


@needs(lists=("groups",))
def group_habit(words: AuthorText) -> Iterator[Hit]:
    """A group together with always, never or everywhere in one sentence."""
    for span in words.cues("groups"):
        if excused_claim(words, span) or _PINNED.search(words.before(span, 30)):
            continue
        match = _HABIT.search(words.after(span, 40))
        if match:
            claim = Span(span.start, span.end + match.end())
            yield Hit(claim, "a group that always or never does something", flags_of(words, claim))


@needs(
    "people folks lot all type kind crowd lefties liberals conservatives wingers canadians "
    "americans voters taxpayers humans"
)
def bare_people(words: AuthorText) -> Iterator[Hit]:
    """People, these people, your kind: spoken of as one."""
    for match in _BARE.finditer(words.folded):
        span = Span(match.start("who"), match.end("who"))
        if excused_claim(words, span) or not CLAIMING_VERB.match(words.after(span, 80)):
            continue
        claim = claim_from(words, span.start, span)
        yield Hit(claim, "speaks of people as one kind", flags_of(words, claim))


@needs("they people")
def they_as_class(words: AuthorText) -> Iterator[Hit]:
    """They all, they never, they only: a class that was named before."""
    for match in _THEY_AS_CLASS.matches(words):
        span = Span(match.start(), match.end())
        if not excused_claim(words, span):
            claim = claim_from(words, span.start, span)
            yield Hit(
                claim,
                "they all, always or never: one claim for all of them",
                flags_of(words, claim),
            )
