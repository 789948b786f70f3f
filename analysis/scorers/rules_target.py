"""Whom a disagreement contests: the article, a comment, or it cannot be told."""

from __future__ import annotations

import re

from analysis.domain.finding import Quote, Target
from analysis.text.prepared import PreparedComment

LIKELY_PARENT = 0.5
"""Confidence from which an inferred parent is taken as the target."""
_TO_YOU = re.compile(
    r"\b(?:you're|you are|you were|you say|you said|you think|you claim|you must be|"
    r"your (?:point|claim|argument|comment|logic|post))\b",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(r"\b(?:agree|agreed|ditto|same as|like|thanks|thank you)\b", re.IGNORECASE)
_SIDES_WITH_ARTICLE = re.compile(
    r"\bagree with (?:the |this |your )?(?:[\w'-]+ )?(?:article|author|writer|columnist|editorial|"
    r"spokes(?:man|woman|person)|mayor|minister|report|board|council)\b",
    re.IGNORECASE,
)


def target_of(prepared: PreparedComment) -> Target:
    """The target from, in this order: addressee, quote, parent, side taken, guess, the article.

    Whoever sides with the article contests the commenters before him.
    """
    if prepared.addressee is not None and not _agreed_with(prepared):
        return Target("comment", prepared.addressee.comment_id or _parent_id(prepared))
    quote = _answered_quote(prepared)
    if quote is not None:
        return Target(quote.source, quote.comment_id)
    if prepared.comment.parent_id is not None or _sides_with_article(prepared.own.text):
        return Target("comment", _parent_id(prepared))
    if _parent_id(prepared) is not None:
        return Target("comment", _parent_id(prepared))
    if prepared.article is None or _says_you(prepared.own.text):
        return Target("unclear")
    return Target("article")


def _sides_with_article(text: str) -> bool:
    return _may_hold(text, "agree with") and _SIDES_WITH_ARTICLE.search(text) is not None


def _says_you(text: str) -> bool:
    return _may_hold(text, "you") and _TO_YOU.search(text) is not None


def _may_hold(text: str, words: str) -> bool:
    """Whether a look with an expression is worth it; other letters than ASCII's may count as
    these where case is ignored."""
    return not text.isascii() or words in text.lower()


def _agreed_with(prepared: PreparedComment) -> bool:
    """Whether the name stands there as somebody the commenter agrees with."""
    span = prepared.addressee.span if prepared.addressee else None
    if span is None:
        return False
    around = prepared.comment.text[max(0, span.start - 30) : span.end]
    return _AGREEMENT.search(around) is not None


def _parent_id(prepared: PreparedComment) -> str | None:
    """The comment that is answered: as the platform says, or a likely guess."""
    if prepared.comment.parent_id is not None:
        return prepared.comment.parent_id
    inferred = prepared.inferred_parent
    likely = inferred is not None and inferred.confidence >= LIKELY_PARENT
    return inferred.comment_id if inferred is not None and likely else None


def _answered_quote(prepared: PreparedComment) -> Quote | None:
    """The first quote with a known source."""
    known = [quote for quote in prepared.quotes if quote.source in {"article", "comment"}]
    return min(known, key=lambda quote: quote.span.start) if known else None
