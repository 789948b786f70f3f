"""Rules for possible hostility: insult, mockery, condescension and their near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import excused, homonym, negated, reported
from analysis.labels.first_words import FirstWords
from analysis.labels.near_misses import RULES as NEAR_MISS_RULES
from analysis.labels.rule import Hit, Rule, from_cues, needs
from analysis.labels.severe_rules import RULES as SEVERE_RULES
from analysis.labels.sharp_tone import RULES as SHARP_TONE_RULES
from analysis.labels.sharp_tone import names_somebody

KEY = "possible_hostility"
_PERSON = (
    r"you|you're|he|she|he's|she's|they|they're|who|who's|these|those|people|guy|man|woman|"
    r"(?:men|women)(?!\s(?:is|was)\b)|"
    r"mayor|minister|premier|president|author|writer|columnist|journalist|reporter|spokesman|"
    r"editor|councillor|leader|party|government|voters|supporters|everyone|everybody|anyone|"
    r"someone|somebody|some of you|most of you|all of you|commenters?|posters?|crowd|lot"
)
_SUBJECT = re.compile(
    rf"\b(?:{_PERSON})\b(?:[\s,]{{1,3}}[\w'-]+){{0,3}}[\s,]{{1,3}}$|\b(?:you're|he's|she's|"
    rf"they're)\s$"
)
_COPULA = re.compile(
    r"\b(?:is|are|was|were|be|been|being|'re|'s|sounds?|seems?|look(?:s|ing)?|how|so|too|such|"
    r"really|that|"
    r"just|truly|plain|utterly|totally|completely|simply|incredibly|extremely|rather|"
    r"pretty)\W{1,3}$|"
    r"(?:'re|'s)\s$|\b(?:and|or|,)\s$"
)
_PERSON_NOUN = re.compile(
    r"\s{1,3}(?:[\w'-]+\s)?(?:people|person|man|woman|men|women|guy|guys|voters?|politicians?|"
    r"mayor|minister|premier|president|author|writer|columnist|journalist|reporter|"
    r"leaders?|councillors?|liberals?|conservatives?|lefties|leftists?|teachers?|cops?|"
    r"drivers?|cyclists?|tourists?|foreigners?|immigrants?|parents?|kids?|boomers?|"
    r"canadians?|americans?|little|old|bastards?|commenters?|posters?|readers?|lot|bunch|crowd|"
    r"elites?|hick|hicks|boy|girl|girls|boys|mob|masses)\b"
)
_THING_NOUN = re.compile(
    r"\s{1,3}(?:idea|ideas|plan|plans|policy|policies|law|laws|rule|rules|decision|article|"
    r"column|phone|phones|question|questions|thing|things|reason|argument|comment|comments|"
    r"statement|system|move|mistake|mistakes|game|games|money|waste|price|prices|weather|"
    r"headline|comparison|name|names|website|site|app|enough|of (?:it|that|this))\b"
)
_AIMED_BEFORE = re.compile(
    r"\b(?:you|your|you're|he|his|him|she|her|they|their|these|those)\W{1,3}$"
)
_AIMED_AFTER = re.compile(
    r"^\s{1,3}(?:off\s)?(?:you|your|him|her|them|these people|those people|off|yourself|the "
    r"(?:mayor|"
    r"government|lot|liberals|conservatives|left|right|media|teachers|police|unions?)|"
    r"(?:hole|head|bag|face|wit|for brains)s?)\b"
)
_VICTIM = re.compile(
    r"\b(?:you|your|you're|you've|he|he's|his|him|she|she's|her|they|they're|their|them|who|"
    r"mayor|minister|premier|president|author|writer|columnist|spokesman|mr|mrs|ms|people|"
    r"voters|users?|folks|guy|council|councillors?|genius|hero|city hall)\b"
)
_TWISTED = re.compile(
    r"\b(?:[A-Z][a-z]+(?:tards?|crites?|zilla)|"
    r"(?:Little|Crooked|Comrade|Pretty Boy|Princess|Prince|Emperor|Dear Leader|Party Boss) "
    r"[A-Z][a-z]{2,})\b"
)
_SHAMED = FirstWords(
    "you he she they these those mayor author writer columnist",
    re.compile(
        r"\b(?:you|he|she|they|these people|those people|mayor|author|writer|columnist)\b"
        r"(?:\s[\w'-]+){0,2}\s(?:should|ought to|must)\s(?:all\s)?be\s"
        r"(?:ashamed|fired|sacked|jailed)\b"
    ),
)
_ENOUGH = FirstWords(
    "stupid dumb gullible naive foolish ignorant",
    re.compile(r"\b(?:stupid|dumb|gullible|naive|foolish|ignorant) enough to\b"),
)
_HOW = FirstWords(
    "how",
    re.compile(
        r"\bhow (?:stupid|dumb|ignorant|naive|gullible|blind|clueless|arrogant|thick) "
        r"(?:are|is|can|could|must|do) (?:you|they|he|she|people|we|these|those)\b"
    ),
)


@needs(lists=("hostility_insult_nouns",))
def name_calling(words: AuthorText) -> Iterator[Hit]:
    """A noun that puts a person down, said in the speaker's own voice."""
    for span in words.cues("hostility_insult_nouns"):
        if not words.quoted(span) and not excused(words, span):
            yield Hit(span, "name calling: a word that puts a person down", level=2)


