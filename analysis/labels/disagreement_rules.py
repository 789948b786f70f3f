"""Rules for disagreement: what contests, what only grants, what merely agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.domain.span import Span
from analysis.labels.agreement_rules import agreement, agrees_against_the_crowd, opens_agreeing
from analysis.labels.author_text import AuthorText
from analysis.labels.doubting_questions import echo_question, rhetorical_question
from analysis.labels.exclusions import reported
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, from_cues, needs

KEY = "disagreement"
_ACTUALLY = re.compile(
    r"(?:^|[\n.!?>]\s{0,3})(?:well,? |um,? |sorry,? |but )?(?:actually|in fact|in "
    r"reality)\b[^.!?\n]{0,80}"
)
_OPENING_NO = re.compile(
    r"(?:^|[\n>]\s{0,3}|[.!?]\s{1,3})(?:no|nope|nah|wrong|false|not so|not true|rubbish|"
    r"nonsense|um|ummm?|er|sorry|hardly|"
    r"except that|except|say what|what\?|really\?|seriously\?|huh\?|"
    r"\?\?\?)(?=[\s,.!?-])[^.!?\n]{0,60}"
)
_SHOULD_NOT = FirstWords(
    "should shouldn must ought no has better would rather instead stop",
    re.compile(
        r"\b(?:should(?:n't| not| never)|must not|ought not|no (?:need|reason|excuse|point|"
        r"justification|"
        r"right) (?:to|for|why)|no business|has no business|better to|would be better|rather than|"
        r"instead of|stop \w+ing)\b"
    ),
)
_CONTRAST = re.compile(
    r"\b(?:is|are|was|were|'s|it's)\s(?:not|n't)\s[^.!?\n]{2,60}?(?:,|;|\bbut\b|"
    r"-)\s{0,2}[^.!?\n]{2,40}"
)
_YOU_CLAIM = FirstWords(
    "you he she they the mr mrs ms",
    re.compile(
        r"\b(?:you|he|she|they|the (?:author|writer|article|columnist|spokesman|mayor|"
        r"editorial)|mr|mrs|ms)"
        r"(?:\s[\w'.-]+){0,2}\s(?:say|says|said|claim|claims|claimed|think|thinks|thought|suggest|"
        r"suggests|imply|implies|"
        r"believe|believes|assume|assumes|forget|forgets|forgot|ignore|ignores|fail|fails|failed|"
        r"neglects?|omits?|omitted|"
        r"miss|misses|missed|pretend|pretends|call|calls|describe|"
        r"describes|compare|compares)\b"
    ),
)
_MODAL_YOU = FirstWords(
    "you he she they",
    re.compile(
        r"\b(?:you|he|she|they)\s(?:might|may|should|need to|ought to|can't|cannot|could at least|"
        r"would do well)\b"
    ),
)
_EVEN_IF = FirstWords(
    "it that this",
    re.compile(
        r"\b(?:it's|that's|this is|it is|that is)\s(?:just|only|simply|merely|nothing but|"
        r"all about|pure|clearly|about|another|yet another)\b"
    ),
)
_EXPERIENCE_AGAINST = FirstWords(
    "but except actually funny whereas however yet odd",
    re.compile(
        r"\b(?:but|except|actually|funny|whereas|however|yet|odd)\b[^.!?\n]{0,40}\b(?:i|my|we|"
        r"our)\b[^.!?\n]{0,60}"
    ),
)
_SUPER = FirstWords(
    "worst most how too far way so at",
    re.compile(r"\b(?:worst|most \w+|how \w+|too \w+|far too|way too|so much for|at best)\b"),
)


def _matches(words: AuthorText, matches: Iterable[re.Match[str]], reason: str) -> Iterator[Hit]:
    for match in matches:
        lead = len(match.group()) - len(match.group().lstrip(" \n\t.!?>"))
        span = Span(match.start() + lead, match.end())
        if len(span) and not words.quoted(span):
            yield Hit(span, reason)


@needs("actually fact reality")
def actually(words: AuthorText) -> Iterator[Hit]:
    """A sentence that opens with actually or in fact and is no agreement."""
    for hit in _matches(
        words, _ACTUALLY.finditer(words.folded), "sets it right: opens with 'actually' or 'in fact'"
    ):
        if not re.search(r"\bagree\b", hit.span.of(words.folded)):
            yield hit


@needs(
    "no nope nah wrong false not rubbish nonsense um umm ummm er sorry hardly except say what "
    "really seriously huh",
    marks=("???",),
)
def opening_no(words: AuthorText) -> Iterator[Hit]:
    """A sentence that opens with a no, a wrong or an "except that"."""
    yield from _matches(
        words, _OPENING_NO.finditer(words.folded), "opens by saying no to what was said"
    )


def right_after_quote(words: AuthorText) -> Iterator[Hit]:
    """Own words go on after a quoted passage: most often to answer it."""
    for at in words.quotes_before:
        sentence = words.sentence(at)
        piece = words.folded[at : sentence.end].strip()
        if piece and not re.match(
            r"(?:same here|exactly|i agree|agreed|well said|so true|this|yes,? i)\b", piece
        ):
            yield Hit(Span(at, min(sentence.end, len(words.folded))), "answers a quoted passage")


@needs("should shouldn must ought no better rather instead stop")
def should_not(words: AuthorText) -> Iterator[Hit]:
    """Says that what is done or planned should not be."""
    yield from _matches(words, _SHOULD_NOT.matches(words), "says that it should be otherwise")


@needs("not n")
def contrast(words: AuthorText) -> Iterator[Hit]:
    """Not this but that."""
    yield from _matches(
        words, _CONTRAST.finditer(words.folded), "sets one thing against another: not this but that"
    )


@needs(
    "say says said claim claims claimed think thinks thought suggest suggests imply implies "
    "believe believes assume assumes forget forgets forgot ignore ignores fail fails failed "
    "neglect neglects omit omits omitted miss misses missed pretend pretends call calls "
    "describe describes compare compares"
)
def names_the_claim(words: AuthorText) -> Iterator[Hit]:
    """Says what the other claims, forgets or ignores."""
    yield from _matches(
        words, _YOU_CLAIM.matches(words), "takes up what the other says, forgets or ignores"
    )


@needs("might may should need ought can cannot could would")
def tells_the_other(words: AuthorText) -> Iterator[Hit]:
    """Tells the other what they may or should."""
    yield from _matches(words, _MODAL_YOU.matches(words), "tells the other what they should or may")


@needs("just only simply merely nothing all pure clearly about another")
def reduces(words: AuthorText) -> Iterator[Hit]:
    """It is just, only, nothing but: reduces the other's point."""
    yield from _matches(words, _EVEN_IF.matches(words), "reduces the point: it is just …")


