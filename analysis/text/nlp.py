"""spaCy, loaded when it is needed: a tokenizer for everything, the parser for what asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING

from analysis.domain.errors import NotInstalled
from analysis.domain.span import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_UNUSED = ("ner", "senter")
"""Components of the pipeline that nothing here asks."""
_BATCH = 64


@lru_cache(maxsize=2)
def load(model: str) -> Language:
    """The installed spaCy pipeline ``model`` (tagger, parser, lemmatizer), loaded once.

    Raises ``NotInstalled`` when it is missing or made for another spaCy.
    """
    import spacy

    try:
        return spacy.load(model, exclude=list(_UNUSED))
    except (OSError, ValueError) as error:
        raise NotInstalled(
            f"The spaCy pipeline {model!r} can't be loaded here; install it, "
            "or name an installed one in MODERATO_SPACY_MODEL."
        ) from error


@lru_cache(maxsize=1)
def tokenizer() -> Language:
    """The English tokenizer alone; cheap, needs no pipeline."""
    import spacy

    return spacy.blank("en")


def tokens(text: str, sentences: Sequence[Span]) -> Doc:
    """``text`` as a spaCy document of tokens, with ``sentences`` as its sentence bounds."""
    doc = tokenizer().make_doc(text)
    _mark_sentences(doc, sentences)
    return doc


def parsed(docs: Iterable[Doc], *, model: str) -> list[Doc]:
    """New documents over the same texts with tags, dependencies and lemmas, in order.

    Sentence bounds of the given documents are kept. Slow: some hundred comments a second.
    """
    nlp = load(model)
    fresh = [_again(nlp, doc) for doc in docs]
    filled = [doc for doc in fresh if len(doc)]
    done = iter(list(nlp.pipe(filled, batch_size=_BATCH)))
    return [next(done) if len(doc) else doc for doc in fresh]


def version(model: str) -> str:
    """spaCy's version and the pipeline's, for a run's record; loads nothing."""
    try:
        return f"spacy {metadata.version('spacy')}, {model} {metadata.version(model)}"
    except metadata.PackageNotFoundError:
        return f"spacy {metadata.version('spacy')}, {model} (not installed)"


def _again(nlp: Language, doc: Doc) -> Doc:
    fresh = nlp.make_doc(doc.text)
    if doc.has_annotation("SENT_START"):
        bounds = [Span(sent.start_char, sent.end_char) for sent in doc.sents]
        _mark_sentences(fresh, bounds)
    return fresh


def _mark_sentences(doc: Doc, sentences: Sequence[Span]) -> None:
    """Mark the first token at or after each sentence's start; all others go on."""
    if not len(doc):
        return
    starts = iter(span.start for span in sentences)
    upcoming = next(starts, None)
    for token in doc:
        first = upcoming is not None and token.idx >= upcoming and not token.is_space
        token.is_sent_start = first or token.i == 0
        while upcoming is not None and token.idx >= upcoming and first:
            upcoming = next(starts, None)
