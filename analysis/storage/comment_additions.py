"""Articles and comments as they come in: each once, texts as revisions, what changed told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, insert, select, update
from sqlalchemy.orm import Session

from analysis.domain.comment import Article, Comment, Votes
from analysis.domain.placeholder import is_placeholder
from analysis.storage import chain
from analysis.storage.bulk_insert import insert_rows
from analysis.storage.comments import chunks
from analysis.storage.search import index_texts
from analysis.storage.tables import (
    ArticleTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    ErasureTable,
)


@dataclass(frozen=True, slots=True)
class Added:
    """What :func:`add_comments` did; ``touched`` are the ids of new and changed comments.

    ``conflicting`` are the platform's ids of comments that were not stored, since another
    author's comment has the same id and another text.
    """

    new: int
    unchanged: int
    revised: int
    erased: int
    touched: tuple[int, ...]
    conflicting: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """A stored comment: its id, hash to revision, and the facts that a platform may change."""

    id: int
    revisions: dict[str, int]
    facts: dict[str, Any]
    erased: bool = False
    withdrawn: bool = False
    replaced: bool = False


def put_article(session: Session, article: Article) -> int:
    """The article's number; a new one is added, an old one filled in where it was empty."""
    article_row = session.execute(
        select(ArticleTable).where(ArticleTable.platform_id == article.id)
    ).scalar_one_or_none()
    if article_row is None:
        article_row = ArticleTable(
            platform_id=article.id,
            title=article.title,
            url=article.url,
            section=article.section,
            published_at=article.published_at,
            paragraphs=list(article.paragraphs),
        )
        session.add(article_row)
        session.flush()
        return article_row.id
    for name, value in (
        ("title", article.title),
        ("url", article.url),
        ("section", article.section),
        ("published_at", article.published_at),
        ("paragraphs", list(article.paragraphs)),
    ):
        if value and not getattr(article_row, name):
            setattr(article_row, name, value)
    session.flush()
    return article_row.id


def add_comments(
    session: Session,
    article: int,
    comments: Sequence[Comment],
    *,
    read_at: datetime,
    import_id: int | None = None,
    replaces: int | None = None,
) -> Added:
    """Add what is new: unknown comments, and unknown texts of known ones as revisions.

    Votes and status of known comments follow the latest reading; author, time and parent are
    corrected where it names them. ``replaces`` is an import of the same file that was read
    otherwise: its comments move to where they belong now and lose what it named.
    A comment of an undone import comes
    back. An erased comment stays erased.
    """
    known = _known(session, article, {comment.id for comment in comments}, replaces)
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
            known[comment.id] = _Known(0, {sha: 1}, _facts(comment))
            revisions.append((comment, sha))
            continue
        if stored.erased:
            erased += 1
            continue
        is_new_text = sha not in stored.revisions
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
        facts = _facts(comment) if stored.replaced else _corrected(stored.facts, comment)
        if stored.replaced or stored.withdrawn:
            facts |= {"article_id": article, "position": comment.position, "withdrawn": False}
            facts["import_id"] = import_id
        stored.withdrawn = stored.replaced = False
        if stored.id and facts != stored.facts:
            if any(name not in _VOTES for name in facts if facts[name] != stored.facts.get(name)):
                corrected.append(stored.id)
            changed[stored.id] = stored.facts = facts
    if fresh:
        rows = [_row(article, comment, import_id) for comment in fresh.values()]
        for platform_id, number in _insert_comments(session, article, rows):
            known[platform_id].id = number
    sealed = chain.intact(session, corrected, [chain.Kind.TEXT]) if corrected else []
    for number, facts in changed.items():
        session.execute(update(CommentTable).where(CommentTable.id == number).values(**facts))
    chain.reseal(session, sealed)
    _add_texts(session, known, revisions, read_at)
    touched = [known[comment.id].id for comment, _ in revisions]
    return Added(
        new=len(fresh) + back,
        unchanged=unchanged,
        revised=len(revisions) - len(fresh),
        erased=erased,
        touched=tuple(dict.fromkeys([*touched, *changed])),
        conflicting=tuple(conflicting),
    )


def _by_another(stored: _Known, comment: Comment) -> bool:
    """Whether a new text under a known id is another person's; a placeholder is nobody's."""
    before = stored.facts["author"]
    different = before is not None and comment.author is not None and before != comment.author
    return different and not is_placeholder(comment.text)


def _corrected(facts: Mapping[str, Any], comment: Comment) -> dict[str, Any]:
    """The facts as the latest reading has them; what it does not name stays."""
    newer = _facts(comment)
    keep = ("author", "created_at", "parent_platform_id")
    return {**newer, **{name: newer[name] or facts[name] for name in keep}}


