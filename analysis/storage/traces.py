"""Where else a comment's words and its author's name are: read before an erasure, for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from analysis.domain.erasure import Trace
from analysis.storage.tables import (
    AnalysisDocumentTable,
    AnnotationItemTable,
    AnnotationTable,
    CommentRawTable,
    CommentTable,
    CommentTextTable,
    DecisionTable,
)

QUOTED_WORDS = 6
"""Words in a row that two comments share by quoting, hardly ever by chance."""

SHORTEST_NAME = 3
"""Characters that a name has at least to be looked for in other comments."""

LONGEST_FIELD = 300
"""Characters of a record's field that is looked at for a name."""

_AT_ONCE = {"yield_per": 50}
"""Rows in memory at a time; an article may have tens of thousands of comments."""

_WORD = re.compile(r"\w+")


def traces(session: Session, comment_id: int) -> list[Trace]:
    """Replies that quote it, texts, findings and records that name its author, notes on it.

    Quotes are of any revision: a reply may be older than the edit. Looked for in the comment's
    article; a name is found as a whole, whatever its case. Other comments under the same name bear
    it anyway and are not listed for that.
    """
    comment = session.get(CommentTable, comment_id)
    if comment is None:
        return []
    session.expunge(comment)
    texts = CommentTextTable
    bodies = session.scalars(select(texts.text).where(texts.comment_id == comment_id)).all()
    others = select(CommentTable.id).where(
        CommentTable.article_id == comment.article_id, CommentTable.id != comment_id
    )
    of_others = others.where(
        or_(CommentTable.author.is_(None), CommentTable.author != comment.author)
    )
    named = _name(comment.author)
    places = [
        *_quoted(session, others, bodies),
        *_quoted_by_findings(session, others, comment.platform_id),
        *(_named(session, of_others, named) if named is not None else ()),
        *_notes(session, comment_id),
    ]
    return sorted(set(places), key=lambda trace: (trace.comment_id, trace.kind))


def _quoted(session: Session, others: Select[int], bodies: Sequence[str]) -> Iterator[Trace]:
    mine = set().union(*map(_runs, bodies))
    if not mine:
        return
    text, raw = CommentTextTable, CommentRawTable
    quoting: set[int] = set()
    for comment_id, body in session.execute(
        select(text.comment_id, text.text).where(text.comment_id.in_(others)),
        execution_options=_AT_ONCE,
    ):
        if not mine.isdisjoint(_runs(body)):
            quoting.add(comment_id)
            yield Trace("quoted in the text", comment_id)
    # Some platforms put the words that are answered into the answer's record.
    for comment_id, record in session.execute(
        select(raw.comment_id, raw.record).where(raw.comment_id.in_(others)),
        execution_options=_AT_ONCE,
    ):
        if comment_id in quoting:
            continue
        if any(not mine.isdisjoint(_runs(words)) for words in _strings(record)):
            yield Trace("quoted in the record", comment_id)


def _quoted_by_findings(session: Session, others: Select[int], platform_id: str) -> Iterator[Trace]:
    table = AnalysisDocumentTable
    for comment_id, body in session.execute(
        select(table.comment_id, table.body).where(table.comment_id.in_(others)),
        execution_options=_AT_ONCE,
    ):
        if any(quote[3] == platform_id for quote in body["quotes"]):
            yield Trace("quoted, by its findings", comment_id)


def _named(session: Session, others: Select[int], named: re.Pattern[str]) -> Iterator[Trace]:
    text, document, raw = CommentTextTable, AnalysisDocumentTable, CommentRawTable
    for comment_id, body in session.execute(
        select(text.comment_id, text.text).where(text.comment_id.in_(others)),
        execution_options=_AT_ONCE,
    ):
        if named.search(body):
            yield Trace("author named in the text", comment_id)
    for comment_id, findings in session.execute(
        select(document.comment_id, document.body).where(document.comment_id.in_(others)),
        execution_options=_AT_ONCE,
    ):
        if findings["addressee"] and named.search(findings["addressee"][0]):
            yield Trace("author named in the findings", comment_id)
    for comment_id, record in session.execute(
        select(raw.comment_id, raw.record).where(raw.comment_id.in_(others)),
        execution_options=_AT_ONCE,
    ):
        # The record's own text is looked at above; what is left are the platform's short fields.
        if any(named.search(word) for word in _strings(record) if len(word) < LONGEST_FIELD):
            yield Trace("author named in the record", comment_id)


def _notes(session: Session, comment_id: int) -> Iterator[Trace]:
    for number in session.scalars(
        select(DecisionTable.sequence).where(
            DecisionTable.comment_id == comment_id, DecisionTable.note != ""
        )
    ):
        yield Trace(f"note of decision {number}", comment_id)
    for number in session.scalars(
        select(AnnotationTable.id)
        .join(AnnotationItemTable, AnnotationItemTable.id == AnnotationTable.item_id)
        .where(AnnotationItemTable.comment_id == comment_id, AnnotationTable.note != "")
    ):
        yield Trace(f"note of annotation {number}", comment_id)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return {
        tuple(words[start : start + QUOTED_WORDS]) for start in range(len(words) - QUOTED_WORDS + 1)
    }


def _name(author: str | None) -> re.Pattern[str] | None:
    if author is None or len(author.strip()) < SHORTEST_NAME:
        return None
    return re.compile(rf"(?<!\w){re.escape(author.strip())}(?!\w)", re.IGNORECASE)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
