"""Threats without a word of violence, and urges to die: by what shall happen to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import attributed, negated, reported
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
_YOURS = r"(?:you|u|your|ur|yer|yours|her|his|him|that nice|that lovely|that pretty)"
_KIN = (
    r"(?:kids?|daughters?|sons?|wife|husband|mum|mom|mother|dad|father|nan|gran|sister|brother|"
    r"family|children|child|girlfriend|boyfriend|missus|baby|little one|boy|girl|dog|cat)"
)
# "It would be a shame if something happened to that bakery of yours."
_SHAME_IF = FirstWords(
    "shame pity sad sadly hate terrible",
    re.compile(
        r"\b(?:shame|pity|sad|terrible|hate) (?:if|for) (?:(?:something|anything|sum\w{0,4}) "
        r"(?:ever |bad )?"
        rf"(?:happened|were to happen|was to happen|to happen|happens) to (?:it|them|{_YOURS})|"
        r"(?:[\w']{1,20} ){1,5}?(?:caught fire|met a (?:brick|match|bat|hammer)|burn(?:ed|t)(?: "
        r"down)?(?! out)|went up in flames|had an accident|walked home alone|got hurt|were hurt|"
        r"cut (?:your|ur|his|her) brakes|had to grow up without|didn't (?:make it home|come home|"
        r"last the week)|lost (?:an eye|a finger|(?:his|her|your) (?:legs|eyes|teeth|sight))))\b"
    ),
)
_LEAVES = FirstWords(
    "leave leaves leaving end ends ending go goes going come comes coming finish finishes",
    re.compile(
        r"\b(?:leav(?:e|es|ing)(?: here| it| this \w{1,12})?|end(?:s|ing)? up|go(?:es|ing)? home|"
        r"com(?:e|es|ing) out|finish(?:es)?(?: up)?) in (?:an ambulance|a hearse|a body ?bag|a "
        r"coffin|a (?:wooden )?box|a wheelchair|intensive care|a&e|the (?:river|canal|morgue|"
        r"ground)|a (?:hole|grave|freezer)|pieces|bits)\b"
    ),
)
_SOON = re.compile(
    r"\b(?:will|'ll|ll|gonna|gunna|going to|is|he's|she's|you're|they're|youll|or|and|anyone|"
    r"anybody|next|nobody)\b"
)
_CAUSE = re.compile(
    r"\b(?:unless|without a|helmet|seat ?belt|driv(?:e|ing) like|smok(?:e|ing)|drink(?:ing)?|"
    r"eat(?:ing)?|tyres?|brakes?|ice|diet|diabetes|like me|pills|ladder|rope|film|series|episode|"
    r"scene|game|recipe|doctor|careful|please)\b"
)
# "Keep talking and see what happens to your dog."
_DARE = FirstWords(
    "keep say one come",
    re.compile(
        r"\b(?:keep (?:on )?(?:talking|posting|writing|typing|laughing|mouthing off|pushing(?: me| "
        r"us)?|running your mouth)|say (?:it|that)(?: again)?(?: to (?:my|his|our|her) face)?|one "
        r"more (?:word|lie|post|comment|peep|joke|article)(?: (?:about|from|out of|against) "
        r"[\w']{1,20}(?: [\w']{1,20})?)?|come (?:here|down here|round here)(?: and say (?:it|"
        r"that))?)[,. ]{1,2}(?:and |n |& |then )?(?:(?:you(?:'ll| will)? )?(?:see|watch|find out) "
        r"(?:what (?:happens|i do|we do)(?! (?:next week|at the)\b)|if (?:you|u) (?:walk|leave|get "
        r"(?:home|out|up))|how (?:fast|quick|hard) (?:you|u) (?:hit|fall|go|drop|bleed|run))|"
        r"(?:its|it's|that's) a (?:hospital|grave)|you(?:'ll| will) (?:lose|eat|swallow|spit|wake "
        r"up in|wish you))\b"
    ),
)
# Who watches where somebody sleeps, walks or has his children.
_KNOWS = FirstWords(
    "know saw seen watched followed noted",
    re.compile(
        r"\b(?:(?<=\bi )|(?<=\bwe )|(?<=\bwe all )|(?<=i've )|(?<=we've )|(?<=i have )|(?<=we have "
        r"))(?:know|saw|seen|watched|followed|noted)(?: exactly)? (?:which|where|what time|when|"
        r"the (?:bus|street|stop|school|"
        rf"route|house|flat)) (?:\w{{1,12}} )?(?:you|u|your|ur|his|her|their)(?: {_KIN})? "
        r"(?:and \w{1,12} )?(?:live|lives|park|parks|drink|drinks|sleep|sleeps|take|takes|get off|"
        r"gets off|walk|walks|train|pick up|lock up|play|plays|go to school|goes to school|run|jog|"
        r"study|studies)\b(?! (?:with|for|to the shop|place))"
    ),
)
_KINDLY = re.compile(
    r"\b(?:parcel|jam|love|coffee|lift|borrow|spare|present|thank|thanks|welcome|offer|delivery|"
    r"key|help|bring|drop|collect|leave the|neighbour|neighbor|happy|cake|buy you|fancy|together|"
    r"share|pick-?ups?|mine's|join)\b"
)
_CARE = re.compile(
    r"\b(?:samaritans|help ?lines?|hot ?line|crisis|therap\w{0,5}|counsell?\w{0,5}|doctor|gp|nurse|"
    r"chemist|pharmacist|prescri\w{1,6}|course|antibiotics?|please don't|talk to|talk about it|"
    r"ring (?:me|us|them|somebody|someone)|call (?:me|us|them|somebody|someone)|not alone|you "
    r"matter|you are loved|here for you|stay with us|prevention|insurance)\b"
)
_TRIED = FirstWords(
    "have",
    re.compile(
        r"\bhave (?:you|u) (?:ever |never )?(?:tried|considered|thought (?:of|about)) (?:just |"
        r"simply )?(?:not (?:waking(?: up)?|being alive|existing|breathing)|(?:hanging|killing|"
        r"drowning|shooting|ending|offing|gassing) (?:yourself|urself)|ending (?:it all|your life)|"
        r"suicide|jumping (?:off|in front)|(?:dying|ending it|jumping|the noose|a noose|a rope|the "
        r"rope)(?= instead| already|[.?!]|$))"
    ),
)
_DOSE = FirstWords(
    "take swallow neck finish",
    re.compile(
        r"\b(?:take|swallow|neck|finish) (?:the|that|your) (?:whole|entire|full|rest of the) "
        r"(?:bottle|box|packet|pack)(?: of (?:[\w'-]{1,20} )?[\w'-]{1,20})?,? (?:next time|this "
        r"time|instead|and (?:sleep|don't wake|do not wake|never wake))\b"
    ),
)
_JUMP = FirstWords(
    "just so please go do hurry",
    re.compile(
        r"\b(?:(?:just|so|please|go on|go ahead and)[, ]{1,2}(?:fucking |bloody )?(?:jump|hang|"
        r"drown)(?: (?:yourself|urself)\b| already|,? (?:nobody|no one|we're all|you coward))|go "
        r"(?:and )?(?:get (?:hit|run over) by|lie (?:down )?(?:on|in front of) (?:the|a) "
        r"(?:motorway|tracks|railway|train|road|bus))|do a (?:back)?flip (?:when (?:you|u) jump(?! "
        r"in)|off the (?!board|pool|diving|side|stage|ropes?|beam))|hurry up and (?:die|jump|hang|"
        r"do it|get (?:it over|in the ground)))\b"
    ),
)
_WITHOUT_YOU = FirstWords(
    "world everyone everybody people mum mother family kids children parents wife husband team",
    re.compile(
        r"\b(?:world|everyone|everybody|people|mum|mother|family|kids|children|parents|wife|"
        r"husband|team)(?: (?:would|will)|'d|'ll) (?:all )?be (?:a )?(?:so much |much |far |a lot "
        r")?(?:better|happier|cleaner|quieter|nicer|safer|richer|brighter|relieved|glad)(?: off| "
        r"place)? (?:without (?:you|u)\b|if (?:you|u) (?:were (?:dead|gone|never born)|weren't "
        r"(?:here|around|alive|in it)|didn't exist\b|died|stopped breathing|dropped dead|never "
        r"woke|ended it|disappeared|had never been born))"
    ),
)


def _spared(words: AuthorText, span: Span) -> bool:
    return words.quoted(span) or negated(words, span) or reported(words, span)


def _hits(words: AuthorText, pattern: FirstWords) -> Iterator[Span]:
    for match in pattern.matches(words):
        span = Span(match.start(), match.end())
        if not _spared(words, span):
            yield span


@needs("shame pity sad sadly hate terrible leave leaves leaving end ends ending go goes going come "
       "comes coming finish finishes keep say one know saw seen watched followed "
       "noted")  # fmt: skip
def veiled_threat(words: AuthorText) -> Iterator[Hit]:
    """What shall befall somebody, or what is known of his ways, said as a threat."""
    for pattern in (_SHAME_IF, _LEAVES, _DARE, _KNOWS):
        for span in _hits(words, pattern):
            whole = words.whole(span)
            if pattern is _LEAVES and (
                not _SOON.search(words.before(span, 40)) or _CAUSE.search(whole)
            ):
                continue
            if pattern is _KNOWS and _KINDLY.search(words.folded):
                continue
            if pattern is not _DARE and attributed(words, span):
                continue
            yield Hit(span, "hints at what may happen to somebody", level=3)


@needs("have take swallow neck finish just so please go do hurry world everyone everybody "
       "people mum mother family kids children parents wife husband team")  # fmt: skip
def urges_death(words: AuthorText) -> Iterator[Hit]:
    """Urges the person addressed to die, or says who would be glad of it."""
    for pattern in (_TRIED, _DOSE, _JUMP, _WITHOUT_YOU):
        for span in _hits(words, pattern):
            if _CARE.search(words.folded) is None and not attributed(words, span):
                yield Hit(span, "urges somebody to die", level=3)


RULES: tuple[Rule, ...] = (
    Rule("hostility.veiled_threat", KEY, "threat", veiled_threat, 4.5),
    Rule("hostility.urges_death", KEY, "threat", urges_death, 5.0),
)
