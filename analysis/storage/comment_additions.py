"""Comments as they come in: each once, texts as revisions, what changed told."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.orm import Session

from analysis.domain.comment import GONE_FROM_SITE, Comment, Discussion
from analysis.domain.placeholder import is_placeholder
from analysis.domain.post_number import is_by_number
from analysis.storage import chain
from analysis.storage.articles import put_articles
from analysis.storage.new_rows import NewRows, NewText, facts_of
from analysis.storage.stored_comments import (
    StoredComment,
    as_stored,
    comments_to_replace,
    stored_comments,
)
from analysis.storage.tables import CommentTable


class NewComment(NamedTuple):
    """A comment that was not here before, with its only text."""

    comment_id: int
    article_id: int
    text_id: int
    comment: Comment


@dataclass(frozen=True, slots=True)
class Added:
    """What was done with one discussion; ``touched`` are the ids of new and changed comments.

    ``new_comments`` are those of ``touched`` that are new and have one text. ``conflicting`` are
    the platform's ids of comments that were not stored, since another author's comment has the
    same id and another text.
    """

    article: int
    new: int
    unchanged: int
    revised: int
    erased: int
    touched: tuple[int, ...]
    new_comments: tuple[NewComment, ...] = ()
    conflicting: tuple[str, ...] = ()


def add_comments(
    session: Session,
    article: int,
    comments: Sequence[Comment],
    *,
    read_at: datetime,
    as_now: bool = False,
) -> Added:
    """Add what is new of one article's comments (see :class:`Additions`).

    ``as_now`` says that their site has them so now: a text of before is an edit, too. What a file
    holds may be older than what is stored.
    """
    known = stored_comments(session, {article: [comment.id for comment in comments]})
    rows = NewRows(session, read_at=read_at, import_id=None)
    added = _add(session, rows, article, comments, known[article], import_id=None, as_now=as_now)
    rows.write()
    return added


class Additions:
    """What is new of some discussions: articles, unknown comments, and unknown texts of known
    ones as revisions.

    Votes, status, author, time and parent of known comments follow the latest reading that names
    them. ``replaces`` is an import of the same file that was read
    otherwise: its comments move to where they belong now and lose what it named. A comment of an
    undone import comes back. An erased comment stays erased.
    """

    def __init__(
        self,
        session: Session,
        discussions: Sequence[Discussion],
        *,
        read_at: datetime,
        import_id: int | None = None,
        replaces: int | None = None,
    ) -> None:
        self._session = session
        self._import_id = import_id
        self._replaces = replaces
        self._discussions = discussions
        self._rows = NewRows(session, read_at=read_at, import_id=import_id)
        self._articles, new = put_articles(session, [each.article for each in discussions])
        asked: dict[int, set[str]] = {number: set() for number in self._articles.values()}
        for each in discussions if replaces is None else ():
            article = self._articles[each.article.id]
            if article not in new:
                asked[article].update(comment.id for comment in each.comments)
        self._known = stored_comments(session, asked)
        self._touched: dict[int, NewComment | None] = {}

    def met(self) -> list[tuple[Comment, StoredComment]]:
        """Comments whose ids are stored and shown, with what is stored; to be asked before ``add``.

        None of another reading of the same file, which may name its columns otherwise.
        """
        return [
            (comment, stored)
            for each in self._discussions
            for comment in each.comments
            if (stored := self._known[self._articles[each.article.id]].get(comment.id)) is not None
            and not (stored.erased or stored.withdrawn)
        ]

    @property
    def new_comments(self) -> list[NewComment]:
        """Those that are new and have one text, and of which nothing else was told since."""
        return [new for new in self._touched.values() if new is not None]

    @property
    def changed(self) -> list[int]:
        """All others that were added to or changed."""
        return [number for number, new in self._touched.items() if new is None]

    def add(self, discussion: Discussion) -> Added:
        """Add one of the discussions. What is new may wait in memory until :meth:`write`."""
        article = self._articles[discussion.article.id]
        if self._replaces is not None:
            self._rows.write()
            ids = {comment.id for comment in discussion.comments}
            self._known[article] = comments_to_replace(self._session, article, ids, self._replaces)
        known = self._known[article]
        comments, import_id = discussion.comments, self._import_id
        added = _add(self._session, self._rows, article, comments, known, import_id=import_id)
        self.touch(added.touched)
        self._touched |= {new.comment_id: new for new in added.new_comments}
        return added

    def touch(self, ids: Iterable[int]) -> None:
        """Something else is told of these comments."""
        self._touched |= dict.fromkeys(ids)

    def write(self) -> None:
        """Bring all that was added into the database."""
        self._rows.write()


def _add(
    session: Session,
    rows: NewRows,
    article: int,
    comments: Sequence[Comment],
    known: dict[str, StoredComment],
    *,
    import_id: int | None,
    as_now: bool = False,
) -> Added:
    """Add one discussion's; ``known`` is what is stored of it, and is brought up to date."""
    fresh: dict[str, Comment] = {}
    revisions: list[tuple[Comment, str]] = []
    changed: dict[int, dict[str, Any]] = {}
    conflicting: list[str] = []
    corrected: list[int] = []
    back = unchanged = erased = 0
    for comment in comments:
        sha = comment.sha256
        stored = known.get(comment.id)
        if stored is None:
            fresh[comment.id] = comment
            known[comment.id] = as_stored(comment, sha)
            revisions.append((comment, sha))
            continue
        if stored.erased:
            erased += 1
            continue
        is_new_text = sha != stored.newest if as_now else sha not in stored.revisions
        if is_new_text and not stored.replaced and _by_another(stored, comment):
            conflicting.append(comment.id)
            continue
        if is_new_text:
            stored.revisions[sha] = max(stored.revisions.values(), default=0) + 1
            revisions.append((comment, sha))
        elif stored.withdrawn:
            back += 1
        else:
            unchanged += 1
        # The same file read otherwise: what it named wrongly before and names no more is gone.
        if stored.replaced:
            facts = facts_of(comment)
        else:
            facts = _corrected(stored.facts, comment, is_sent=import_id is None)
        if stored.replaced or stored.withdrawn:
            facts |= {"article_id": article, "position": comment.position, "withdrawn": False}
            facts["import_id"] = import_id
        stored.withdrawn = stored.replaced = False
        if stored.id and facts != stored.facts:
            if any(name not in _VOTES for name in facts if facts[name] != stored.facts.get(name)):
                corrected.append(stored.id)
            changed[stored.id] = stored.facts = facts
    for number, comment in zip(
        rows.add_comments(article, list(fresh.values())), fresh.values(), strict=True
    ):
        known[comment.id].id = number
    if changed:
        rows.write()
        change_comments(session, changed, corrected)
    texts = [
        NewText(comment, known[comment.id].id, known[comment.id].revisions[sha], sha)
        for comment, sha in revisions
    ]
    all_new = all(fresh.get(text.comment.id) is text.comment for text in texts)
    text_ids = rows.add_texts(article, texts, comments_new=all_new)
    return Added(
        article=article,
        new=len(fresh) + back,
        unchanged=unchanged,
        revised=len(revisions) - len(fresh),
        erased=erased,
        touched=tuple(dict.fromkeys([*(text.comment_id for text in texts), *changed])),
        new_comments=tuple(
            _with_one_text(article, fresh, known, zip(text_ids, texts, strict=True))
        ),
        conflicting=tuple(conflicting),
    )


