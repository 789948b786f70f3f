"""What the parser is asked: is a group the subject of a plain statement? Only for candidates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.domain.span import Span
from analysis.text import nlp
from analysis.text.prepared import PreparedComment

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MOST_CHARACTERS = 600
"""A longer sentence is a list or has no full stops; what the parser says of it is a guess."""
MOST_SENTENCES = 60
"""Sentences of one comment that are parsed (some 10 ms each); more candidates are a list."""
_SIDE = frozenset({"ccomp", "advcl", "relcl", "acl", "csubj", "pcomp"})
_FUTURE = frozenset({"will", "'ll", "’ll", "would", "could", "might", "may"})


def statement_finder(prepared: PreparedComment, model: str) -> Callable[[Span], bool]:
    """A question for rules; only the sentence in question is parsed (some 10 ms), and once."""
    parsed: dict[Span, Doc] = {}
    starts = [sentence.start for sentence in prepared.sentences]

    def states(noun: Span) -> bool:
        index = bisect_right(starts, noun.start) - 1
        sentence = prepared.sentences[index] if index >= 0 else None
        if sentence is None or not sentence.contains(noun) or len(sentence) > MOST_CHARACTERS:
            return False
        if sentence not in parsed:
            if len(parsed) >= MOST_SENTENCES:
                return False
            parsed[sentence] = nlp.parsed_sentence(sentence.of(prepared.own.text), model=model)
        return is_plain_statement(parsed[sentence], noun.shifted(-sentence.start))

    return states


def is_plain_statement(doc: Doc, noun: Span) -> bool:
    """Whether the noun at this place is the subject of a main clause, active and not past.

    A group in a side clause ("the poll suggests that Canadians feel …") is most often reported
    or supposed; there, the words alone mistake a mention for a claim.
    """
    inside = [token for token in doc if noun.start <= token.idx < noun.end]
    subject = next((token for token in inside if token.dep_ == "nsubj"), None)
    if subject is None:
        return False
    verb = subject.head
    return verb.dep_ not in _SIDE and not _past(verb) and not _supposed(verb)


def _past(verb: Token) -> bool:
    helpers = [child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    return verb.tag_ == "VBD" or "VBD" in helpers


def _supposed(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in _FUTURE for child in verb.children)
