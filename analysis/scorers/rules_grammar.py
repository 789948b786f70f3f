"""What the parser is asked: is a group the subject of a plain statement? Only for candidates."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from analysis.domain.span import Span
from analysis.text import nlp
from analysis.text.prepared import PreparedComment

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MOST_CHARACTERS = 600
"""A longer sentence is a list or has no full stops; what the parser says of it is a guess."""
MOST_SENTENCES = 60
"""Sentences of one comment that are parsed (some ms each); more candidates are a list."""
_SIDE = frozenset({"ccomp", "advcl", "relcl", "acl", "csubj", "pcomp"})
_FUTURE = frozenset({"will", "'ll", "’ll", "would", "could", "might", "may"})


class SentenceParser:
    """Parses the sentences that rules ask about in a batch of comments, all at once.

    So rules are asked twice about the few comments that need it: first to note the sentences,
    then, after :meth:`parse_noted`, for the answer.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._parsed: dict[str, Doc] = {}
        self._noted: dict[str, None] = {}

    def parsed(self, sentence: str) -> Doc | None:
        """The sentence with its dependencies; ``None``, and noted, where it was not parsed yet."""
        if sentence not in self._parsed:
            self._noted[sentence] = None
        return self._parsed.get(sentence)

    def parse_noted(self) -> None:
        """Parse what was noted since the last time; loads nothing where nothing was."""
        noted, self._noted = list(self._noted), {}
        if not noted:
            return
        docs = nlp.parsed_sentences(noted, model=self._model)
        self._parsed.update(zip(noted, docs, strict=True))


class StatementFinder:
    """A question for rules about one comment: is the noun at this place the subject of a plain
    statement? ``guesses`` counts the answers that were guessed, a sentence not being parsed yet."""

    def __init__(self, prepared: PreparedComment, parser: SentenceParser) -> None:
        self._prepared = prepared
        self._parser = parser
        self._asked: set[Span] = set()
        self.guesses = 0

    def __call__(self, noun: Span) -> bool:
        """Whether it is; ``False`` too where the sentence is too long, or one of too many."""
        sentences = self._prepared.sentences
        index = bisect_right(sentences, noun.start, key=_start) - 1
        sentence = sentences[index] if index >= 0 else None
        if sentence is None or not sentence.contains(noun) or len(sentence) > MOST_CHARACTERS:
            return False
        if sentence not in self._asked:
            if len(self._asked) >= MOST_SENTENCES:
                return False
            self._asked.add(sentence)
        doc = self._parser.parsed(sentence.of(self._prepared.own.text))
        self.guesses += doc is None
        return doc is not None and is_plain_statement(doc, noun.shifted(-sentence.start))


def _start(span: Span) -> int:
    return span.start


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
