"""Which paragraph of the article a quoted passage comes from, so that both can be read."""

from __future__ import annotations

from rapidfuzz import fuzz

from analysis.domain.comment import Article

#: Below this likeness (0 to 100) no paragraph is shown: a wrong source is worse than none.
LIKE_ENOUGH = 75.0


def quoted_passage(words: str, article: Article) -> str | None:
    """The paragraph of ``article`` that ``words`` are most likely taken from, or ``None``."""
    best, likeness = None, LIKE_ENOUGH
    for paragraph in article.paragraphs:
        score = fuzz.partial_ratio(words.casefold(), paragraph.casefold())
        # partial_ratio slides the shorter over the longer: a short heading must not win by it.
        if score >= likeness and len(paragraph) >= min(len(words), 40) // 2:
            best, likeness = paragraph, score
    return best
