"""Rules for agreement: what speaks against disagreement, or for it where the crowd is contested."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.rule import Hit, needs


@needs(lists=("agree_cues",))
def agreement(words: AuthorText) -> Iterator[Hit]:
    """Agreement that no "but" or "not" takes back."""
    for span in words.cues("agree_cues"):
        before = words.before(span, 25)
        if words.quoted(span) or re.search(
            r"\b(?:not|n't|don't|can't|never|dis|no)\W*$|n't (?:\w+ )?$", before
        ):
            continue
        if not re.search(r"\bbut\b|\bhowever\b|\bexcept\b", words.after(span, 80)):
            yield Hit(span, "agrees or approves")


_AGREES_FIRST = re.compile(
    r"\W{0,3}(?:(?:i )?(?:totally |completely |fully |really |absolutely )?agreed?|ditto|same here|"
    r"well said|well put|exactly|amen|great (?:article|post|comment|point)|good (?:article|post|"
    r"point))\b"
)


@needs("agree agreed ditto same well exactly amen great good")
def opens_agreeing(words: AuthorText) -> Iterator[Hit]:
    """The first words agree, and no "but" follows in that sentence."""
    for sentence in words.sentences[:1]:
        match = _AGREES_FIRST.match(sentence.of(words.folded))
        if match and not re.search(r"\b(?:but|however|except)\b", sentence.of(words.folded)):
            yield Hit(Span(sentence.start, sentence.start + match.end()), "opens by agreeing")


@needs(lists=("agree_against",))
def agrees_against_the_crowd(words: AuthorText) -> Iterator[Hit]:
    """Takes one side and thereby stands against the other."""
    for span in words.cues("agree_against"):
        if not words.quoted(span):
            yield Hit(span, "sides with one against the others")
