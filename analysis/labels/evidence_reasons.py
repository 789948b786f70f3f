"""Rules for reasons as evidence: why, what follows, how it is instead, what could be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, hits_at, needs

_CHAIN = FirstWords(
    "because therefore thus hence so as which that this due since consequently",
    re.compile(
        r"\b(?:because|therefore|thus|hence|so that|as a result|which means|that means|this means|"
        r"due to|since the|consequently)\b"
    ),
)
_IF_THEN = FirstWords(
    "if",
    re.compile(
        r"\bif\b[^.!?\n]{12,160}?(?:,|\bthen\b)\s?[^.!?\n]{0,60}?\b(?:will|would|'ll|could|can|"
        r"means?|must|get|gets|becomes?|have|has|should|is|are)\b"
    ),
)
_NOT_SO_IT_IS = FirstWords(
    "it that he she they there this the",
    re.compile(
        r"\b(?:it|that|he|she|they|there|this|the [a-z'-]{2,20}(?: [a-z'-]{2,20})?)\s"
        r"(?:is|was|are|were|has|had|have|did|does|do)\s?(?:n't|not|never)\b[^.!?\n]{3,80}"
        r"[.,;-]\s?(?:it|that|he|she|they|there|this|but|in fact|rather)\s?"
        r"(?:is|was|are|were|has|had|'s|'re|came|went|started|began|did|only|just)\b[^.!?\n]{3,80}"
    ),
)
_HOW_TO = FirstWords(
    "you click tap press go open change",
    re.compile(
        r"\byou (?:can|could|just|only|simply|have to|need to)(?:\s(?:also|just|simply|easily|"
        r"actually|still|always|already|now))*\s"
        r"(?:click|change|restrict|turn|switch|use|set|buy|get|apply|download|find|choose|register|"
        r"opt|request|disable|block|select|ask|call|go|check|borrow|order|pay|book|take|park|renew|"
        r"report|drive|hide|limit|untag|approve|unsubscribe|categori[sz]e|separate|mute|"
        r"cancel)\b[^.!?\n]{0,100}"
        r"|\b(?:click|tap|press) (?:on )?[^.!?\n]{3,80}|\b(?:go to|open|change) (?:the |your "
        r")?(?:settings|preferences|options|menu|account)\b[^.!?\n]{0,80}"
    ),
)
_CLAUSE_END = re.compile(r"[.!?;\n]")
_OPINION = re.compile(
    r"\b(?:i think|i believe|i guess|i feel|i hope|in my opinion|i like|i love|i prefer|i hate)\b"
)


@needs(
    marks=(
        "n't",
        "not",
        "never",
    )
)
def correction(words: AuthorText) -> Iterator[Hit]:
    """Says how it is instead: not this, it is that."""
    yield from hits_at(_NOT_SO_IT_IS.matches(words), "puts a fact right")


@needs(lists=("evidence_correction",))
def correction_words(words: AuthorText) -> Iterator[Hit]:
    """Words that put a fact right."""
    for span in words.cues("evidence_correction"):
        if not words.quoted(span):
            yield Hit(to_clause_end(words, span), "puts a fact right")


@needs("you click tap press go open change")
def how_to(words: AuthorText) -> Iterator[Hit]:
    """Steps that a reader can try."""
    yield from hits_at(_HOW_TO.matches(words), "says how to do it")


@needs("because therefore thus hence so result means due since consequently")
def chain(words: AuthorText) -> Iterator[Hit]:
    """A stated reason with a conclusion in a sentence long enough to hold both."""
    for match in _CHAIN.matches(words):
        sentence = words.sentence(match.start())
        if len(sentence) >= 60 and not _OPINION.search(sentence.of(words.folded)[:40]):
            span = Span(match.start(), min(sentence.end, match.end() + 120, len(words.folded)))
            yield Hit(_trim(words, span), "gives a reason")


@needs(lists=("evidence_reasoning",))
def reasoning_words(words: AuthorText) -> Iterator[Hit]:
    """Words that join a reason to a conclusion."""
    for span in words.cues("evidence_reasoning"):
        yield Hit(span, "joins a reason to a conclusion")


@needs("if")
def if_then(words: AuthorText) -> Iterator[Hit]:
    """If this, then that."""
    yield from hits_at(_IF_THEN.matches(words), "argues from a condition to a result")


@needs(lists=("evidence_solution",))
def proposal(words: AuthorText) -> Iterator[Hit]:
    """Proposes something concrete."""
    for span in words.cues("evidence_solution"):
        if not words.quoted(span):
            yield Hit(to_clause_end(words, span), "proposes something concrete")


def to_clause_end(words: AuthorText, span: Span) -> Span:
    """From a cue to the end of its clause, 110 characters behind it at most."""
    folded = words.folded
    last = max(span.end, min(words.sentence(span.start).end, span.end + 110))
    cut = _CLAUSE_END.search(folded, span.end, last)
    clause = folded[span.start : cut.start() if cut else last]
    return Span(span.start, span.start + len(clause.rstrip()))


def _trim(words: AuthorText, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(words.folded).rstrip())) if len(span) else span
