"""Whom a disagreement contests: the article, a comment, or it cannot be told."""

from __future__ import annotations

import re

from analysis.domain.finding import Quote, Target
from analysis.text.prepared import PreparedComment

LIKELY_PARENT = 0.5
"""Confidence from which an inferred parent is taken as the target."""
_YOU = re.compile(r"\b(?:you|your|you're|you've|yours|u)\b", re.IGNORECASE)
_ARTICLE = re.compile(
    r"\b(?:article|column|columnist|editorial|headline|author|writer|journalist|reporter|op-ed|"
    r"spokes(?:man|woman|person)|the paper|the piece|the study|the story)\b",
    re.IGNORECASE,
)


def target_of(prepared: PreparedComment) -> Target:
    """The target from, in this order: addressee, first quote, platform parent, words, guess."""
    if prepared.addressee is not None and prepared.addressee.comment_id is not None:
        return Target("comment", prepared.addressee.comment_id)
    quote = _answered_quote(prepared)
    if quote is not None:
        return Target(quote.source, quote.comment_id)
    if prepared.comment.parent_id is not None:
        return Target("comment", prepared.comment.parent_id)
    inferred = prepared.inferred_parent
    if inferred is not None and inferred.confidence >= LIKELY_PARENT:
        return Target("comment", inferred.comment_id)
    if _ARTICLE.search(prepared.own.text):
        return Target("article")
    if prepared.addressee is not None or _YOU.search(prepared.own.text[:300]):
        return Target("unclear")
    return Target("article") if prepared.article is not None else Target("unclear")


def _answered_quote(prepared: PreparedComment) -> Quote | None:
    """The first quote with a known source."""
    known = [quote for quote in prepared.quotes if quote.source in {"article", "comment"}]
    return min(known, key=lambda quote: quote.span.start) if known else None
