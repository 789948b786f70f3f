"""Who says what stands in quotation marks: its writer, somebody else, or nobody tells.

Only the words around a quotation are read: what leads up to it ("My answer to you:", "he wrote
that"), on the line before it too, and what follows it ("…," I tell you). Of several speakers in
front of it the nearest counts.
"""

from __future__ import annotations

import re
from enum import Enum

from analysis.domain.span import Span


class Speaker(Enum):
    """Whose words the text around a quotation says it holds."""

    WRITER = "writer"
    SOMEBODY_ELSE = "somebody else"
    UNTOLD = "untold"


_AUXILIARY = (
    r"(?:\w+ly|will|would|shall|should|can|could|must|may|might|have|had|do|did|to|want|need|like|"
    r"wish|going|gonna|wanna|gotta|trying|just|only|also|always|never|often|now|then|already|once|"
    r"still|even|ever|first|again|here|so|keep|kept|and|one|thing|something|this)"
)
_SAY = (
    r"(?:says?|said|tells?|told|asks?|asked|answers?|answered|repl(?:y|ies|ied)|repeat(?:s|ed)?|"
    r"writes?|wrote|written|shout(?:s|ed)?|scream(?:s|ed)?|yell(?:s|ed)?|call(?:s|ed)?|"
    r"claim(?:s|ed)?|state[sd]?|post(?:s|ed)?|put|argue[sd]?|mention(?:s|ed)?|declare[sd]?|"
    r"add(?:s|ed)?|warn(?:s|ed)?|promise[sd]?|announce[sd]?|comment(?:s|ed)?|explain(?:s|ed)?)"
)
_SAYING = r"(?:saying|telling|asking|answering|replying|repeating|writing|shouting|calling|warning)"
_MEAN = r"(?:think|thought|believe|feel|mean|meant|swear|conclude|suggest|propose|demand|hope|wish)"
_THING = (
    r"(?:answers?|repl(?:y|ies)|responses?|messages?|opinions?|views?|advice|words?|take|comments?|"
    r"motto|verdict|conclusion|statement|point|wish|wishes|feelings?|thoughts?|guess|prediction|"
    r"promise|warning|question|suggestion|tip|note|plea|demand|hope|letter|mail|e-?mail|tweet|post|"
    r"slogan|claim|line|remark|phrase|sentence|quote|review|speech|reaction|greeting)"
)
_SHOWN = (
    r"(?:headline|sign|poster|caption|graffiti|graffito|banner|placard|sticker|leaflet|flyer|article|"
    r"letter|e-?mail|tweet|text|note|slogan|motto|plaque|line|quote|statement|sentence|comment|claim|"
    r"words|phrase|remark|message|screenshot|subtitle|book|author|writer|paper|report)"
)
_I_SAY = (
    rf"(?:\b(?:I|[Ww]e)(?:['’](?:ll|ve|d))?(?:\s+(?!I\b){_AUXILIARY}){{0,6}}?\s+(?:{_SAY}|{_MEAN})\b|"
    rf"\b(?:I|[Ww]e)(?:['’](?:m|re|ve|d|ll))?"
    rf"(?:\s+(?!I\b)(?:{_AUXILIARY}|am|are|was|were|been|be)){{0,6}}?\s+{_SAYING}\b)"
)

_OWN_SPEECH = re.compile(
    rf"{_I_SAY}|\b[Ll]et\s+(?:me|us)\s+(?:\w+\s+)?(?:{_SAY}|be)\b|"
    rf"(?P<before>\b[\w'’-]+\s+)?"
    rf"\b(?:[Mm]y|[Oo]ur)\s+(?:own\s+)?(?:[\w-]+\s+){{0,2}}?{_THING}\b|"
    r"\b(?:myself|ourselves)\b"
)
"""The writer says it, or calls it an own answer, opinion, advice and so on."""
_OBJECT_WORDS = """
to on under about of at for by below answered answers answering reply replied ignored quoted quoting
quotes deleted read misread called calls
"""
_OBJECT_OF = frozenset(_OBJECT_WORDS.split())
"""Before "my comment" they make it what somebody else's words were about."""

