"""Rules for constructive evidence: figures, sources, experience, examples, reasons, proposals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.evidence_figures import amount, count, dated_event, percentage
from analysis.labels.evidence_reasons import (
    chain,
    correction,
    correction_words,
    how_to,
    if_then,
    proposal,
    reasoning_words,
    to_clause_end,
)
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, hits_at, needs

KEY = "constructive_evidence"
_LINK = re.compile(
    r"\b(?:https?://|www\.|ht ?tp://)\S{3,300}|\b[a-z0-9-]{2,40}\.(?:com|org|ca|net|gov|edu|"
    r"info|eu|de|uk|jp)/\S{2,300}"
)
_LEGAL = FirstWords(
    "section article chapter page table bill figure clause act paragraph p",
    re.compile(
        r"\b(?:section|article|chapter|page|table|bill|figure|clause|act|paragraph|"
        r"p\.)\s(?:[a-z]-?)?\d{1,4}\b"
    ),
)
_PROPER = re.compile(r"\b[A-Z][a-z]+(?:\s(?:of|de|van|the)\s[A-Z][a-z]+|\s[A-Z][a-z]+)?\b")
_CAPITAL = re.compile(r"[A-Z][a-z]")
"""What :data:`_PROPER` begins with."""
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|made|took|gave|went|got|put|sent|built|won|lost|led|paid|cut|"
    r"ran|told|came|left|[a-z]{3,}ed)\b"
)
_QUOTED_SAID = FirstWords(
    "said wrote told testified admitted stated declared",
    re.compile(r"\b(?:said|wrote|told|testified|admitted|stated|declared)\b[^.!?\n]{0,80}"),
)
_SPECIFIC = re.compile(
    r"\d|\b(?:because|when|after|before|until|since|yesterday|last|ago|every|only|once|twice|"
    r"never|still|now|first)\b"
)
_FIRST_VERB = re.compile(r"^\s?(?:like|love|hate|think|hope|wish|agree|believe|guess)\b")


@needs(
    marks=(
        "/",
        "www.",
    )
)
def link(words: AuthorText) -> Iterator[Hit]:
    """A link that a reader can open."""
    yield from hits_at(_LINK.finditer(words.folded), "a link to look at")


_I_DID = re.compile(r"\b(?:i|we|i've|you|they|to|just|have|never|even)\s$")
_LOOK_UPS = ("read", "check", "look", "google", "watch", "consult", "refer")


@needs(lists=("evidence_source",), digits=True)
def named_source(words: AuthorText) -> Iterator[Hit]:
    """A study, an outlet, a law or a person to look up."""
    for span in words.cues("evidence_source"):
        own = _I_DID.search(words.before(span, 20)) and span.of(words.folded).startswith(_LOOK_UPS)
        if not own:
            yield Hit(span, "names a source")
    for hit in hits_at(_LEGAL.matches(words), "names a place to look up"):
        yield replace(hit, variant="place")


@needs(lists=("evidence_experience",))
def experience(words: AuthorText) -> Iterator[Hit]:
    """First-hand: did, saw or lived through it; shown to the end of the clause."""
    for span, clause in words.once(_experiences):
        if not _FIRST_VERB.match(words.after(span, 20)):
            yield Hit(clause, "tells a first-hand experience")


@needs(lists=("own_circle",))
def own_circle(words: AuthorText) -> Iterator[Hit]:
    """What the people around the speaker do: weighable, where it is said of them."""
    for span in words.cues("own_circle"):
        if not words.quoted(span):
            yield Hit(to_clause_end(words, span), "tells what the own circle does")


@needs(lists=("evidence_experience",))
def specific_experience(words: AuthorText) -> Iterator[Hit]:
    """A first-hand experience with a time, a place, a figure or a result in it."""
    for span, clause in words.once(_experiences):
        sentence = words.whole(span)
        if len(sentence) > 50 and _SPECIFIC.search(sentence):
            yield Hit(clause, "a specific first-hand experience")


def _experiences(words: AuthorText) -> Iterator[tuple[Span, Span]]:
    """The unquoted cues of an experience, each with what is shown of it."""
    for span in words.cues("evidence_experience"):
        if not words.quoted(span):
            yield span, to_clause_end(words, span)


_ORDERS = ("take", "look", "see", "compare", "consider", "imagine", "remember", "recall")


@needs(lists=("evidence_example",))
def example(words: AuthorText) -> Iterator[Hit]:
    """An example is announced."""
    for span in words.cues("evidence_example"):
        order = span.of(words.folded).startswith(_ORDERS)
        if not words.quoted(span) and (words.opens(span) or not order):
            yield Hit(to_clause_end(words, span), "gives an example")


def named_events(words: AuthorText) -> Iterator[Hit]:
    """Names of people or places with what they did, at least two in a sentence."""
    capitals = [match.start() for match in _CAPITAL.finditer(words.text)]
    for sentence in words.sentences:
        # Two names behind its first characters, or there is nothing to see.
        if bisect_left(capitals, sentence.end) - bisect_left(capitals, sentence.start + 3) < 2:
            continue
        text = words.text[sentence.start : min(sentence.end, sentence.start + 400)]
        names = {m.group() for m in _PROPER.finditer(text) if m.start() > 2}
        if len(names) >= 2 and _PAST.search(text.lower()):
            end = sentence.start + len(text.rstrip())
            if end > sentence.start:
                yield Hit(Span(sentence.start, end), "names who did what")


@needs(marks=(" '", '"'))
def quoted_statement(words: AuthorText) -> Iterator[Hit]:
    """Somebody's statement with who said it, in quotation marks."""
    for match in _QUOTED_SAID.matches(words):
        if " '" in match.group() or '"' in match.group():
            yield Hit(Span(match.start(), match.end()), "reports who said what")


RULES: tuple[Rule, ...] = (
    Rule("evidence.link", KEY, "source", link, 2.5),
    Rule("evidence.source", KEY, "source", named_source, 1.2),
    Rule("evidence.statement", KEY, "source", quoted_statement, 0.8),
    Rule("evidence.percentage", KEY, "statistic", percentage, 1.8),
    Rule("evidence.amount", KEY, "statistic", amount, 1.2),
    Rule("evidence.count", KEY, "statistic", count, 1.5),
    Rule("evidence.experience", KEY, "personal_experience", experience, 0.8),
    Rule("evidence.own_circle", KEY, "personal_experience", own_circle, 0.8),
    Rule("evidence.specific_experience", KEY, "personal_experience", specific_experience, 0.8),
    Rule("evidence.example", KEY, "example", example, 0.8),
    Rule("evidence.dated_event", KEY, "example", dated_event, 1.0),
    Rule("evidence.named_events", KEY, "example", named_events, 0.7, shown=False),
    Rule("evidence.correction", KEY, "correction", correction, 0.7),
    Rule("evidence.correction_words", KEY, "correction", correction_words, 0.3, shown=False),
    Rule("evidence.how_to", KEY, "correction", how_to, 1.5),
    Rule("evidence.chain", KEY, "reasoning", chain, 0.7),
    Rule("evidence.reasoning_words", KEY, "reasoning", reasoning_words, 0.3, shown=False),
    Rule("evidence.if_then", KEY, "reasoning", if_then, 0.5),
    Rule("evidence.proposal", KEY, "solution", proposal, 0.8),
)