_AS_PREDICATE = re.compile(
    rf"\b(?:{_PERSON}|[a-z]{{3,15}})\s(?:is|are|was|were|'s|'re)\s(?:[\w'-]+\s){{0,3}}$|"
    r"(?:you're|he's|she's|they're)\s(?:[\w'-]+\s){0,3}$|"
    r"\b(?:you|those|these|that|this|his|her|their|your|what a|bunch of|band of|pack of|gang of|"
    r"party|the same)\s(?:[\w'-]+\s){0,2}$"
)


@needs(lists=("hostility_weak_nouns",))
def weak_name_calling(words: AuthorText) -> Iterator[Hit]:
    """A political or moral hard word, said of a person as such ("you are a fraud")."""
    for span in words.cues("hostility_weak_nouns"):
        if words.quoted(span) or excused(words, span):
            continue
        if _AS_PREDICATE.search(words.before(span, 50)):
            yield Hit(span, "calls a person or a group by a hard word", level=2)


@needs(lists=("hostility_insult_adjectives",))
def insulting_adjective(words: AuthorText) -> Iterator[Hit]:
    """An adjective that belittles, said of a person or a group, not of a thing."""
    for span in words.cues("hostility_insult_adjectives"):
        if words.quoted(span) or excused(words, span):
            continue
        after, before = words.after(span, 40), words.before(span, 50)
        if _THING_NOUN.match(after):
            continue
        if _PERSON_NOUN.match(after):
            yield Hit(span, "a belittling word said of people", level=2, variant="of_people")
        elif _COPULA.search(before) and _SUBJECT.search(before + " "):
            yield Hit(span, "says of a person that they are less", level=2)


@needs("how enough")
def how_stupid(words: AuthorText) -> Iterator[Hit]:
    """ "How stupid can they be", "stupid enough to": belittles whoever is meant."""
    for pattern in (_HOW, _ENOUGH):
        for match in pattern.matches(words):
            span = Span(match.start(), match.end())
            if not words.quoted(span) and not negated(words, span):
                yield Hit(span, "asks or says how stupid somebody is", level=2)


@needs(lists=("hostility_profanity",))
def aimed_profanity(words: AuthorText) -> Iterator[Hit]:
    """Swearing that is aimed at somebody; swearing for emphasis has no target."""
    for span in words.cues("hostility_profanity"):
        if words.quoted(span) or reported(words, span):
            continue
        if _AIMED_AFTER.match(words.after(span, 30)) or (
            _AIMED_BEFORE.search(words.before(span, 20))
            and span.of(words.folded) not in {"hell", "bloody", "damn", "crap", "screw", "piss"}
        ):
            yield Hit(span, "swearing aimed at somebody", level=2)


@needs(lists=("hostility_sarcastic_praise",))
def sarcastic_praise(words: AuthorText) -> Iterator[Hit]:
    """Praise that is not meant, with a person as the victim."""
    for span in words.cues("hostility_sarcastic_praise"):
        if words.quoted(span) or negated(words, span):
            continue
        if _VICTIM.search(words.whole(span)) or names_somebody(words, span):
            yield Hit(span, "mock praise at a person's cost", level=2)


