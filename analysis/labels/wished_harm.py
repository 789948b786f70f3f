"""Harm that is wished rather than threatened, by its grammar: who shall suffer what.

The word lists know fixed phrases. Here a wish ("hope", "may", "let", "I want … to") needs somebody,
or something that is somebody's, and a harm behind it; regret counts where a blow failed ("pity it
only hit his leg"), not where it struck.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import spared
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
_NO = r"(?!(?:not|never|no|nobody|none|doesn't|don't|didn't|isn't|won't|without|i|we|me|us|it)\b)"
_GAP = rf"(?:{_NO}[\w'-]{{1,20}},? ){{0,5}}?"
_OFFICES = (
    r"man|woman|guy|bloke|author|writer|columnist|journalist|reporter|mayor|minister|judge|"
    r"president|boss|speaker|council\w{0,6}|politicians?|referee|linesman|team|lot|rest|family|"
    r"driver|police|cops?|next|teachers?|nurses?|doctors?|landlords?|bankers?|farmers?|hunters?"
)
_SOMEBODY = (
    r"(?:you|u|ur|your|yer|ya|he|she|him|his|her|they|them|their|these|those|whoever|every\w{0,4}|"
    r"someone|somebody|anyone|any|all (?:of )?(?:you|them|these|those)|all|both|"
    rf"(?:the|that|this) (?:\w{{1,20}} )?(?:{_OFFICES}))"
)
_DEADLY = (
    r"(?:dies?|rots?|drowns?|chokes?|burns?(?: alive)?|bleeds?|perish(?:es)?|suffocates?|starves?|"
    r"freezes?|suffers?|(?:gets?|catch|catches|has|have) (?:a |an |the |some )?(?:\w{1,12} "
    r")?(?:cancer|virus|plague|cholera|ebola|aids|stroke|bullet|knife|heart attack|tumou?r)|"
    r"(?:gets?|be|is|are) (?:all )?(?:hit by|run over|shot|stabbed|raped|mugged|beaten|crushed|"
    r"flattened|sick and|lynched|burn(?:ed|t)|jumped|hurt|gassed|hanged|killed|eaten alive)|"
    r"(?:brakes|heart|parachute|chute|lungs|kidneys) (?:fails?|gives? (?:out|up)|stops?|stays "
    r"shut)|crash(?:es)?|go(?:es)? (?:blind|up in flames|down with|to hell)|falls? (?:down|off|"
    r"under|into)|never (?:wakes?|walks?|recovers?|comes? back)|(?:rapes?|stabs?|shoots?|kills?|"
    r"bites?|beats?) (?:you|him|her|them|it out of)|snaps? (?:both|his|her|your) (?:legs?|knees?|"
    r"necks?|backs?)|bur(?:y|ies) (?:your|his|her|their) (?:own )?(?:children|kids?|sons?|"
    r"daughters?|child)|loses? (?:your|his|her|their|a|another) (?:kids?|child|children|baby|legs?|"
    r"homes?|eyes?|sight|house))\b"
)
_GENTLY = re.compile(
    r"^ (?:in (?:peace|popcorn|love|debt|comfort|his sleep|her sleep|their sleep|your sleep|"
    r"silence)|peacefully|quietly|of (?:old age|laughter|boredom|shame)|old|happy|laughing|down|"
    r"out|back|off|(?:at|in) (?:ours|mine|the age|your nineties|\d{2,3})|at (?:a hundred|ninety|"
    r"our place)|no more|with (?:envy|laughter|dignity|jealousy)|surrounded|less|slightly|gently|a "
    r"(?:bit|little)|for \w{1,12} (?:minutes|hours|days|weeks|months)|(?:in|on) the (?:compost|"
    r"heap|oven|pan|sun)|your own party|the (?:party|wedding)|calories|fat|brightly|free|losses|"
    r"there|home|to|through|up to|over to|at (?:chess|darts|pool|golf|cards|tennis|poker|scrabble|"
    r"monopoly|fifa|bingo|bowls|snooker|cricket)|on (?:sunday|saturday|the pitch|penalties))\b"
)
_HOPED = FirstWords(
    "hope hopes hoping may pray praying wish",
    re.compile(
        rf"\b(?:hope|hopes|hoping|pray|praying|may|wish) (?:that |to god |so |and pray "
        rf")?{_SOMEBODY} {_GAP}{_DEADLY}"
    ),
)
# "Hope the gas leak gets you", "may the roof come down on them".
_SENT = FirstWords(
    "hope hoping may pray praying wish",
    re.compile(
        r"\b(?:hope|hoping|pray|praying|may|wish) (?:that )?(?:the|a|an|that|your|ur|his|her|their|"
        r"some) (?:\w{1,20} )?(?:bull|bus|lorry|truck|tram|train|tractor|gas leak|fire|cancer|"
        r"tumou?r|virus|plague|wasps|shark|dog|goose|bat|snake|ceiling|roof|wall|bridge|crane|bomb|"
        r"bullet|lightning|plane|boat|ship|helicopter|sea|tide|flood|avalanche|earthquake|cable|"
        r"knife) (?:would |will )?(?:(?:gets?|hits?|takes?|finds?|bites?|buries|bury|crush(?:es)?|"
        r"flattens?|swallows?|drowns?|kills?|eats?|comes? down on|falls? on|rolls? (?:on|over)|"
        r"revers(?:e|es) over|go(?:es)? (?:straight )?over|runs? over|blows? up) "
        rf"(?!an?\b|the (?:spot|break|train|point)){_SOMEBODY}\b|"
        r"go(?:es)? down with|sinks? with|comes back\b(?= for|[ ,]*(?:you|auntie|[.!]|$)))"
    ),
)
_LET = FirstWords(
    "let",
    re.compile(
        r"\blet (?:(?:all of )?(?:them|'em|him|her|those \w{1,20}|these \w{1,20})|the (?:whole "
        r")?(?:lot|bunch|pack|rest)(?: of (?:them|you|those \w{1,20}))?)(?: all| both| just)? "
        r"(?:die|drown|rot|starve|freeze|burn|perish|bleed|choke)\b(?! (?:the|a|an|some|it|off|"
        r"because|of|if|as)\b)"
    ),
)
_WANTED = FirstWords(
    "want wants love wanna",
    re.compile(
        rf"\b(?:(?<=i )want|(?<=i really )want|(?<=i just )want|(?<=we )want|(?<=would )love to "
        rf"see|(?<=i'd )love to see|(?<=i'd )love for) {_SOMEBODY}(?: \w{{1,20}}){{0,2}}? (?:to )?"
        r"(?:dead|die|suffer|bleed|burn|drown|rot|starve|(?:get |be |getting |being )(?:hit by|run "
        r"over|shot|stabbed|beaten|raped|hanged|killed|crushed|cholera|cancer))\b"
    ),
)
_WISHED_ON = FirstWords(
    "wish wishing hope hoping pray praying prayed rooting begging longing fingers",
    re.compile(
        r"\b(?:(?:wish|wishing) (?:you|him|her|them|upon|on|that) (?:\w{1,12} )?(?:(?:all|nothing "
        r"but|only) )?|(?:hope|hoping|pray|praying|prayed|wish|wishing|rooting|begging|longing|"
        r"fingers crossed) for )(?:a|an|another|every) (?:(?!quick|peaceful|painless|cure|safe|"
        r"no\b|speedy|end\b|swift rec)[\w'-]{1,20}[ ,]{1,2}){0,3}(?:aneurysm|stroke|heart attack|"
        r"cancer|tumou?r|coma|seizure|lightning(?: bolt| strike)?|bullet|noose|hearse|embolism|"
        r"(?:slow|painful|nasty|horrible|lonely) death|pain|misery|firing squad|fatal (?:crash|"
        r"accident))\b(?! (?:cure|treatment|survivors?|patients?|ward|free|test|relief|killers?|"
        r"charity|research))"
    ),
)
_BLOW = (
    r"(?:the|that|his|her|your|their) (?:\w{1,20} )?(?:bullet|bombs?|virus|cancer|tumou?r|covid|"
    r"flu|plague|stroke|heart attack|crash|car|bus|train|lorry|truck|van|plane|knife|blade|brick|"
    r"fire|flames|sea|wave|flood|gunman|shooter|sniper|killer|driver|attacker|assassin|noose|rope|"
    r"poison|lightning|dog|shark|bear)"
)
_VICTIM = rf"(?:{_SOMEBODY}|everyone)\b"
_FAILED = FirstWords(
    "pity shame too sad sadly unlucky unfortunate",
    re.compile(
        rf"\b(?:pity|shame|too bad|sad|sadly|unlucky|unfortunate) (?:that )?{_BLOW} "
        r"(?:(?:didn't|did not|never|couldn't) (?:even |quite )?(?:hit|kill|finish|drown|bite|burn|"
        rf"crush|strike|flatten|swallow|shoot|stab|run over) {_VICTIM}|"
        r"(?:only|just|barely|merely) (?:hit|grazed|broke|scratched|clipped|burne?d|nicked|cut|"
        r"winged|bruised) (?:him|her|them|you|his|their|your|one)\b|missed (?:him|her|them|you)\b|"
        r"(?:didn't|did not|never|failed to) (?:go off|explode|detonate|finish the job)\b)"
    ),
)
_STRUCK = FirstWords(
    "if wish",
    re.compile(
        rf"\b(?:if only|wish) (?:that )?{_BLOW} "
        r"(?:had|would have|could have|'d) (?:just |only |finally )?(?:taken|killed|got|gotten|hit|"
        r"finished|drowned|swallowed|burne?d|burnt|chosen|picked|crushed|flattened) (?:off )?"
        rf"{_VICTIM}(?! (?:home|there|back|up|to|on|out|in)\b)"
    ),
)
_UNBORN = FirstWords(
    "if wish pity shame glad",
    re.compile(
        r"\b(?:if|(?<!you )wish|pity|shame|glad) (?:that )?(?:you|he|she|they|these people|those "
        r"people|people like (?:you|him|her|them)|someone like (?:you|him|her)) (?:all )?(?:had "
        r"(?:never|not) (?:been (?:born|conceived)|existed)|hadn't (?:been born|existed)|(?:were|"
        r"was) never born|had been (?:stillborn|aborted))\b"
    ),
)
_A_LOSS = re.compile(
    r"\b(?:would not have|wouldn't have|would never have|never have had|i(?: would|'d) (?:be|miss)|"
    r"(?:poorer|worse|duller|sadder|emptier|lost)|(?:how|what|where|who)\b.{0,40}\bwould)\b"
)
_WORDS = (
    "hope hopes hoping may pray praying prayed wish wishing let want wants love wanna rooting "
    "begging longing fingers pity shame too sad sadly unlucky unfortunate if glad"
)


_CALLED = re.compile(
    r"(?:^\W*|[.!?,;:-]\s{1,2}|\b(?:and|just|then|please|so|simply|should|lol)\s)$"
)


def _is_called(words: AuthorText, span: Span) -> bool:
    """Whether "let" stands for what shall be done, outside a question."""
    asks = words.whole(span).rstrip().endswith("?")
    return not asks and _CALLED.search(words.before(span, 20)) is not None


@needs(_WORDS)
def wishes_harm(words: AuthorText) -> Iterator[Hit]:
    """A wish that somebody comes to harm, or regret that he did not."""
    for pattern in (_HOPED, _SENT, _LET, _WANTED, _WISHED_ON, _FAILED, _STRUCK, _UNBORN):
        for match in pattern.matches(words):
            span = Span(match.start(), match.end())
            if spared(words, span) or _GENTLY.match(words.after(span, 40)):
                continue
            if pattern is _LET and not _is_called(words, span):
                continue
            if pattern is not _UNBORN or _A_LOSS.search(words.whole(span)) is None:
                yield Hit(span, "wishes that somebody comes to harm", level=3)


RULES: tuple[Rule, ...] = (Rule("hostility.wishes_harm", KEY, "threat", wishes_harm, 5.0),)
