"""Violence that is approved of: a justified gunman, a victim who had it coming, a medal for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import about_self, spared
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
_AGENT = (
    r"(?:gunman|gunmen|shooter|bombers?|killers?|arsonists?|assassin|murderer|mob|sniper|"
    r"vigilantes?|stabber|rioters?|knifeman)"
)
_JUSTIFIED = FirstWords(
    "what everything all",
    re.compile(
        rf"\b(?:what|everything|all) (?:the|that|this|those) (?:\w{{1,20}} )?{_AGENT} did "
        r"(?:there |here |to (?:him|her|them) )?(?:was|is|were) (?:absolutely |only |quite |simply "
        r"|entirely |also |more than )?(?:right\b(?! out)|necessary|justified|needed|overdue|long "
        r"overdue|brave|heroic|fair|natural|a service|self-defen[cs]e|good|beautiful|deserved|a "
        r"public service)\b"
    ),
)
_HERO = FirstWords(
    "gunman gunmen shooter bomber bombers killer killers arsonist arsonists assassin murderer mob "
    "sniper vigilante vigilantes stabber rioter rioters knifeman",
    re.compile(
        rf"\b{_AGENT} (?:did nothing wrong|did the right thing|did us (?:all )?a favou?r|"
        r"had the right idea|should have (?:brought more|aimed (?:better|higher)|finished|reloaded|"
        r"kept going)|(?:is|was|are|were) (?:a |real )?(?:hero|heroes|patriots?)\b|deserves? (?:a|"
        r"our) (?:medal|statue|pardon|thanks|respect))"
    ),
)
_COMING = re.compile(
    r"\b(?:had|has|have|got) (?:it|that|this|every \w{1,12}|worse) coming\b|\b(?:was|were|been) "
    r"(?:asking|begging) for it\b|\bserves? (?:you|him|her|them) (?:all )?right\b"
)
_HURT = re.compile(
    r"\b(?:beat(?:en|ing)s?|stabb(?:ed|ing)|shot|shooting|kill(?:ed|ing)|murder(?:ed)?|dead|died|"
    r"attack(?:ed|ing)|rap(?:ed|e)|punch(?:ed|ing)?|broken jaw|jaw|black eyes?|bruis(?:e|es|ed)|"
    r"hospital|ambulance|blood|bomb(?:ed)?|petrol|drown(?:ed)?|hanged|lynch(?:ed|ing)|"
    r"assault(?:ed)?|surviv(?:e|ed|or)|starv(?:e|ed|ing)|decked|crash(?:ed)?|brick|injur(?:ed|y)|"
    r"grave|kick(?:ed|ing)|slap(?:ped)?|knif(?:e|ed)|acid|run over|spat|strangled)\b"
)
_STORY = re.compile(
    r"\b(?:season|episodes?|scenes?|films?|movies?|novel|villains?|characters?|spoilers?|finale|"
    r"chapters?|plot|actor|series|game|match|league|half|goal|penalty|boss|level|sequel|book|"
    r"wasps?|rats?|spiders?|mosquito(?:es)?|fox)\b"
)
_STRUCK = (
    r"(?:shot|stabbed|beat(?: up)?|punched|killed|burn(?:ed|t)(?: down)?|torched|set (?:fire|"
    r"light) to|bombed|attacked|ran over|drove into|pushed|poisoned|slapped|kicked|knocked out|"
    r"drowned|hanged|fired at|spat (?:on|at)|threw .{1,30} (?:at|through|into))"
)
_THEM = (
    r"(?:him|her|them|those|(?:the|that|this|their|a) (?:\w{1,15} )?(?:mosque|synagogue|church|"
    r"temple|hostel|camp|shelter|embassy|clinic|refuge|tents?|mayor|minister|judge|teacher|doctor|"
    r"nurse|journalist|reporter|referee|ceo|boss|councillor|politician|landlord|cop|officer|priest|"
    r"imam|rabbi|couple|family|woman|girl|boy|kid|man))"
)
_MEDAL = FirstWords(
    "whoever who",
    re.compile(
        rf"\b(?:whoever|(?<=man )who|(?<=lad )who|(?<=guy )who|(?<=hero )who|(?<=somebody )who|"
        rf"(?<=person )who|(?<=people )who|(?<=ones )who) {_STRUCK} {_THEM}\b.{{0,60}}?\b"
        r"(?:deserves?|should (?:get|be given)|gets|earned|has earned|needs|i'd (?:buy|give)|i'll "
        r"(?:buy|give)|give) (?:a|the|our|my|him a|her a|them a|all) (?:\w{1,12} )?(?:medals?|"
        r"statue|knighthood|pints?|reward|thanks|drinks?|raise|pardon|round|beers?|handshake)\b"
    ),
)
_GLAD = FirstWords(
    "laughed cheered smiled clapped celebrated danced grinned partied applauded",
    re.compile(
        r"\b(?:laughed|cheered|smiled|clapped|celebrated|danced|grinned|partied|applauded)(?: out "
        r"loud| so hard| all day)? when (?:i (?:heard|read|saw|learned)(?: that| how)? )?(?:he|she|"
        r"they|you|those \w{1,20}|the \w{1,20}|his \w{1,20}|her \w{1,20}|their \w{1,20})(?:'d| had|"
        r" was| were| got| have)? (?:been )?(?:drown(?:ed)?|died|dead|killed|shot|stabbed|hanged|"
        r"beaten|run over|burn(?:ed|t)|raped|attacked|lynched|suffocated|froze)\b"
    ),
)


def _approvals(words: AuthorText) -> Iterator[Span]:
    for pattern in (_JUSTIFIED, _HERO, _MEDAL, _GLAD):
        for match in pattern.matches(words):
            yield Span(match.start(), match.end())
    if _HURT.search(words.folded):
        for match in _COMING.finditer(words.folded):
            span = Span(match.start(), match.end())
            if not about_self(words, span):
                yield span


@needs("gunman gunmen shooter bomber bombers killer killers arsonist arsonists assassin murderer "
       "mob sniper vigilante vigilantes stabber rioter rioters knifeman whoever who coming asking "
       "begging laughed cheered smiled clapped celebrated danced grinned partied applauded what "
       "everything all serve serves")  # fmt: skip
def approves_violence(words: AuthorText) -> Iterator[Hit]:
    """Says that violence was right, that its victim earned it, or that it was a joy."""
    spans = [span for span in _approvals(words) if not spared(words, span)]
    if spans and _STORY.search(words.folded) is None:
        for span in spans:
            yield Hit(span, "approves of violence against somebody", level=3)


RULES: tuple[Rule, ...] = (
    Rule("hostility.approves_violence", KEY, "threat", approves_violence, 5.0),
)
