"""Take comments that a site sends one by one or a few at a time; each request is done once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput, Conflict
from analysis.services.access.accounts import require
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage.api_requests import DoneRequest, add_request, done_request
from analysis.storage.articles import put_article
from analysis.storage.audit import log, now
from analysis.storage.comment_additions import add_comments
from analysis.storage.database import Store
from analysis.storage.lookup import comments_called, last_position
from analysis.storage.queue_index import index
from analysis.storage.sites import Sites

LONGEST_KEY = 200

OTHER_REQUEST = (
    "This idempotency key was used for another request, or for one of which a comment was erased."
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A comment as its site tells it; ids are the site's own."""

    id: str
    article_id: str
    text: str
    parent_id: str | None = None
    author: str | None = None
    created_at: datetime | None = None
    article_title: str = ""
    article_url: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the comments of one request.

    ``numbers`` are the database's, in the order of the request. ``again`` says that this request
    was done before and nothing was done now. ``apart`` are articles of another site than the one
    stored under the same id: the id that was sent, and the one that they have here.
    """

    new: int
    unchanged: int
    revised: int
    numbers: tuple[int, ...]
    again: bool = False
    apart: Mapping[str, str] = field(default_factory=dict)


def take_comments(
    store: Store,
    comments: Sequence[Incoming],
    *,
    source: str,
    person: str,
    request_key: str | None = None,
    sites: Sites | None = None,
) -> Taken:
    """Store what is new of ``comments``, all or none of them.

    ``request_key`` is the sender's own name for this request: the same again is answered as it
    was, with other comments it is a ``Conflict``. ``sites`` is what is known of their sites by
    more than this request.
    """
    require(store, person, Permission.IMPORT)
    if request_key is not None and not 0 < len(request_key) <= LONGEST_KEY:
        raise BadInput(f"An idempotency key has 1 to {LONGEST_KEY} characters.")
    digest = _digest(comments)
    keep_default_profile(store)
    with store.write() as session:
        if request_key is not None:
            done = done_request(session, source, request_key, digest)
            if done is not None:
                return _again(done)
        taken = _store(session, comments, sites or Sites())
        detail = {"source": source, "new": taken.new, "revised": taken.revised}
        if taken.apart:
            detail["apart"] = len(taken.apart)
        log(session, person, "take_comments", detail=detail)
        if request_key is not None:
            answer, numbers = asdict(taken), taken.numbers
            add_request(session, source, request_key, digest, answer, at=now(), comments=numbers)
    return taken


def _again(done: DoneRequest) -> Taken:
    if not done.same:
        raise Conflict(OTHER_REQUEST)
    answer: dict[str, Any] = {**done.answer, "again": True}
    return Taken(**{**answer, "numbers": tuple(answer["numbers"])})


def kept_articles(session: Session, comments: Sequence[Incoming], sites: Sites) -> list[str]:
    """The ids under which the database keeps the comments' articles, in their order."""
    placed = sites.placed(session, [_discussion(comment) for comment in comments])
    return [discussion.article.id for discussion in placed]


def _store(session: Session, comments: Sequence[Incoming], sites: Sites) -> Taken:
    new = unchanged = revised = 0
    numbers: list[int] = []
    kept_articles(session, comments, sites)
    times = Counter((comment.article_id, comment.id) for comment in comments)
    for sent in comments:
        # Placed one by one: what this request has stored so far counts as well.
        [placed] = sites.placed(session, [_discussion(sent)])
        article, [comment] = placed.article, placed.comments
        number = put_article(session, article)
        arriving = replace(comment, position=last_position(session, number) + 1)
        # Of several texts at once nobody knows which one stands; known ones add nothing then.
        once = times[sent.article_id, sent.id] == 1
        added = add_comments(session, number, [arriving], read_at=now(), as_now=once)
        if added.conflicting:
            raise Conflict("A comment of another author has the id of one of these comments.")
        if added.erased:
            raise BadInput("One of these comments was erased here and is not taken again.")
        index.refresh(session, added.touched, profile_in(session))
        new, unchanged = new + added.new, unchanged + added.unchanged
        revised += added.revised
        numbers += comments_called(session, article_id=article.id, comment_id=comment.id)
    return Taken(new, unchanged, revised, tuple(numbers), apart=sites.apart)


def _discussion(sent: Incoming) -> Discussion:
    comment = Comment(
        sent.id, sent.article_id, 1, sent.text, sent.parent_id, sent.author, sent.created_at
    )
    return Discussion(
        Article(sent.article_id, sent.article_title, url=sent.article_url), (comment,)
    )


def _digest(comments: Sequence[Incoming]) -> str:
    content = json.dumps([asdict(comment) for comment in comments], default=str, sort_keys=True)
    return hashlib.sha256(content.encode("ascii")).hexdigest()