def change_comments(
    session: Session, changed: Mapping[int, Mapping[str, Any]], corrected: Sequence[int]
) -> None:
    """Set facts of comments by their numbers; ``corrected`` are those that the chain covers."""
    sealed = chain.intact(session, corrected, [chain.Kind.TEXT]) if corrected else []
    for number, facts in changed.items():
        session.execute(update(CommentTable).where(CommentTable.id == number).values(**facts))
    chain.reseal(session, sealed)


def _with_one_text(
    article: int,
    fresh: Container[str],
    known: Mapping[str, StoredComment],
    texts: Iterable[tuple[int, NewText]],
) -> Iterator[NewComment]:
    for text_id, text in texts:
        if text.comment.id in fresh and len(known[text.comment.id].revisions) == 1:
            yield NewComment(text.comment_id, article, text_id, text.comment)


def _by_another(stored: StoredComment, comment: Comment) -> bool:
    """Whether a new text under a known id is another person's; a placeholder is nobody's."""
    before = stored.facts["author"]
    different = before is not None and comment.author is not None and before != comment.author
    return different and not is_placeholder(comment.text)


def _corrected(facts: Mapping[str, Any], comment: Comment, *, is_sent: bool) -> dict[str, Any]:
    """The facts as the latest reading has them; what it does not name stays, and so does the id of
    a parent that it knows by number only.

    What its site sends itself (``is_sent``) is there, whatever a look at the site found before.
    """
    newer = facts_of(comment)
    keep = ("author", "created_at", "parent_platform_id", "platform_status")
    corrected = {**newer, **{name: newer[name] or facts[name] for name in keep}}
    if is_sent and corrected["platform_status"] == GONE_FROM_SITE:
        corrected["platform_status"] = None
    if all(newer[name] is None for name in _COUNTS):
        corrected |= {name: facts[name] for name in _COUNTS}
    if facts["parent_platform_id"] and is_by_number(newer["parent_platform_id"]):
        corrected["parent_platform_id"] = facts["parent_platform_id"]
    return corrected


_COUNTS = ("votes_up", "votes_down", "votes_score")
"""They belong together: a reading that has some of them has them all as they are now."""

_VOTES = (*_COUNTS, "platform_status", "withdrawn", "import_id")
"""What the chain does not cover: it follows every reading."""
