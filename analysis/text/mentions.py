"""Words that are named or reported rather than used: "nobody should be called a fool".

Counter-speech, reports and denials ("I never said you were a fool") repeat an insult without
quotation marks. Such words are nobody's own, so no label is read from them; the cues are few and
plain, and where the writer is the one who calls, says that somebody deserves it, or approves ("and
rightly so"), the words stay the writer's own. So do they in a question, and in a denial that takes
itself back ("but", "just", "I said"). Of a denial the whole clause is taken ("you were a fool"),
up to a second "you": what is left ("I never said") reads as harmless. What "they say" and the
writer calls a lie is taken only where it accuses somebody: whoever denies a kindness is unkind.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.domain.span import Span
from analysis.text.approval import fits_somebody, stands_by, takes_back
from analysis.text.piece_counts import PieceCount
from analysis.text.titles import is_offence, titles

_YOU = r"(?:you|your|you['’]re|youre|u|ur|ya)\b"
_STOP = (
    rf"(?=\s*(?:[.,;:!?)\n]|$)|\s+{_YOU}|\s+(?:for|by|on|in|at|to|because|when|while|if|and|or|but|just|"
    r"every|who|that|is|was|as|after|before|during|with|from)\b)"
)
_NAME = rf"(?:an?\s+|the\s+)?[^\W\d_][\w'’*-]*(?:\s+(?!{_YOU})[\w'’*-]+){{0,3}}?{_STOP}"
_NOBODY = r"(?:nobody|no\s+one|none\s+of\s+\w+|not|n['’]t|never)"
_WHOM = (
    r"(?:me|him|us|them|people|everyone|everybody|someone|somebody|(?:my|his)\s+\w+|"
    r"her(?:\s+(?!an?\b|the\b)\w+(?=\s+(?:an?|the)\b))?)"
)
_OTHERS = (
    r"(?:he|she|they|someone|somebody|people|some|another\s+\w+|the\s+(?:author|writer|article))"
)

_DENIED = (
    r"(?:\bnever|\bnot|n['’]t|\bnobody|\bno\s+one|\bnone\s+of\s+\w+)\s+"
    r"(?:(?:ever|even|once|actually|really|here|has|have)\s+){0,3}"
)
_SOMEBODY = (
    r"(?:you|he|she|they|we|i|anyone|anybody|everyone|everybody|people|"
    r"(?:my|your|his|her|their|the|this|that)\s+\w+)(?:\s+(?:is|are|was|were|am)|['’](?:re|s|m))"
)
_BACK = (
    r"(?:but|just|only|merely|simply|though|although|however|yet|"
    r"i\s+(?:said|say|meant|mean|think|thought))\b"
)
_DENIED_NAME = (
    rf"(?:an?\s+|the\s+)?[^\W\d_][\w'’*-]*(?:\s+(?!{_BACK}|{_YOU})[\w'’*-]+){{0,3}}?{_STOP}"
    rf"(?!\W*{_BACK})(?![^.!?\n]{{0,200}}\?)"
)

_CALLED = frozenset({"call", "calls", "called", "calling"})
_WORD = re.compile(r"\b(?:words?|terms?|labels?|slurs?|insults?|expressions?)\Z")
_SPEECH = re.compile(
    r"says?|said|claim(?:s|ed)?|write|wrote|written|suggest(?:s|ed)?|impl(?:y|ies|ied)|meant?"
)
_NOT = ("never", "not", "n't", "n’t", "nobody", "one", "none")
_CLAIMED = frozenset({"say", "claim", "think", "believe", "insist"})
_UNTRUE = ("lie", "myth", "false", "wrong", "untrue", "true", "nonsense", "rubbish")

_ACCUSED = (
    r"(?:(?:you|he|she|they|we|all|most|many|the|these|those|our|your|his|her|my|their)\s+)?"
    r"(?!(?:no|none|few|nobody|hardly|not|never|neither)\b)[\w'’-]+(?:\s+(?!who\b|that\b)[\w'’-]+)?"
)
_ACCUSING_WORDS = """
abuser abusers animals bigots cheats cheaters cowards criminal criminals crooked crooks cruel
dangerous dirty dishonest evil filthy frauds freeloaders greedy hateful ignorant inferior lazy
liars lying murderers parasites rapists reckless rude savages scroungers selfish stupid
terrorists thief thieves thieving thugs traitors useless violent vermin wicked workshy worthless
"""
_ACCUSING = frozenset(_ACCUSING_WORDS.split())
_AN_ACCUSER = r"(?:they|some|people|some\s+people|many)\s+(?:say|claim|think|believe|insist)"

_Excepted = Callable[[str, int, int], bool]


def _accuses_nobody(text: str, start: int, end: int) -> bool:
    last = text[start:end].rsplit(None, 1)[-1].lower()
    return not (last in _ACCUSING or f"{last}s" in _ACCUSING or is_offence(last))


# The cues, by what stands in pieces of a text that holds any of them, one of each, with what makes
# the words the writer's own nevertheless.
_CUES: tuple[tuple[tuple[PieceCount, ...], _Excepted, tuple[re.Pattern[str], ...]], ...] = tuple(
    (needed, is_own, tuple(re.compile(cue, re.IGNORECASE) for cue in cues))
    for needed, is_own, cues in (
        ((PieceCount(lambda piece: piece.lower() in _CALLED),), stands_by, (
            # "nobody deserves to be called a fool", "they should not be called fools"
            rf"\b{_NOBODY}\s+(?:\w+\s+){{0,4}}?be(?:ing)?\s+called\s+(?P<name>{_NAME})",
            # "my aunt was called a liar", "we keep being called sheep"
            rf"\b(?:was|were|been|being|gets?|got|getting)\s+called\s+(?P<name>{_NAME})",
            # "he called her a fool", "they are calling us sheep"
            rf"\b{_OTHERS}\s+(?:\w+\s+)?(?:calls?|called|calling)\s+{_WHOM}\s+(?P<name>{_NAME})",
            # "stop calling people fools"
            rf"\b(?:stop|quit|don['’]t|do\s+not|never|avoid|without)\s+(?:call|calling)\s+{_WHOM}\s+(?P<name>{_NAME})",
        )),
        ((
            PieceCount(lambda piece: _SPEECH.fullmatch(piece.lower()) is not None),
            PieceCount(lambda piece: piece.lower().endswith(_NOT)),
        ), takes_back, (
            # "I never said that you were a moron", "nobody says she's a fool"
            rf"{_DENIED}(?:{_SPEECH.pattern})\s+(?P<name>(?:that\s+)?{_SOMEBODY}\s+{_DENIED_NAME})",
        )),
        ((
            PieceCount(lambda piece: _WORD.search(piece.lower()) is not None),
            PieceCount(lambda piece: piece.startswith(("'", '"'))),
        ), fits_somebody, (
            # "the word 'fool'", "the term “sheep”"
            r"\b(?:words?|terms?|labels?|slurs?|insults?|expressions?)\s+(?P<name>['\"‘“][^'\"’”\n]{2,40}['\"’”])",
        )),
        ((
            PieceCount(lambda piece: piece.lower() in _CLAIMED),
            PieceCount(lambda piece: piece.lower().startswith(_UNTRUE)),
        ), _accuses_nobody, (
            # "They say that all cyclists are reckless. That is a lie."
            rf"\b{_AN_ACCUSER}\s+(?:that\s+)?"
            rf"(?P<name>{_ACCUSED}(?:\s+(?:are|were)|['’]re|(?:(?<=\bhe)|(?<=\bshe))(?:\s+is|['’]s)|"
            r"\s+(?:is|was)(?=\s+an?\s))\s+"
            r"(?:(?:all|just|only|mostly|really|so|very|too|nothing\s+but|such|an?|the)\s+){0,3}"
            r"[\w-]+)[.!?]\s+(?:that|this|it)(?:['’]s|\s+is)\s+"
            r"(?:simply\s+|just\s+|plainly\s+)?(?:a\s+lie|a\s+myth|false|wrong|untrue|not\s+true|nonsense|rubbish)",
        )),
    )
)  # fmt: skip


def mentions(text: str) -> list[Span]:
    """The words named or reported in ``text``, in order and disjoint."""
    names = set(titles(text))
    for needed, is_own, cues in _CUES:
        if all(sign.stands_in(text) for sign in needed):
            reported = {match.span("name") for cue in cues for match in cue.finditer(text)}
            names.update(span for span in reported if not is_own(text, *span))
    apart: list[Span] = []
    for start, end in sorted(names, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1].end:
            apart.append(Span(start, end))
    return apart