@needs("but except actually funny whereas however yet odd")
def own_experience_against(words: AuthorText) -> Iterator[Hit]:
    """But my own experience is another."""
    yield from _matches(
        words, _EXPERIENCE_AGAINST.matches(words), "sets an own experience against it"
    )


@needs("worst most how too much best")
def superlative(words: AuthorText) -> Iterator[Hit]:
    """The worst, far too, so much for: a judgement against."""
    yield from _matches(words, _SUPER.matches(words), "a judgement against it")


@needs(lists=("disagree_contradiction",))
def contests(words: AuthorText) -> Iterator[Hit]:
    """Says outright that something is false or not so."""
    for span in words.cues("disagree_contradiction"):
        if not words.quoted(span) and not reported(words, span):
            yield Hit(span, "says that it is not so")


@needs(lists=("no_generalization",))
def calls_out(words: AuthorText) -> Iterator[Hit]:
    """Calls out a generalization."""
    for span in words.cues("no_generalization"):
        if not words.quoted(span):
            yield Hit(span, "calls out a generalization")


RULES: tuple[Rule, ...] = (
    Rule("disagreement.contradiction", KEY, "contradiction", contests, 0.9),
    Rule("disagreement.actually", KEY, "contradiction", actually, 2.0),
    Rule("disagreement.opening_no", KEY, "contradiction", opening_no, 1.5),
    Rule("disagreement.answers_quote", KEY, "contradiction", right_after_quote, 0.8, shown=False),
    Rule("disagreement.contrast", KEY, "contradiction", contrast, 0.7),
    Rule("disagreement.names_claim", KEY, "contradiction", names_the_claim, 0.6),
    Rule(
        "disagreement.rejection",
        KEY,
        "rejection",
        from_cues("disagree_rejection", "dismisses it", unless=reported),
        0.9,
    ),
    Rule("disagreement.should_not", KEY, "rejection", should_not, 0.6),
    Rule("disagreement.reduces", KEY, "rejection", reduces, 0.4),
    Rule("disagreement.superlative", KEY, "rejection", superlative, 0.3, shown=False),
    Rule("disagreement.question", KEY, "rejection", rhetorical_question, 0.8),
    Rule(
        "disagreement.doubting_words",
        KEY,
        "rejection",
        from_cues("disagree_question", "words that doubt"),
        0.4,
        shown=False,
    ),
    Rule("disagreement.tells_the_other", KEY, "rejection", tells_the_other, 0.3, shown=False),
    Rule(
        "disagreement.partial",
        KEY,
        "partial",
        from_cues("disagree_partial", "grants something and then contests"),
        0.6,
    ),
    Rule(
        "disagreement.turn",
        KEY,
        "partial",
        from_cues("disagree_turn", "turns against what was said"),
        0.3,
        shown=False,
    ),
    Rule("disagreement.echo", KEY, "contradiction", echo_question, 1.2),
    Rule("disagreement.calls_out", KEY, "contradiction", calls_out, 1.2),
    Rule("disagreement.own_experience", KEY, "counter_evidence", own_experience_against, 0.7),
    Rule("disagreement.against_the_crowd", KEY, "contradiction", agrees_against_the_crowd, 1.5),
    Rule(
        "disagreement.concession",
        KEY,
        "concession",
        from_cues("disagree_concession", "grants the point"),
        -0.3,
    ),
    Rule("disagreement.opens_agreeing", KEY, "concession", opens_agreeing, -0.8, shown=False),
    Rule("disagreement.agreement", KEY, "concession", agreement, -0.8, shown=False),
)
