"""spaCy, loaded when a rule needs it: the tokenizer, and the parser for what asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from analysis.domain.errors import NotInstalled
from analysis.domain.span import Span
from analysis.text.lean_spacy import spacy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_UNUSED = ("ner", "senter", "attribute_ruler", "lemmatizer")
"""Components of the pipeline that nothing here asks."""
_AT_ONCE = 32
"""Sentences that are parsed at once; more gain little and take more memory."""
_UNBROKEN = re.compile(r"\S{300}")
_PIECE = re.compile(r"\S{300}|\S{1,300}\s*|\s+")
"""No word of any language is as long as 300 characters; addresses that are may fall apart."""


@lru_cache(maxsize=2)
def load(model: str) -> Language:
    """The installed spaCy pipeline ``model`` (tagger and parser), loaded once.

    Raises ``NotInstalled`` when it is missing or made for another spaCy.
    """
    try:
        pipeline: Language = spacy().load(model, exclude=list(_UNUSED))
    except (OSError, ValueError) as error:
        raise NotInstalled(
            f"The spaCy pipeline {model!r} can't be loaded here; install it, "
            "or name an installed one in MODERATO_SPACY_MODEL."
        ) from error
    return pipeline


@lru_cache(maxsize=1)
def tokenizer() -> Language:
    """The English tokenizer alone; cheap, needs no pipeline."""
    blank: Language = spacy().blank("en")
    return blank


def tokens(text: str, sentences: Sequence[Span]) -> Doc:
    """``text`` as a spaCy document of tokens, with ``sentences`` as its sentence bounds."""
    nlp = tokenizer()
    doc = _document(nlp, text)
    starts = [False] * len(doc)
    upcoming = iter(span.start for span in sentences)
    start = next(upcoming, None)
    for token in doc:
        if start is None:
            break
        if token.idx >= start:
            starts[token.i] = True
            while start is not None and token.idx >= start:
                start = next(upcoming, None)
    return _with_sentences(doc, starts)


def parsed_sentences(texts: Sequence[str], *, model: str) -> list[Doc]:
    """Sentences with tags and dependencies, in order; several at once take half the time of one
    by one, and each is parsed as it would be alone."""
    nlp = load(model)
    docs = [_document(nlp, text) for text in texts]
    docs = [_with_sentences(doc, [False] * len(doc)) for doc in docs]
    parsed = nlp.pipe([doc for doc in docs if len(doc)], batch_size=_AT_ONCE)
    return [next(parsed) if len(doc) else doc for doc in docs]


def version(model: str) -> str:
    """spaCy's version and the pipeline's, for a run's record; loads nothing."""
    try:
        return f"spacy {metadata.version('spacy')}, {model} {metadata.version(model)}"
    except metadata.PackageNotFoundError:
        return f"spacy {metadata.version('spacy')}, {model} (not installed)"


def _document(nlp: Language, text: str) -> Doc:
    """Tokenize ``text``; characters without a space in pieces: the tokenizer is quadratic there."""
    from spacy.tokens import Doc

    if not _UNBROKEN.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    for piece in _PIECE.findall(text):
        for token in nlp.make_doc(piece):
            words.append(token.text)
            spaces.append(bool(token.whitespace_))
    return Doc(nlp.vocab, words=words, spaces=spaces)


def _with_sentences(doc: Doc, starts: Sequence[bool]) -> Doc:
    """Set all sentence bounds at once; setting them token by token is quadratic."""
    import numpy as np

    if not len(doc):
        return doc
    marks = [1 if start or number == 0 else -1 for number, start in enumerate(starts)]
    column: Any = np.array(marks, dtype="int64").astype("uint64").reshape(-1, 1)
    return doc.from_array(["SENT_START"], column)
