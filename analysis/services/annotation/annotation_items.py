"""An annotation item as its annotator sees it: the revision that was chosen, and no scores."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.annotation import AnnotationItem, SetItem
from analysis.storage.comments import read_article, read_comments
from analysis.storage.threads import entry_of, numbers_by_platform_id, revisions_of


def text_of(session: Session, comment_id: int, revision: int) -> str | None:
    """The text of one revision; ``None`` when it was erased."""
    for known in revisions_of(session, comment_id):
        if known.number == revision:
            return known.text
    return None


def item_shown(session: Session, item: SetItem, *, gold: bool) -> AnnotationItem | None:
    """A set's item with its comment; ``None`` when its text was erased since."""
    text = text_of(session, item.comment_id, item.revision)
    entry = entry_of(session, item.comment_id)
    if text is None or entry is None:
        return None
    comment = read_comments(session, [item.comment_id])[item.comment_id]
    parent = None
    if comment.parent_id is not None:
        known = numbers_by_platform_id(session, entry.article_id, [comment.parent_id])
        parent = next(iter(read_comments(session, known.values()).values()), None)
    return AnnotationItem(
        id=item.id,
        set_id=item.set_id,
        comment_id=item.comment_id,
        revision=item.revision,
        selection=item.selection,
        gold=gold,
        comment=replace(comment, text=text),
        article=read_article(session, entry.article_id),
        parent=parent,
    )
