"""An annotation item as its annotator sees it: the revision that was chosen, and no scores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.annotation import AnnotationItem, Selection
from analysis.storage.comments import read_article, read_comments
from analysis.storage.threads import entry_of, numbers_by_platform_id, revisions_of


def text_of(session: Session, comment_id: int, revision: int) -> str | None:
    """The text of one revision; ``None`` when it was erased."""
    for known in revisions_of(session, comment_id):
        if known.number == revision:
            return known.text
    return None


def item_shown(session: Session, row: Any, *, gold: bool) -> AnnotationItem | None:
    """The item of a stored row; ``None`` when its text was erased since."""
    text = text_of(session, row.comment_id, row.revision)
    entry = entry_of(session, row.comment_id)
    if text is None or entry is None:
        return None
    comment = read_comments(session, [row.comment_id])[row.comment_id]
    parent = None
    if comment.parent_id is not None:
        known = numbers_by_platform_id(session, entry.article_id, [comment.parent_id])
        parent = next(iter(read_comments(session, known.values()).values()), None)
    return AnnotationItem(
        id=row.id,
        set_id=row.set_id,
        comment_id=row.comment_id,
        revision=row.revision,
        selection=Selection(row.selection),
        gold=gold,
        comment=replace(comment, text=text),
        article=read_article(session, entry.article_id),
        parent=parent,
    )