def _known(
    session: Session, article: int, ids: set[str], replaces: int | None
) -> dict[str, _Known]:
    known: dict[str, _Known] = {}
    table = CommentTable
    columns = (
        table.id, table.platform_id, table.article_id, table.import_id, table.withdrawn,
        *(getattr(table, name) for name in _FACTS),
    )  # fmt: skip
    for some in chunks(sorted(ids)):
        here = and_(table.article_id == article, table.platform_id.in_(some))
        moved = and_(table.import_id == replaces, table.platform_id.in_(some))
        numbers: dict[int, str] = {}
        # Those under this article last: where both are, the one that stands here counts.
        for where in ([moved] if replaces is not None else []) + [here]:
            for row in session.execute(select(*columns).where(where)):
                before = known.get(row.platform_id)
                if before is not None:
                    numbers.pop(before.id, None)
                numbers[row.id] = row.platform_id
                known[row.platform_id] = _Known(
                    row.id,
                    {},
                    {name: getattr(row, name) for name in _FACTS},
                    withdrawn=row.withdrawn,
                    replaced=replaces is not None and row.import_id == replaces,
                )
        if not numbers:
            continue
        for source in (CommentTextTable, ErasureTable):
            for number, sha, revision in session.execute(
                select(source.comment_id, source.sha256, source.revision).where(
                    source.comment_id.in_(list(numbers))
                )
            ):
                comment_row = known[numbers[number]]
                comment_row.revisions[sha] = revision
                comment_row.erased |= source is ErasureTable
    return known


_FACTS = (
    "votes_up", "votes_down", "votes_score", "platform_status", "author", "created_at",
    "parent_platform_id",
)  # fmt: skip
"""What a later reading may change of a comment."""

_VOTES = ("votes_up", "votes_down", "votes_score", "platform_status", "withdrawn", "import_id")
"""What the chain does not cover: it follows every reading."""


def _facts(comment: Comment) -> dict[str, Any]:
    votes = comment.votes or Votes()
    return {
        "votes_up": votes.up,
        "votes_down": votes.down,
        "votes_score": votes.score,
        "platform_status": comment.platform_status,
        "author": comment.author,
        "created_at": comment.created_at,
        "parent_platform_id": comment.parent_id,
    }


def _row(article: int, comment: Comment, import_id: int | None) -> dict[str, Any]:
    return {
        "article_id": article,
        "platform_id": comment.id,
        "position": comment.position,
        "import_id": import_id,
        "withdrawn": False,
        **_facts(comment),
    }


def _add_texts(
    session: Session,
    known: Mapping[str, _Known],
    revisions: Sequence[tuple[Comment, str]],
    read_at: datetime,
) -> None:
    if not revisions:
        return
    rows = [
        {
            "comment_id": known[comment.id].id,
            "revision": known[comment.id].revisions[sha],
            "text": comment.text,
            "sha256": sha,
            "read_at": read_at,
        }
        for comment, sha in revisions
    ]
    numbers = _insert_texts(session, rows)
    raw: list[dict[str, Any]] = []
    searched = []
    for text_id, row, (comment, _) in zip(numbers, rows, revisions, strict=True):
        searched.append((text_id, comment.text))
        if comment.raw:
            raw.append(
                {"text_id": text_id, "comment_id": row["comment_id"], "record": dict(comment.raw)}
            )
    insert_rows(session, CommentRawTable, raw)
    index_texts(session, searched)
    chain.seal(session, chain.Kind.TEXT, numbers)
    chain.seal(session, chain.Kind.RECORD, [row["text_id"] for row in raw])


def _insert_comments(
    session: Session, article: int, rows: Sequence[Mapping[str, Any]]
) -> list[tuple[str, int]]:
    """Add comments of one article; their platform's ids and numbers.

    SQLite takes many rows at once only where it gives nothing back, and that is several times
    faster, so the numbers are asked for afterwards.
    """
    table = cast(Table, CommentTable.__table__)
    if session.get_bind().dialect.name != "sqlite":
        added = session.execute(
            insert(CommentTable).returning(CommentTable.platform_id, CommentTable.id), rows
        )
        return [(platform_id, number) for platform_id, number in added]
    insert_rows(session, CommentTable, rows)
    numbers: list[tuple[str, int]] = []
    for some in chunks([row["platform_id"] for row in rows]):
        where = and_(table.c.article_id == article, table.c.platform_id.in_(some))
        pairs = session.execute(select(table.c.platform_id, table.c.id).where(where))
        numbers += [(platform_id, number) for platform_id, number in pairs]
    return numbers


def _insert_texts(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add texts; their numbers in the order of ``rows``."""
    if session.get_bind().dialect.name != "sqlite":
        statement = insert(CommentTextTable).returning(
            CommentTextTable.id, sort_by_parameter_order=True
        )
        return list(session.scalars(statement, rows))
    # Chosen here: SQLite would give an erased text's number again, which a link stands for.
    first = chain.next_number(session, chain.Kind.TEXT)
    numbers = list(range(first, first + len(rows)))
    numbered = [{**row, "id": n} for row, n in zip(rows, numbers, strict=True)]
    insert_rows(session, CommentTextTable, numbered)
    return numbers
