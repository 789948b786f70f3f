"""Rules for the gravest hostility: threats, wished harm, hate for a group, dehumanising words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import excused, negated, reported
from analysis.labels.rule import Hit, Rule, from_cues

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
_PRONOUN = re.compile(r"\b(?:they|them|these people|those people|this lot|that lot)\b")
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


def _attributed(words: AuthorText, span: Span) -> bool:
    """Whether somebody else is said to hold or to have said it."""
    lead = words.before(span, 90)
    telling = _ATTITUDE.search(lead)
    return telling is not None and _OWN_VOICE.search(lead) is None


def _excused(words: AuthorText, span: Span) -> bool:
    return excused(words, span) or _attributed(words, span)


def _spared(words: AuthorText, span: Span) -> bool:
    return (
        words.quoted(span)
        or negated(words, span)
        or reported(words, span)
        or _attributed(words, span)
    )


GROUPS = "identity_groups"


def hate_of_group(words: AuthorText) -> Iterator[Hit]:
    """Hate or disgust said of a group: "I can't stand …", "… don't belong here"."""
    for group in words.cues(GROUPS):
        for cue in words.cues_over(
            "hostility_hate_of", Span(max(0, group.start - 60), group.start)
        ):
            between = words.folded[cue.end : group.start]
            if not between or _BETWEEN.fullmatch(between) is None:
                continue
            if _PARTLY.match(words.after(group, 30)) or _spared(words, cue):
                continue
            yield Hit(Span(cue.start, group.end), "says hate or disgust of a group", level=3)
        for cue in words.cues_from("hostility_hate_said", group.end + 1, group.end + 41):
            between = words.folded[group.end : cue.start]
            if _ADVERBS.fullmatch(between) is not None and not _spared(words, group):
                yield Hit(
                    Span(group.start, cue.end), "denies a group its worth or its place", level=3,
                    variant="place",
                )  # fmt: skip


def harm_to_group(words: AuthorText) -> Iterator[Hit]:
    """A call to kill, hurt or drive out a group."""
    for cue in words.cues("hostility_harm_to"):
        for group in words.cues_from(GROUPS, cue.end + 1, cue.end + 41):
            between = words.folded[cue.end : group.start]
            if _BETWEEN.fullmatch(between) and not _spared(words, cue):
                yield Hit(Span(cue.start, group.end), "calls for harm to a group", level=3)


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
        if near and not _spared(words, span):
            yield Hit(span, "denies a group its worth or its place", level=3)


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
        from_cues("hostility_slurs", "a slur", level=3, unless=reported),
        3.0,
    ),
    Rule(
        "hostility.threat",
        KEY,
        "threat",
        from_cues("hostility_threats", "a threat or a wish for harm", level=3, unless=_excused),
        3.0,
    ),
    Rule("hostility.hate_of_group", KEY, "identity_attack", hate_of_group, 3.0),
    Rule("hostility.hate_of_them", KEY, "identity_attack", hate_of_them, 2.0),
    Rule("hostility.harm_to_group", KEY, "identity_attack", harm_to_group, 3.0),
)