@needs(lists=("sarcasm_markers",))
def belittled_wonder(words: AuthorText) -> Iterator[Hit]:
    """An irony marker in the same breath as a direct "you": mockery with a victim."""
    for span in words.cues("sarcasm_markers"):
        text = words.whole(span)
        if words.quoted(span) or not words.opens(span):
            continue
        if re.search(r"\b(?:you|your|you're)\b", text) and text.rstrip().endswith("!"):
            yield Hit(span, "irony at the expense of the person addressed", level=2)


@needs(
    marks=(
        "tard",
        "crite",
        "zilla",
        "little ",
        "crooked ",
        "comrade ",
        "pretty boy ",
        "princess ",
        "prince ",
        "emperor ",
        "dear leader ",
        "party boss ",
    )
)
def nickname(words: AuthorText) -> Iterator[Hit]:
    """A twisted or belittling name for a person or a camp."""
    for match in _TWISTED.finditer(words.text[: len(words.folded)]):
        span = Span(match.start(), match.end())
        if not words.quoted(span):
            yield Hit(span, "a mocking name for somebody", level=2)


@needs("ashamed fired sacked jailed")
def should_be_ashamed(words: AuthorText) -> Iterator[Hit]:
    """Says that a person should be ashamed, sacked or jailed."""
    for match in _SHAMED.matches(words):
        span = Span(match.start(), match.end())
        if not words.quoted(span):
            yield Hit(span, "denies somebody's worth or place", level=2)


def _no_person_near(words: AuthorText, span: Span) -> bool:
    return negated(words, span) or reported(words, span)


_NARRATOR = re.compile(
    r"\b(?:they|we|i|he|she|it|to|who|would|will|had|have|did|didn't|don't|can|could|let)\s{1,3}$"
)


def _narrated(words: AuthorText, span: Span) -> bool:
    """Told of somebody ("they shut up shop") rather than said to somebody."""
    return (
        homonym(words, span)
        or reported(words, span)
        or _NARRATOR.search(words.before(span, 20)) is not None
    )


_from = from_cues
RULES: tuple[Rule, ...] = (
    Rule("hostility.name_calling", KEY, "insult", name_calling, 2.2),
    Rule("hostility.hard_word", KEY, "insult", weak_name_calling, 1.2),
    Rule("hostility.insulting_adjective", KEY, "insult", insulting_adjective, 1.8),
    Rule("hostility.how_stupid", KEY, "insult", how_stupid, 2.0),
    Rule("hostility.nickname", KEY, "insult", nickname, 1.5),
    Rule(
        "hostility.mind",
        KEY,
        "insult",
        _from("hostility_mind", "says somebody cannot think or know", level=2, unless=excused),
        1.5,
    ),
    Rule(
        "hostility.go_away",
        KEY,
        "dismissal",
        _from(
            "hostility_go_away", "tells somebody to leave or be quiet", level=2, unless=_narrated
        ),
        1.5,
    ),
    Rule(
        "hostility.condescension",
        KEY,
        "condescension",
        _from("hostility_condescension", "talks down to a person", level=2, unless=reported),
        1.2,
    ),
    Rule("hostility.sarcastic_praise", KEY, "mockery", sarcastic_praise, 2.2),
    Rule("hostility.irony_at_you", KEY, "mockery", belittled_wonder, 1.0),
    Rule(
        "hostility.bad_faith",
        KEY,
        "bad_faith",
        _from(
            "hostility_bad_faith",
            "accuses somebody of lying or vile motives",
            level=2,
            unless=_no_person_near,
        ),
        1.2,
    ),
    Rule(
        "hostility.unfit",
        KEY,
        "insult",
        _from(
            "hostility_unfit",
            "denies somebody's worth or place",
            level=2,
            unless=_no_person_near,
        ),
        1.2,
    ),
    Rule("hostility.ashamed", KEY, "insult", should_be_ashamed, 1.2),
    Rule("hostility.aimed_profanity", KEY, "profanity", aimed_profanity, 2.0),
    *SEVERE_RULES,
    *NEAR_MISS_RULES,
    *SHARP_TONE_RULES,
)
