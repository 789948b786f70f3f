"""Keeps the discussions of several sites apart, whose ids may be the same.

Platforms number their posts for each site, so that post 1 is on every one of them. Which site a
discussion is of, its address tells. The first site's discussion keeps the platform's id, that of
another site is kept under ``SITE:ID``; so databases stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.domain.another_comment import is_other_time, shared_words
from analysis.domain.comment import Comment, Discussion
from analysis.domain.site_host import site_of
from analysis.storage.comments import chunks
from analysis.storage.stored_comments import StoredComment, stored_comments
from analysis.storage.tables import ArticleTable

_THE_ONLY_ONE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}|\d{15,}", re.IGNORECASE
)
"""Ids that no two sites give."""

Pair = tuple[str, str]
"""The site of what is stored, and the other one that a file names for the same id."""


def id_at(site: str, article_id: str) -> str:
    """The id under which a discussion is kept whose own id another site has, too."""
    return f"{site}:{article_id}"


def may_be_called(article_id: str, thread: str) -> bool:
    """Whether a site may mean this discussion by ``thread``, its own id for it."""
    return article_id == thread or article_id.endswith(f":{thread}")


def keeps_apart(session: Session, site: str) -> bool:
    """Whether another site has ids of this one, so that its discussions are under ``SITE:ID``."""
    prefix = ArticleTable.platform_id.startswith(id_at(site, ""), autoescape=True)
    return session.scalar(select(ArticleTable.id).where(prefix).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class _Stored:
    number: int
    site: str | None
    title: str


class Sites:
    """What one import found out about the sites of its discussions.

    ``site`` is what a person says they are all of. ``ids_everywhere`` says that their platform
    gives each id once, so that another address is no other discussion. ``moved`` are pairs of
    addresses that a person says are one site.
    """

    def __init__(
        self, *, site: str = "", ids_everywhere: bool = False, moved: Iterable[Pair] = ()
    ) -> None:
        self._site = site
        self._looks = not site and not ids_everywhere
        self._is_moved: dict[Pair, bool] = dict.fromkeys(moved, True)
        self._apart: dict[str, str] = {}
        self._titled_otherwise: set[str] = set()

    def placed(self, session: Session, discussions: Sequence[Discussion]) -> list[Discussion]:
        """The discussions under the ids by which the database keeps them."""
        if self._site:
            return [_moved(each, id_at(self._site, each.article.id)) for each in discussions]
        if not self._looks or not discussions:
            return list(discussions)
        stored = _articles(session, {each.article.id for each in discussions})
        self._compare_titles(discussions, stored)
        pairs = [_pair(each, stored) for each in discussions]
        self._find_moved(session, discussions, pairs, stored)
        other = {
            id_at(pair[1], each.article.id)
            for each, pair in zip(discussions, pairs, strict=True)
            if pair is not None and self._is_moved[pair]
        }
        before = _articles(session, other)  # what was kept apart once stays there
        return [
            each
            if pair is None
            or (self._is_moved[pair] and id_at(pair[1], each.article.id) not in before)
            else self._kept_apart(each, pair[1])
            for each, pair in zip(discussions, pairs, strict=True)
        ]

    @property
    def apart(self) -> Mapping[str, str]:
        """Discussions of another site than the one stored under their id: own id to kept one."""
        return dict(self._apart)

    def remarks(self) -> list[str]:
        """What the report of the import says of this."""
        remarks = []
        if self._apart:
            own, placed_as = next(iter(self._apart.items()))
            remarks.append(
                f"{_discussions(len(self._apart))} of another site than the one stored under the "
                f"same id (by the address); kept apart, {own!r} as {placed_as!r}."
            )
        for (before, now), moved in self._is_moved.items():
            if moved:
                remarks.append(
                    f"Discussions of {now} are stored as {before}'s and hold the same comments; "
                    "they were taken for the same ones."
                )
        if self._titled_otherwise:
            remarks.append(
                f"{_discussions(len(self._titled_otherwise))} titled wholly otherwise than what is "
                "stored under the same id, and no address tells the site. If the file is of "
                "another site, undo this batch and import it with --site NAME."
            )
        return remarks

    def _kept_apart(self, discussion: Discussion, site: str) -> Discussion:
        own = discussion.article.id
        self._apart[own] = id_at(site, own)
        return _moved(discussion, self._apart[own])

    def _find_moved(
        self,
        session: Session,
        discussions: Sequence[Discussion],
        pairs: Sequence[Pair | None],
        stored: Mapping[str, _Stored],
    ) -> None:
        """Settle, once for an import, whether a site's comments stand under another's name.

        So they do where a site has got another address, and where a database was filled before
        sites were kept apart.
        """
        undecided = set(pairs) - set(self._is_moved) - {None}
        if not undecided:
            return
        asked: dict[int, set[str]] = {}
        for each, pair in zip(discussions, pairs, strict=True):
            if pair in undecided:
                ids = asked.setdefault(stored[each.article.id].number, set())
                ids.update(comment.id for comment in each.comments)
        known = stored_comments(session, asked)
        alike = dict.fromkeys(undecided, 0)
        for each, pair in zip(discussions, pairs, strict=True):
            if pair in undecided:
                there = known[stored[each.article.id].number]
                alike[pair] += sum(
                    1 if _is_same(there[comment.id], comment) else -1
                    for comment in each.comments
                    if comment.id in there
                )
        self._is_moved |= {pair: alike[pair] > 0 for pair in undecided if pair is not None}

    def _compare_titles(
        self, discussions: Sequence[Discussion], stored: Mapping[str, _Stored]
    ) -> None:
        for article in (each.article for each in discussions):
            before = stored.get(article.id)
            if before is None or None not in (before.site, site_of(article.url)):
                continue
            if shared_words(before.title, article.title) == 0:
                self._titled_otherwise.add(article.id)


def _articles(session: Session, ids: Collection[str]) -> dict[str, _Stored]:
    table = ArticleTable
    return {
        row.platform_id: _Stored(row.id, site_of(row.url), row.title)
        for some in chunks(sorted(ids))
        for row in session.execute(
            select(table.id, table.platform_id, table.url, table.title).where(
                table.platform_id.in_(some)
            )
        )
    }


def _pair(discussion: Discussion, stored: Mapping[str, _Stored]) -> Pair | None:
    before, given = stored.get(discussion.article.id), site_of(discussion.article.url)
    if before is None or before.site is None or given is None or before.site == given:
        return None
    return None if _THE_ONLY_ONE.fullmatch(discussion.article.id) else (before.site, given)


def _is_same(stored: StoredComment, comment: Comment) -> bool:
    """Whether this very comment is stored; every new site begins with the same greeting, at its
    own time."""
    if comment.sha256 not in stored.revisions:
        return False
    return not is_other_time(stored.facts["created_at"], comment.created_at)


def _moved(discussion: Discussion, article_id: str) -> Discussion:
    return Discussion(
        replace(discussion.article, id=article_id),
        tuple(replace(comment, thread_id=article_id) for comment in discussion.comments),
    )


def _discussions(count: int) -> str:
    return "1 discussion is" if count == 1 else f"{count} discussions are"
