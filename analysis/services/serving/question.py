"""One text to label at once, with what it is read among."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Article, Comment, Discussion

_ARTICLE, _PARENT, _COMMENT = "article", "parent", "comment"
MOST_AROUND = 100_000
"""Characters that are read of an article, and of a comment that is answered: a megabyte of either,
which may be sent, takes longer than callers wait, and all the others wait with them."""


@dataclass(frozen=True, slots=True)
class Question:
    """A comment's text, the comment that it answers and the article, as far as they are known.

    ``keep`` false asks that nothing of it stays in memory once it is answered.
    """

    text: str
    parent: str = ""
    article: str = ""
    keep: bool = True

    @property
    def size(self) -> int:
        """Characters that have to be read."""
        around = (min(len(text), MOST_AROUND) for text in (self.parent, self.article))
        return len(self.text) + sum(around)

    @property
    def digest(self) -> str:
        """SHA-256 over all three texts; tells questions apart without holding them."""
        parts = (self.text, self.parent, self.article)
        hashes = (hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest() for part in parts)
        return hashlib.sha256(b"".join(hashes)).hexdigest()

    def discussion(self) -> Discussion:
        """The question as the pipeline reads it; ``COMMENT_ID`` is what to label."""
        answered, article = self.parent[:MOST_AROUND], self.article[:MOST_AROUND]
        comments = [Comment(_PARENT, _ARTICLE, 1, answered)] if answered else []
        parent = _PARENT if answered else None
        comments.append(Comment(_COMMENT, _ARTICLE, 2, self.text, parent))
        paragraphs = tuple(filter(None, article.split("\n\n")))
        return Discussion(Article(_ARTICLE, paragraphs=paragraphs), tuple(comments))


COMMENT_ID = _COMMENT
"""The id that the comment of every question has."""


def without_text(analysis: Analysis) -> Analysis:
    """The analysis as it may be kept: the comment's words left out."""
    return replace(analysis, comment=replace(analysis.comment, text=""))


def with_text(analysis: Analysis, question: Question) -> Analysis:
    """A kept analysis as the answer to ``question``, which has its text."""
    return replace(analysis, comment=replace(analysis.comment, text=question.text))
