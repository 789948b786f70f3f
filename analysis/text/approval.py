"""Whether the writer stands by words that are reported or denied: "she called him a fool, rightly".

Whoever approves of an insult, says that it is true, or denies only having said it aloud, uses it.
Asked of the few texts that report or deny one; where approval is in doubt the words are read.
"""

from __future__ import annotations

import re

_NEAR = 300
_SENTENCE_END = re.compile(r"[.!?\n]+(?=\s|\Z)|\n")
_END = r"(?=\s*(?:[.,;:!?)\n]|\Z))"
_WHO = r"(?:i|we|you|u|he|she|it|they|that)"
_BE = r"(?:['’](?:s|re|m)|\s+(?:is|are|was|were|am))"
_NEGATED = re.compile(
    r"(?:n['’]t|\b(?:not|never|nobody|no\s+one|none|hardly|nor|without|nothing|if|whether))"
    r"\s+(?:[\w'’]+\s+){0,2}\Z",
    re.IGNORECASE,
)


def _signs(*signs: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(signs)})", re.IGNORECASE)


_BEFORE = _signs(
    r"(?:quite\s+)?(?:rightly|rightfully|justly|deservedly|correctly|justifiably)\b",
    r"(?:finally|thankfully|luckily|at\s+last|about\s+time|no\s+wonder)\b",
    r"(?:glad|happy|delighted|right|good|great|funny|love\s+it|true|fair)\s+(?:that|when|to)\b",
)
_AFTER = _signs(
    r"(?:rightly|rightfully|justly|deservedly|correctly|justifiably|accurately)\b",
    r"(?:quite|so|too|very|all|only|spot|bang|dead|absolutely|totally|perfectly|and|but|how)\s+"
    r"(?:right|true|fair|on|accurate|apt|correct|just|justified|deserved|fitting)\b",
    rf"{_WHO}{_BE}\s+(?:(?:quite|so|absolutely|totally|completely|damn|dead|entirely|perfectly|"
    r"only|very|just|simply|all|also)\s+)?(?:right|true|correct|fair|accurate|apt|spot\s+on|so|"
    r"justified|deserved|fitting|obvious|clear|plain|an?\s+fact|the\s+truth)\b(?!\s+(?:to|that))",
    rf"(?:right|true|fair|exactly|indeed|precisely|correct|agreed|amen|bravo|kudos|deserved){_END}",
    r"(?:fair|true|right|good|nice|well)\s+(?:enough|play|comment|point|one|said|done|put)\b",
    r"(?:well|richly|much|fully)[\s-]+(?:deserved|earned|put|said)\b",
    r"deserv(?:es?|ed)\s+(?:it|that|this|every|no|far|worse|nothing)\b",
    r"(?:had|has|have)\s+(?:it|that)\s+coming|(?:asked|asking|begging)\s+for\s+it|earned\s+it",
    r"serves?\s+\w+\s+right|(?:for|with)\s+(?:very\s+)?good\s+reasons?|about\s+time|hear,?\s+hear",
    r"good\s+(?:for|on)\s+(?:him|her|them|you)\b|no\s+wonder|who\s+can\s+blame|couldn['’]t\s+agree",
    r"(?:i|we)\s+(?:(?:fully|totally|quite|completely|must|have\s+to|strongly|so|do)\s+)?agree\b",
    r"(?:can['’]t|can\s*not|couldn['’]t|don['’]t|hard\s+to|nobody\s+can|no\s+one\s+can)\s+"
    r"(?:argue|disagree|blame|fault|deny|dispute)\b",
    r"so\s+(?:do|did|would|will|should|am)\s+(?:i|we)\b|me\s+too\b|same\s+here\b|i\s+second\b",
    r"(?:i|we)(?:['’]d|\s+would|\s+will|['’]ll|\s+could)\s+(?:have\s+)?(?:say|said|call(?:ed)?|do|"
    r"done|use|used|add|added|go|gone)\b",
    rf"(?:because|since|cause|cos|coz|and|as|so|which|what|yes|yeah|but|like|that)\s*,?\s+"
    rf"{_WHO}{_BE}(?:\s+(?:one|it|that|so|too|exactly|indeed|such|really|certainly))?{_END}",
    rf"{_WHO}{_BE}\s+(?:indeed|exactly|one|just\s+that|precisely|worse|definitely|certainly|"
    r"clearly|obviously)\b",
    rf"{_WHO}\s+(?:really|certainly|surely?|truly|actually|clearly|definitely|obviously|indeed)\s+"
    r"(?:is|are|was|were|am)\b",
    r"(?:isn['’]t|aren['’]t|wasn['’]t|weren['’]t|(?:is|are|was|were)\s+(?:not|never|hardly))\s+"
    r"(?:wrong|mistaken|far\s+(?:off|wrong))\b|never\s+(?:been\s+)?(?:wrong|contradicted)\b",
    r"(?:best|truest|wisest|kindest|finest|greatest|funniest|smartest)\s+(?:thing|line|comment|words?|"
    r"bit|description|sentence|joke|advice|post)\b|tru(?:er|est)\s+words?\b|truth\s+is\b",
    r"(?:said|says|put|puts|sums?|summed|had)\s+(?:it|that)\s+(?:up\s+)?(?:best|all|right|better|well|"
    r"perfectly|straight)\b|(?:hit|hits|nail(?:s|ed)?)\s+(?:it|the\s+nail|that)\b|to\s+a\s+t\b",
    r"right\s+on\s+the\s+money|hats\s+off|spitting\s+facts|had\s+the\s+measure\b|not\s+racism\b",
    r"deserves?\s+(?:an?|the)\s+(?:medal|raise|prize|knighthood|statue|award|drink|pint|round)\b",
    r"(?:finally|at\s+last|about\s+time)\s+(?:somebody|someone|some\s+one|a|an|one|they|he|she)\b",
    r"(?:someone|somebody)\s+(?:has|had|needs|needed)\s+to\s+say\b|need(?:s|ed)\s+(?:saying|telling)\b",
    r"(?:spoke|speaks?|speaking)\s+for\s+(?:us|me|all|many|most|everyone|everybody)\b|"
    r"what\s+(?:everyone|everybody|we\s+all|most\s+people)\s+thinks?\b",
    r"(?:wise|clever|great|good|top|smart)\s+(?:man|woman|lad|bloke|girl|guy|words?)\b(?=\s*[.!,;\n]|\Z)|"
    r"(?:genius|seconded|preach|legend|hero|prophet|100\s?%)(?!\w)",
    r"(?:shake|hold)\s+(?:his|her|their)\s+(?:hand|coat)\b|i['’](?:d|ll)\s+(?:have|buy|sign|print|frame)\b|"
    r"wish\s+(?:i['’]d|i\s+had|there\s+were\s+more)\b|what\s+(?:he|she|they)\s+meant\b",
    r"(?:proved|proves)\s+(?:him|her|them)\s+right\b|agreed?\s+with\s+(?:him|her|them|the\s+\w+|every)\b",
    r"(?:far|even|much|lot|way|bit)\s+worse\b|worse\s+than\b|too\s+(?:kind|good|mild|nice|polite)\b",
    r"(?:except|apart\s+from|other\s+than|more\s+than|but)\s+(?:for\s+)?(?:you|him|her|them)\b",
)
_OF_A_DENIAL = _signs(
    r"out\s+loud|aloud|openly|publicly|in\s+(?:public|those\s+words|so\s+many\s+words|writing|print)",
    r"to\s+(?:your|his|her|their)\s+faces?|behind\s+(?:your|his|her|their)\s+backs?",
    rf"(?:yet|so\s+far|until\s+now|till\s+now|before|directly|outright|officially|today){_END}",
    r"(?:can|could|will|need\s+not|needn['’]t)\s+(?:prove|show|tell|see|hear|smell)\b|proof\b",
    r"prove[ds]?\b|proving\b|speaks?\s+for\s+(?:itself|themselves)|goes\s+without\s+saying",
    r"(?:every(?:body|one)|any(?:body|one)|people|they|we|all|(?:all\s+of|the\s+rest\s+of)\s+\w+)"
    r"\s+(?:(?:just|all|already|only|else|still|here|simply|can|do|did|really|too)\s+){0,3}"
    r"(?:know|knows|knew|see|sees|saw|think|thinks|thought|agree|agrees|noticed?|assumed?)\b",
    r"(?:i|we)\s+(?:(?:just|only|simply|do)\s+)?(?:know|knew|think|thought|believe)\s+(?:it|so)\b",
    r"(?:need(?:ed|s)?|ha[ds]|have|dare[ds]?)\s+to\b|no\s+need\b|you\s+said\s+it|true\b|facts?\b",
    rf"(?:but|though|although|however|yet|still)\s+{_WHO}\b",
)
_OF_A_WORD = _signs(
    r"(?:best\s+)?(?:describ|embod)\w+|(?:be)?fit(?:s|ting)?\b|suit(?:s|ed)?\b|sums?\b|appl(?:y|ies)\b",
    r"(?:made|invented|coined|meant|created|designed|reserved|perfect|right|word|good)\s+for\b",
    r"(?:comes?|came|springs?)\s+to\s+mind|nails?\b|understatement|falls?\s+short|strong\s+enough",
    r"(?:is|was|for|of|like|means?|beside|under)\s+(?:you|u)\b|(?:your|ur)\s+(?:\w+\s+)?"
    r"(?:name|picture|photo|face|portrait|title|epitaph)|best\s+word|right\s+word|only\s+word",
    r"(?:you|u|he|she|they)(?:['’]re|['’]s|\s+are|\s+is)\s+(?:an?|the|such|one|that|exactly)\b",
    r"(?:definition|epitome|embodiment|essence|picture)\b",
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SHORTEST_REPEATED = 3


def approves_of_quote(text: str, start: int, end: int) -> bool:
    """Whether the writer approves of the quotation ``text[start:end]`` by words around it: what
    stands inside is the other's."""
    before = _sentence_before(text, start)
    return _holds(_BEFORE, before) or _holds(_AFTER, _behind(text, end))


def stands_by(text: str, start: int, end: int) -> bool:
    """Whether the writer approves of the reported words ``text[start:end]``, or says that they are
    true, in their sentence or the next one."""
    rest = f"{text[start:end]}{_behind(text, end)}"
    return _holds(_BEFORE, _sentence_before(text, start)) or _holds(_AFTER, rest)


def takes_back(text: str, start: int, end: int) -> bool:
    """The same of words that are denied; and whether only their loudness is denied, or the writer
    goes on about what they name ("Nobody said that you are a fool. Fools learn.")."""
    behind = _behind(text, end)
    if stands_by(text, start, end) or _holds(_OF_A_DENIAL, f"{text[start:end]}{behind}"):
        return True
    words = _LETTERS.findall(text[start:end].lower())
    last = words[-1].removesuffix("s") if words else ""
    if len(last) < _SHORTEST_REPEATED:
        return False
    return any(word.removesuffix("s") == last for word in _LETTERS.findall(behind.lower()))


def fits_somebody(text: str, start: int, end: int) -> bool:
    """Whether a named word, ``text[start:end]``, is one that the writer gives somebody ("the word
    'fool' describes you best")."""
    before = _sentence_before(text, start)
    rest = _behind(text, end, sentences=1)
    return stands_by(text, start, end) or _holds(_OF_A_WORD, rest) or _holds(_OF_A_WORD, before)


def _holds(signs: re.Pattern[str], text: str) -> bool:
    return any(_NEGATED.search(text[: match.start()]) is None for match in signs.finditer(text))


def _sentence_before(text: str, start: int) -> str:
    near = text[max(0, start - _NEAR) : start]
    ends = list(_SENTENCE_END.finditer(near))
    return near[ends[-1].end() :] if ends else near


def _behind(text: str, end: int, *, sentences: int = 2) -> str:
    """The rest of the sentence and, of two ``sentences``, the next one."""
    near = text[end : end + _NEAR]
    ends = [match.end() for match in _SENTENCE_END.finditer(near) if near[: match.start()].strip()]
    if near[:1] in (".", "!", "?", "\n") and sentences > 1:
        sentences -= 1
    return near[: ends[sentences - 1]] if len(ends) >= sentences else near
