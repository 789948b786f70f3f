"""Rules for questions that contest rather than ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.rule import Hit, needs

_CLAUSE = re.compile(r"[^.!?\n]{3,}[.!?\n]?")
_LONGEST_QUESTION = 160  # characters; of a longer one the end is shown
_RHETORICAL = re.compile(
    r"\b(?:why|how|since when|who|where|what|really|seriously|isn't|aren't|doesn't|don't|didn't|"
    r"wasn't|"
    r"shouldn't|wouldn't|can't|couldn't|haven't|hasn't|are you|do you|did you|so)\b"
)


@needs(marks=("?",))
def rhetorical_question(words: AuthorText) -> Iterator[Hit]:
    """A question that doubts rather than asks."""
    for match in _CLAUSE.finditer(words.folded):
        if not match.group().endswith("?"):
            continue
        text = match.group()
        lead = len(text) - len(text.lstrip())
        span = Span(max(match.start() + lead, match.end() - _LONGEST_QUESTION), match.end())
        if _RHETORICAL.search(text[-_LONGEST_QUESTION:]) and not words.quoted(span):
            yield Hit(span, "a question that doubts")


_STARTS_A_QUESTION = re.compile(
    r"(?:who|what|when|where|why|how|which|whose|do|does|did|is|are|was|were|can|could|will|would|"
    r"should|has|have|had|may|am|any|isn't|aren't|doesn't|don't|didn't|and|so|or|but)\b"
)


@needs(marks=("?",))
def echo_question(words: AuthorText) -> Iterator[Hit]:
    """A claim thrown back as a question at the start: "Eleven passengers?"."""
    for sentence in words.sentences[:1]:
        text = sentence.of(words.folded)
        short = 2 <= len(text.split()) <= 12 and text.endswith("?")
        if short and not _STARTS_A_QUESTION.match(text) and not words.quoted(sentence):
            yield Hit(sentence, "throws a claim back as a question")