_NO_NAME = r"(?:I|My|Our|We|To|Let|And|But|So|Or|Then|Now|Also|As|Just|Please|Not|Do|Dear|Well)"
_WHO = (
    r"(?:(?<!\w)(?:you|he|she|they|it|who|which|people|everyone|everybody|somebody|someone|author|"
    rf"article|writer|(?!{_NO_NAME}\b)[A-Z][\w.\-]+|@[\w.\-]+)(?:'?(?:s|re|ve|d))?|"
    rf"\b(?:the|an?|this|that|one|another|some|his|her|their|your|(?:[Mm]y|[Oo]ur)(?!\s+{_THING}\b))"
    r"\s+[\w-]+)"
)
_ANY_NAME = rf"(?:\A\s*(?!(?i:{_NO_NAME})\b)[\w.\-]{{2,30}})"
"""At the beginning of a sentence whoever "says" may have a name in small letters."""
_THEIR_SPEECH = re.compile(
    rf"{_ANY_NAME}\s+{_SAY}\s*:\s*\Z|"
    rf"{_WHO}\s+(?:(?!(?:I|[Ww]e|[Mm]y|[Oo]ur)\b)[\w'’]+\s+){{0,2}}?(?:{_SAY}|reads?)\b|"
    rf"\b(?:your|his|her|their|the|that|this|\w+['’]s|\w+s['’])\s+(?:\w+\s+)?(?:line|quote|"
    r"statement|sentence|comment|claim|words|phrase|remark)\b|"
    rf"(?:\b(?:[Yy]our|[Hh]is|[Hh]er|[Tt]heir)|['’]s|\ws['’])\s+(?:[\w-]+\s+){{0,2}}?{_THING}\b|"
    r"\b(?:I|[Ww]e)(?:['’](?:ve|d|m))?(?:\s+(?!I\b)" + _AUXILIARY + r"){0,3}?\s+"
    r"(?P<heard>quote[sd]?|quoting|cite[sd]?|read(?:ing)?|heard?|hear|overheard|saw|see|seen|found|"
    r"remember|recall|received|got|(?:am|was|were|been|being|be|get|got)\s+"
    r"(?:\w+ly\s+|just\s+|once\s+)?(?:told|asked|called|warned))\b"
)
"""Somebody else says it, or the writer read, heard or quotes it."""
_CALLED_SO = re.compile(r"\b(?:are|is|was|were|be|as|being)\b|['’]re\b|\b(?:an?|the|such)\s*\Z")
"""Behind "I heard", "I found" and so on: then the words name somebody ("that you are …")."""
_BY_COLON = re.compile(
    r"(?:^|[\s(])(?:[Qq]uot(?:e|ed|ing)|[Cc]it(?:e|ing|ation)|[Ss]ource|[Oo]riginal|[Tt]itle|"
    r"[Hh]eadline|"
    rf"[Aa]ccording\s+to\s+(?!me\b|us\b|my\b)[^:\n]{{1,40}}|"
    rf"(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Ff]rom\s+the|[Ii]n\s+the)\s+(?:\w+\s+)?{_SHOWN}"
    r"(?:\s+(?:on|in|at|from|by|of|above|below)\s[^:\n]{1,40})?)\s*:\s*\Z"
)
"""What names a text before a colon; behind anything else the words are the writer's own."""
_LISTENER = (
    r"(?:to|you|him|her|them|all|of|everyone|everybody|this|that|it|so|again|now|today|your|faces?|"
    r"loud|loudly|clearly|here|too|lot|people|guys|folks|my|our|mayor|neighbou?rs?|friends?|"
    r"yesterday|before|always|once|years?|ago|already)"
)
_OWN_BEHIND = re.compile(
    rf"[\s,;.!?…–—-]{{0,4}}(?:"
    rf"(?:(?:[Tt]his|[Tt]hat|[Tt]hose|[Tt]hese|[Ii]t|[Ss]uch)(?:\s+|['’]))?(?:is|are|was|were|be|s)\s+"
    rf"(?:(?:all|just|only|simply|still|truly|really)\s+)?(?:"
    rf"(?:my|our)\s+(?:own\s+)?(?:[\w-]+\s+){{0,2}}?{_THING}\b(?![^.!?\n]{{0,40}}:)|"
    rf"(?:what|how|all)\s+{_I_SAY})|"
    rf"(?:[Ss]o\s+)?(?:say|said|says|writes?|wrote)\s+(?:I|me|we)\b|(?:[Ss]o|[Aa]s)\s+{_I_SAY}|"
    r"[Ii]n\s+(?:my|our)\s+(?:\w+\s+)?(?:opinion|view|words|eyes|book)\b|[Aa]ccording\s+to\s+me\b|"
    rf"(?:{_I_SAY}|[Mm]y\s+(?:[\w-]+\s+){{0,2}}?{_THING}\b)(?:\s+{_LISTENER})*\s*(?:[.!?…,;)\n]|\Z))"
)
_OWN_AFTER_COMMA = re.compile(rf"[\s,;–—-]{{0,4}}{_I_SAY}")
_THEIRS_BEHIND = re.compile(
    rf"[\s,–—-]{{0,4}}(?:{_SAY}\s+(?!(?:I|we|me|my|our)\b)[\w@]|"
    rf"(?:he|she|they|you|people|somebody|someone|(?:the|an?|my|our|his|her)\s+\w+|"
    rf"(?!{_NO_NAME}\b)[A-Z]\w+)\s+(?:\w+\s+)?{_SAY}\b)"
)
_ANNOUNCED = re.compile(
    rf"(?:\b[Hh]ere(?:['’]s|\s+is|\s+are|\s+comes?)|\b[Tt]h(?:is|ese|at)(?:['’]s|\s+is|\s+are)|"
    r"\b(?:[Hh]ear|[Rr]ead|[Tt]ake)|\b[Ll]isten\s+to)\s+"
    rf"(?:my|our)\s+(?:[\w-]+\s+){{0,2}}?{_THING}[^.!?\n]{{0,30}}[.!…]?\s*\Z|"
    rf"{_I_SAY}\s+(?:\w+\s+){{0,2}}?(?:this|it|something|so|thing|following|follows)"
    r"[^.!?\n]{0,20}[.!…]\s*\Z"
)
"""A whole sentence that announces the writer's own words in the next."""

