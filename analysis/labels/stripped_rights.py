"""Rights that shall be taken from a group, or help: as a policy, a question or a shrug.

Who asks "why do we let them vote" opens no debate: he presupposes that they should not. A hit asks
for the name of a group and for what it shall lose; that a group is treated badly ("why do we let
pensioners freeze") is said for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import attributed, negated, reported
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
GROUPS = "identity_groups"
_ALL = r"(?:all (?:the )?|any |these |those |the |more |so many |every last )?$"
_TRADE = re.compile(
    r"(?:(?:all|the) )?(?:liberals|conservatives|tories|democrats|republicans|socialists|"
    r"communists|leftists|lefties|right-wingers|remainers|brexiters|vegans|cyclists|landlords|"
    r"bankers|politicians|journalists|teachers|cops|police officers|police|lawyers|doctors|nurses|"
    r"hunters|farmers|students|fans of that club|evangelicals|ex-cons|the unvaccinated|"
    r"unvaccinated people|anti-?vaxxers)"
)
"""What they may do is everyday politics."""
_DEBATED = re.compile(
    r"(?:(?:all|the) )?(?:men|boys|males|teenagers|teens|young people|seniors|pensioners|elderly|"
    r"old people|people like \w{1,5}|(?:these|those|such|this|that|your|their) (?:people|lot|kind|"
    r"sort)|people (?:of|with) .{1,60}|an? .{1,40}|(?:another|one|some) .{1,40}|(?:the )?germans|"
    r"(?:the )?russians|(?:the )?americans|americans|canadians|israelis)"
)
"""Those of whom the same is asked for a plain reason, or who may be anybody."""
_WHY_LET = re.compile(
    r"\b(?:why (?:do|did|are|should|must|would) (?:we|they|you|i|our \w{1,20}|the (?:state|country|"
    r"government|council|town|school|club))|how (?:long|much longer) (?:do|will|must) we|(?:time|"
    r"high time) (?:we|they|the \w{1,20}) stopped|(?:must|should|have to|got to|need to|please|"
    r"let's|let us) stop) (?:still |even |ever |really |keep |to )?(?:let|letting|allow|allowing|"
    r"permit|permitting|tolerate|tolerating) " + _ALL
)
_PRIVILEGE = re.compile(
    r"^(?: even| ever| still| also| to){0,2} (?:own|vote|run|hold|teach|adopt|marry|drive|breed|"
    r"come|enter|stay|buy|lead|judge|serve|preach|take|decide|into|near|anywhere|in(?! (?:poverty|"
    r"tents|cold|danger|pain|misery|fear|need|such)\b)|have (?:kids|children|guns|a say|the vote|a "
    r"vote|passports|rights|jobs|babies)|be (?:near|around|doctors|teachers|judges|mps|in charge|"
    r"police|parents))\b(?! (?:alone|unpaid|for (?:less|free|nothing)|wait))"
)
_WHY_THEY = re.compile(r"\bwhy (?:do|are|must|should) " + _ALL)
_ALLOWED = re.compile(
    r"^ (?:still |even |ever ){0,2}(?:allowed (?:to|in|into|near|on|at|here|out)|have (?:the vote|"
    r"a vote|rights|a say|passports)|get (?:to (?:vote|stay|breed)|free|benefits|(?:council "
    r")?(?:houses|flats)))\b"
)
_RIGHT = (
    r"(?:vote|votes|voting rights|citizenship|nationality|passports?|rights?|human rights|benefits|"
    r"licen[cs]es?|driving licen[cs]es?|children|kids|babies|houses|homes|jobs|seats|pensions?|"
    r"property|shops|businesses|healthcare|schooling|welfare|visas?|asylum)"
)
_TAKE_FROM = re.compile(
    r"\b(?:take|took|remove|removed|withdraw|withdrew|revoke|revoked|seize|seized|"
    rf"confiscate|confiscated) (?:away |back )?(?:the |their |all )?(?:\w{{1,12}} )?{_RIGHT} "
    r"(?:away |back )?(?:from|off) " + _ALL
)
_OUT = re.compile(
    r"^,? out of (?:this|our|my|the (?:country|city|town|village|army|schools?|team|club|league|"
    r"hospitals?|government|parliament|church|business|company|shops?))\b(?! way)"
)
_OUSTED = re.compile(r"^\W*$|\b(?:get|kick|run|chase|want|need) " + _ALL)
_NONE_FOR = re.compile(
    rf"(?:^\W*|[.!?;:,-]\s{{1,2}})(?:and )?no (?:{_RIGHT}|treatment|doctors?|beds?|schools?|say) "
    rf"for " + _ALL
)
_ENDS = re.compile(r"\s*(?:$|[.!?,;])")
_STRIP = re.compile(
    r"\b(?:strip|stripped|deprive|rid|deny|denied|refuse|refused) (?:every last |all )?$"
)
_OF_RIGHT = re.compile(rf"^ (?:of )?(?:the |their |all |any |every )?(?:\w{{1,12}} )?{_RIGHT}\b")
_MEANT = re.compile(
    r"(?:^\W*|[.!?;:,-]\s{1,2}|\b(?:should|must|ought to|needs? to|have to|has to|let's|let us|"
    r"time to|time (?:we|they|somebody|the \w{1,20})|i'd|we'd|i would|better|and|then|"
    r"please)\s)(?:just |simply |finally |all |also )?$"
)
_WHY_FEED = re.compile(
    r"\bwhy (?:(?:should|must) (?:we|i|my taxes|anyone|anybody|taxpayers) (?:still |even |have to |"
    r"keep )?(?:feed|feeding|house|housing|pay for|paying for|clothe|treat|respect|put up with|"
    r"pretend to like)|are we (?:still |even )?(?:feeding|housing|keeping)|waste (?:money|beds|"
    r"food|doctors|medicine|\w{1,10}) on) " + _ALL
)
_KEPT_BADLY = re.compile(
    r"^'s?\b|^ (?:so|like|in|at|waiting|out|away|less|worse|as|differently|with (?:contempt|"
    r"suspicion)|when|if|under|over|better|unfairly|apart|from|for (?:\w{1,20} )?(?:years|weeks|"
    r"months)|on (?:boats|barges|the street))\b"
)
_SHOULD = re.compile(r"\b(?:should|shall|shouldn't|do|are) " + _ALL)
_EVEN = re.compile(
    r"^ (?:really |even |still |honestly ){1,2}(?:be (?:allowed|here|voting|driving|teaching|"
    r"running|having|alive)|have (?:the vote|a vote|rights|a say|kids|children)|deserve|need "
    r"(?:the|a) (?:vote|say)|need keeping|belong)\b"
)
_LET_DIE = re.compile(
    r"\b(?:let|leave|stop (?:treating|saving|rescuing|vaccinating)|stopped (?:treating|saving|"
    r"rescuing|vaccinating)) " + _ALL
)
_DEATH = re.compile(
    r"^(?: to)? (?:die|drown|rot|starve|freeze|burn|perish)\b(?! (?:in peace|with dignity|at "
    r"home))|^.{0,40}\b(?:let nature|let (?:them|the (?:sea|cold|winter)) (?:die|drown|do|take|"
    r"starve)|nature (?:take|do))\b"
)


def _wanted(lead: str, verb: int) -> bool:
    """Whether what begins at ``verb`` is called for, not told of: "we should …", "just …"."""
    return _MEANT.search(lead[:verb]) is not None


def _loses(lead: str, tail: str, *, asks: bool) -> bool:
    """Whether between ``lead`` and ``tail`` stands a group that shall lose a right."""
    if _WHY_LET.search(lead) and _PRIVILEGE.match(tail):
        return True
    if _WHY_THEY.search(lead) and _ALLOWED.match(tail):
        return True
    if asks and _SHOULD.search(lead) and _EVEN.match(tail):
        return True
    if (_NONE_FOR.search(lead) and _ENDS.match(tail)) or (
        _OUT.match(tail) and _OUSTED.search(lead)
    ):
        return True
    takes = _TAKE_FROM.search(lead)
    if takes is not None and _wanted(lead, takes.start()):
        return True
    strips = _STRIP.search(lead)
    return (
        strips is not None and _wanted(lead, strips.start()) and _OF_RIGHT.match(tail) is not None
    )


def _abandons(lead: str, tail: str) -> bool:
    """Whether the group between them shall have no help, or shall die."""
    if _WHY_FEED.search(lead) and not _KEPT_BADLY.match(tail):
        return True
    leaves = _LET_DIE.search(lead)
    return (
        leaves is not None
        and _wanted_or_if(lead, leaves.start())
        and _DEATH.match(tail) is not None
    )


_WHAT_IF = re.compile(r"\b(?:what if|why don't|how about|suppose) (?:we|they) (?:just |simply )?$")


def _wanted_or_if(lead: str, verb: int) -> bool:
    return _wanted(lead, verb) or _WHAT_IF.search(lead[:verb]) is not None


@needs(lists=(GROUPS,))
def strips_rights(words: AuthorText) -> Iterator[Hit]:
    """A call, or a question that amounts to one, to take rights or help from a group."""
    for group in words.cues(GROUPS):
        name = group.of(words.folded)
        if _TRADE.fullmatch(name):
            continue
        lead, tail = words.before(group, 80), words.after(group, 80)
        asks = "?" in tail or words.whole(group).rstrip().endswith("?")
        rights = not _DEBATED.fullmatch(name) and _loses(lead, tail, asks=asks)
        if not rights and not _abandons(lead, tail):
            continue
        if words.quoted(group) or reported(words, group) or attributed(words, group):
            continue
        if not asks and not _NONE_FOR.search(lead) and negated(words, group):
            continue
        yield Hit(group, "would take rights or help from a group", level=3)


RULES: tuple[Rule, ...] = (
    Rule("hostility.strips_rights", KEY, "identity_attack", strips_rights, 5.0),
)
