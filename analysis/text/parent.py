"""The comment that another one most likely answers, where the platform names none."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.domain.comment import Comment
from analysis.domain.finding import Addressee, InferredParent, Quote

_QUOTED = 0.9
_QUOTED_SEVERAL = 0.7
_NAMED = 0.75
_QUOTED_AND_NAMED = 0.95
"""Confidences are set by hand: a quote leaves little doubt, a name may mean an older comment."""


def infer_parent(
    comment: Comment, quotes: Sequence[Quote], addressee: Addressee | None
) -> InferredParent | None:
    """The parent of a comment without ``parent_id``, with confidence (0 to 1) and reason."""
    if comment.parent_id is not None:
        return None
    lengths: dict[str, int] = {}
    for quote in quotes:
        if quote.comment_id is not None and quote.comment_id != comment.id:
            lengths[quote.comment_id] = lengths.get(quote.comment_id, 0) + len(quote.span)
    named = addressee.comment_id if addressee else None
    if named is not None and named in lengths:
        return InferredParent(named, _QUOTED_AND_NAMED, "quotes that comment and names its author")
    if len(lengths) == 1:
        return InferredParent(next(iter(lengths)), _QUOTED, "quotes that comment")
    if lengths:
        most = max(lengths, key=lambda key: lengths[key])
        return InferredParent(most, _QUOTED_SEVERAL, "quotes that comment most, and others")
    if named is not None:
        return InferredParent(named, _NAMED, "names its author, whose latest comment it is")
    return None