_READ = 160
"""Characters before and behind a quotation that are read for who says it."""
_FROM_VERB = 30
_FROM_VERB_TO_COLON = 80
"""Characters between who says it and the quotation; a colon at the end reaches further back."""
_OPENING_MARKS = " \t\n\"“«„‘‹「『《″`\\(['"
_CLOSING_MARKS = "\"”“»’‹›」』》″\\'"
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")


def speaker_of(text: str, quotation: Span) -> Speaker:
    """Who says the words at ``quotation``, marks included, by what stands around them."""
    before = text[max(0, quotation.start - _READ) : quotation.start]
    behind = text[quotation.end : quotation.end + _READ].split("\n", 1)[0]
    lead = before.rstrip(_OPENING_MARKS)
    broken = "\n" in before[len(lead) :]
    paused = text[quotation.start : quotation.end].rstrip(_CLOSING_MARKS)[-1:] not in ".!?…"
    paused = paused or behind.startswith(",")
    if _ANNOUNCED.search(lead) or _OWN_BEHIND.match(behind):
        return Speaker.WRITER
    if paused and _OWN_AFTER_COMMA.match(behind):
        return Speaker.WRITER
    ends = [match.end() for match in _SENTENCE_END.finditer(lead)]
    sentence = lead[ends[-1] :] if ends else lead
    if sentence.endswith((".", "!", "?", "…")):
        return Speaker.UNTOLD
    colon = sentence.endswith(":")
    speaker = _nearest(sentence, _FROM_VERB_TO_COLON if colon else _FROM_VERB)
    if speaker is Speaker.UNTOLD and colon:
        if _BY_COLON.search(sentence) or (paused and _THEIRS_BEHIND.match(behind)):
            return Speaker.SOMEBODY_ELSE
        return Speaker.WRITER
    return Speaker.UNTOLD if broken and not colon and speaker is not Speaker.WRITER else speaker


def announces_own_words(header: str) -> bool:
    """Whether a line such as "Ann wrote:" has the writer for its speaker ("I wrote:")."""
    return _nearest(header, _FROM_VERB_TO_COLON) is Speaker.WRITER


def _nearest(sentence: str, reach: int) -> Speaker:
    """Who is the last to speak in a sentence's beginning, so many characters from its end."""
    own = theirs = len(sentence) - reach - 1
    for match in _OWN_SPEECH.finditer(sentence):
        if match["before"] and match["before"].strip().lower() in _OBJECT_OF:
            continue
        own = max(own, match.end())
    for match in _THEIR_SPEECH.finditer(sentence):
        if not (match["heard"] and _CALLED_SO.search(sentence, match.end())):
            theirs = max(theirs, match.end())
    if max(own, theirs) < len(sentence) - reach:
        return Speaker.UNTOLD
    return Speaker.WRITER if own >= theirs else Speaker.SOMEBODY_ELSE
