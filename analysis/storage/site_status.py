"""Whether sites still show their comments, as the last look at them found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analysis.domain.comment import GONE_FROM_SITE
from analysis.domain.queue_policy import WAITING, Place
from analysis.storage.comments import chunks
from analysis.storage.tables import ArticleTable, CommentTable, QueueEntryTable

SiteKey = tuple[str, str]
"""What a site calls a comment: its article's id and its own."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment that a site was last known to show, or not; ``number`` is ours."""

    number: int
    gone: bool


def asked_about(session: Session, keys: Sequence[SiteKey]) -> dict[SiteKey, Shown]:
    """Those of ``keys`` that wait for a person, or are gone and may come back."""
    places = [queue.value for queue in WAITING] + [Place.GONE.value]
    wanted = set(keys)
    shown: dict[SiteKey, Shown] = {}
    for some in chunks(sorted({comment for _, comment in keys})):
        for article, comment, number, status in session.execute(
            select(
                ArticleTable.platform_id,
                CommentTable.platform_id,
                CommentTable.id,
                CommentTable.platform_status,
            )
            .join(CommentTable, CommentTable.article_id == ArticleTable.id)
            .join(QueueEntryTable, QueueEntryTable.comment_id == CommentTable.id)
            .where(CommentTable.platform_id.in_(some), QueueEntryTable.queue.in_(places))
        ):
            if (article, comment) in wanted:
                shown[article, comment] = Shown(number, status == GONE_FROM_SITE)
    return shown


def set_gone(session: Session, numbers: Iterable[int], *, gone: bool) -> None:
    """Keep that these comments are gone from their site, or there again."""
    status = GONE_FROM_SITE if gone else None
    for some in chunks(list(numbers)):
        session.execute(
            update(CommentTable).where(CommentTable.id.in_(some)).values(platform_status=status)
        )
