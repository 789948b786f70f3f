"""Rules for the gravest hostility: threats, wished harm, hate for a group, dehumanising words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.approved_violence import RULES as APPROVAL_RULES
from analysis.labels.author_text import AuthorText
from analysis.labels.disgust import RULES as DISGUST_RULES
from analysis.labels.exclusions import (
    about_self,
    attributed,
    excused,
    homonym,
    reported,
    spared,
)
from analysis.labels.rule import Hit, Rule, from_cues, needs
from analysis.labels.stripped_rights import RULES as RIGHTS_RULES
from analysis.labels.threat_excuses import excused_threat
from analysis.labels.veiled_threats import RULES as VEILED_RULES
from analysis.labels.wished_harm import RULES as WISH_RULES

KEY = "possible_hostility"
_BETWEEN = re.compile(
    r"[\s,]{1,3}(?:(?:all|any|every|these|those|the|them|that|such|more|most|you|your|of|to|"
    r"fucking|bloody|damn|damned|goddamn|stupid|dirty|filthy|smelly|lazy|little|loud|so-called|"
    r"one|last|kind|sort|bunch|stinking|rotten|ugly|young|old|see|out|away|from|with|for)[\s,]{1,3}){0,4}"
)
_ADVERBS = re.compile(
    r"[\s,]{1,3}(?:(?:all|just|really|always|simply|absolutely|honestly|fucking|only|never|"
    r"frankly|quite|truly|still|literally|who)[\s,]{1,3}){0,2}"
)
_PARTLY = re.compile(
    r"^(?:-|'s?\b|[\s,]{1,3}(?:[\w'-]{2,}ing\b|haters?\b|hating\b|bashers?\b|jokes?\b|"
    r"(?:get|are|were|have to be|suffer|feel|have no|who are|lose|losing|come last|go hungry)\b))"
)
_CALLS = re.compile(
    r"(?:^\W*|[.!?,;:(*\"/-]\s{0,2}|\b(?:should|shall|must|ought to|needs? to|ha(?:ve|s) to|got to|"
    r"lets|let's|let us|time to|want to|wanna|gonna|going to|love to|like to|ready to|wait to|"
    r"wrong to|orders to|i|i'd|i'll|we|we'd|we'll|just|please|and|then|so|or|go|better|simply|all|"
    r"finally|tonight|today)\s(?:just |all |simply |go |and )?)$"
)
"""What stands before a call; "cops shoot …" and "likely to shoot …" tell of it or suppose it."""
_PRONOUN = re.compile(r"\b(?:they|them|these people|those people|this lot|that lot)\b")
_CODED = re.compile(
    r"\({3}\s?[\w' -]{2,40}\s?\){3}|\b14\s?(?:/|words,?)\s?88\b|[,.!;)]\s?1488\b\W{0,3}$|"
    r"\bday of the rope\b|\bdindu(?:s|\snuff\w+)\b|\bsieg heil\b|\bheil hitler\b|"
    r"\bwhite power\b(?! (?:cord|cable|button|supply|lead|strip))|"
    r"\bhitler (?:was right|did nothing wrong|had the right idea)\b"
)
_CODED_SIGNS = ("(((", "88", "day of the rope", "dindu", "sieg heil", "hitler", "white power")
"""One of these stands in whatever :data:`_CODED` matches."""


def _excused(words: AuthorText, span: Span) -> bool:
    return excused(words, span) or attributed(words, span)


_CLAIMED = re.compile(
    r"\b(?:and|so) proud\b|\bproud\W{1,3}(?:\w[\w'-]{0,30}\W{1,3}){0,3}here\b|"
    r"\bcalls? (?:myself|himself|herself|ourselves|themselves)\b"
)


def _no_slur(words: AuthorText, span: Span) -> bool:
    return (
        homonym(words, span)
        or reported(words, span)
        or attributed(words, span)
        or about_self(words, span)
        or _CLAIMED.search(words.whole(span)) is not None
    )


GROUPS = "identity_groups"


@needs(
    lists=(
        "hostility_hate_of",
        "hostility_hate_said",
    )
)
def hate_of_group(words: AuthorText) -> Iterator[Hit]:
    """Hate or disgust said of a group: "I can't stand …", "… don't belong here"."""
    for group in words.cues(GROUPS):
        for cue in words.cues_over(
            "hostility_hate_of", Span(max(0, group.start - 60), group.start)
        ):
            between = words.folded[cue.end : group.start]
            if not between or _BETWEEN.fullmatch(between) is None:
                continue
            if _PARTLY.match(words.after(group, 30)) or spared(words, cue):
                continue
            yield Hit(Span(cue.start, group.end), "says hate or disgust of a group", level=3)
        for cue in words.cues_from("hostility_hate_said", group.end + 1, group.end + 41):
            between = words.folded[group.end : cue.start]
            if _ADVERBS.fullmatch(between) is not None and not spared(words, group):
                yield Hit(
                    Span(group.start, cue.end), "denies a group its worth or its place", level=3,
                    variant="place",
                )  # fmt: skip


@needs(lists=("hostility_harm_to",))
def harm_to_group(words: AuthorText) -> Iterator[Hit]:
    """A call to kill, hurt or drive out a group."""
    for cue in words.cues("hostility_harm_to"):
        if _CALLS.search(words.before(cue, 40)) is None:
            continue
        for group in words.cues_from(GROUPS, cue.end + 1, cue.end + 41):
            between = words.folded[cue.end : group.start]
            if _BETWEEN.fullmatch(between) and not spared(words, cue):
                yield Hit(Span(cue.start, group.end), "calls for harm to a group", level=3)


@needs(lists=("hostility_hate_said",))
def hate_of_them(words: AuthorText) -> Iterator[Hit]:
    """The same of "they", where the sentence before names a group."""
    for cue in words.cues("hostility_hate_said"):
        sentence = words.sentence(cue.start)
        # Further away a pronoun has more than adverbs behind it.
        first = max(sentence.start, cue.start - 80)
        pronoun = next(reversed(list(_PRONOUN.finditer(words.folded, first, cue.start))), None)
        if pronoun is None or not _ADVERBS.fullmatch(words.folded[pronoun.end() : cue.start]):
            continue
        near = words.cues_from(GROUPS, sentence.start - 200, cue.start)
        span = Span(pronoun.start(), cue.end)
        if near and not spared(words, span):
            yield Hit(span, "denies a group its worth or its place", level=3)


@needs(marks=_CODED_SIGNS)
def coded_hate(words: AuthorText) -> Iterator[Hit]:
    """Signs by which haters know each other: a name in triple brackets, numbers, fixed words."""
    for match in _CODED.finditer(words.folded):
        span = Span(match.start(), match.end())
        if not words.quoted(span) and not attributed(words, span):
            yield Hit(span, "a coded sign of hate", level=3)


RULES: tuple[Rule, ...] = (
    Rule(
        "hostility.dehumanising",
        KEY,
        "identity_attack",
        from_cues(
            "hostility_dehumanising",
            "speaks of people as dirt, animals or disease",
            level=3,
            unless=_excused,
        ),
        2.2,
    ),
    Rule(
        "hostility.slur",
        KEY,
        "identity_attack",
        from_cues("hostility_slurs", "a slur", level=3, unless=_no_slur),
        3.0,
    ),
    Rule("hostility.coded_hate", KEY, "identity_attack", coded_hate, 3.0),
    Rule(
        "hostility.threat",
        KEY,
        "threat",
        from_cues(
            "hostility_threats", "a threat or a wish for harm", level=3, unless=excused_threat
        ),
        3.0,
    ),
    Rule("hostility.hate_of_group", KEY, "identity_attack", hate_of_group, 3.0),
    Rule("hostility.hate_of_them", KEY, "identity_attack", hate_of_them, 2.0),
    Rule("hostility.harm_to_group", KEY, "identity_attack", harm_to_group, 3.0),
    *APPROVAL_RULES,
    *DISGUST_RULES,
    *RIGHTS_RULES,
    *WISH_RULES,
    *VEILED_RULES,
)
