"""The prepared comment: all that a scorer may look at, with the way back to the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.domain.comment import Article, Comment
from analysis.domain.finding import Addressee, InferredParent, Quote
from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span
from analysis.text import nlp
from analysis.text.clean import clean_copy
from analysis.text.mapped import MappedText

if TYPE_CHECKING:
    from spacy.tokens import Doc

PARENT_CHARACTERS = 20_000
"""Characters of a parent that are read."""


@quick_init
@dataclass(frozen=True, slots=True)
class Language:
    """What language the commenter's own words are in.

    ``code`` is ISO 639-1, or ``und`` when it can't be told. ``supported`` says whether the
    pipeline serves it, ``reason`` why not. ``unread`` says what of a served comment is in another
    language and was not read; empty when nothing is.
    """

    code: str
    confidence: float
    supported: bool
    reason: str = ""
    unread: str = ""


@quick_init
@dataclass(frozen=True, slots=True)
class PreparedComment:
    """A comment with everything worked out that scorers need. Built by ``analysis.text.prepare``.

    ``clean`` is the whole text as it is read (no markup, addresses or mojibake), ``own`` the
    commenter's own words without quotes; both map back to the original. ``sentences`` are ranges
    of ``own.text``. ``parent`` is the comment it answers, named by the platform or inferred.
    ``cut_at`` is the original offset behind which own words were left unread because the comment
    is longer than the pipeline reads; ``None`` when all of it was read.
    """

    comment: Comment
    article: Article | None
    parent: Comment | None
    inferred_parent: InferredParent | None
    clean: MappedText
    own: MappedText
    sentences: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    addressee: Addressee | None
    language: Language
    cut_at: int | None = None

    @property
    def doc(self) -> Doc:
        """The spaCy document of tokens over ``own.text``, made when it is asked for: most comments
        are labelled without one."""
        return nlp.tokens(self.own.text, self.sentences)

    @property
    def parent_text(self) -> str | None:
        """The clean copy of the comment it answers; ``None`` where none is known."""
        return clean_copy(self.parent.text[:PARENT_CHARACTERS]).text if self.parent else None

    def original_span(self, start: int, end: int) -> Span:
        """The span of the original text that ``own.text[start:end]`` came from."""
        return self.own.to_original(start, end)
