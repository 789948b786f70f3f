"""One record of a table as a comment, and the article that it stands under."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from analysis.domain.comment import Article, Comment
from analysis.domain.placeholder import is_placeholder
from analysis.ingest.encoding import holds_broken, is_broken
from analysis.ingest.identity import CommentIds, article_id, slug
from analysis.ingest.moderation_states import state_by_flags
from analysis.ingest.options import ReadOptions
from analysis.ingest.parents import as_parent
from analysis.ingest.permalinks import article_address
from analysis.ingest.pings import PING_RULE, SYSTEM_RULE, is_ping_record, is_system_record
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import (
    Record,
    RefusedRecord,
    pseudonym,
    without_persons,
    without_private,
)
from analysis.ingest.record_fields import RecordFields, storable
from analysis.ingest.record_text import is_total, text_of
from analysis.ingest.record_votes import votes_of
from analysis.ingest.rounded_numbers import (
    ROUNDED_AUTHOR,
    ROUNDED_ID,
    ROUNDED_PARENT,
    ROUNDED_THREAD,
)
from analysis.ingest.surveyed import Survey, key_of
from analysis.ingest.time_of_writing import time_of_writing
from analysis.ingest.values import is_root, person_name

_AHEAD = timedelta(days=2)
"""A time so far ahead of now is a slip of the file's, not of a clock."""


class CommentMaker:
    """Turns one record after another into a comment and the article it stands under."""

    def __init__(
        self,
        surveyed: Survey,
        stem: str,
        log: ReadLog,
        options: ReadOptions,
        markup: str | None,
    ) -> None:
        self._survey = surveyed
        self._columns = surveyed.columns
        self._log = log
        self._key = options.pseudonym_key
        self._markup = markup
        self._file_thread = slug(stem) or "thread"
        self._articles: dict[str, Article] = {}
        self._positions: Counter[str] = Counter()
        self._ids = CommentIds()
        self._latest = datetime.now(UTC) + _AHEAD
        columns = surveyed.columns
        unshown = [columns["text"], columns.get("article_text")]
        if self._key is not None:
            unshown.append(columns.get("author"))
        self._left_out = frozenset(name for name in unshown if name)

    def make(self, record: Record) -> tuple[Article, Comment] | None:
        """The comment of one record, or ``None`` when it was set aside."""
        try:
            return self._comment(record)
        except RefusedRecord as refused:
            self._log.quarantine(record.position, str(refused))
        return None

    def _comment(self, record: Record) -> tuple[Article, Comment] | None:
        if is_ping_record(record.values):
            self._log.skip(PING_RULE)
            return None
        if is_system_record(record.values):
            self._log.skip(SYSTEM_RULE)
            return None
        fields = RecordFields(record.values, self._columns)
        get = fields.plain
        comment_id = storable("id", self._unrounded("id", get("id"), ROUNDED_ID))
        text = text_of(fields, self._survey, self._log, comment_id=comment_id)
        if is_broken(text) or any(holds_broken(v) for v in record.values.values()):
            raise RefusedRecord(f"holds bytes or half characters that are not {self._encoding()}")
        name = person_name(fields.cell("author"))
        author = self._unrounded("author", name, ROUNDED_AUTHOR)
        if author is None and is_total(text, fields):
            self._log.skip("a line of totals, no comment")
            return None
        key = key_of(self._survey.thread_key(record.values), comment_id) if comment_id else None
        if key is not None and author is not None and not is_placeholder(text):
            first = self._survey.ids.get(key, 0)
            if first and first != hash(author):
                self._log.conflict(
                    record.position, "has the id of another author's comment; the first was kept"
                )
                return None
        when = time_of_writing(record.values, self._survey, self._log, latest=self._latest)
        votes = votes_of(record.values, self._columns, self._log)
        article = self._article(fields)
        given = self._unrounded("parent_id", get("parent_id"), ROUNDED_PARENT)
        parent = self._parent(given, article.id, key, record)
        self._positions[article.id] += 1
        raw = self._stored_record(record)
        comment = Comment(
            id=comment_id or self._ids.make(article.id, text),
            thread_id=article.id,
            position=self._positions[article.id],
            text=text,
            parent_id=parent,
            author=self._author(author),
            created_at=when,
            votes=votes,
            platform_status=storable("status", self._status(get("status"), record)),
            # Without the text: it stands in ``text`` alone, so that an erase can reach it.
            raw={k: v for k, v in raw.items() if k not in self._left_out}
            | ({"body_markup": self._markup} if self._markup else {}),
        )
        return article, comment

    def _stored_record(self, record: Record) -> dict[str, Any]:
        """The record as it may be kept: without addresses, and under pseudonyms without names."""
        raw = without_private(record.values, self._survey.private)
        if self._key is None:
            return raw
        # The columns of fields stay, whatever they are called; the author's is left out elsewhere.
        fields = {name: raw[name] for name in self._columns.values() if name in raw}
        return without_persons(raw) | fields

    def _unrounded(self, field: str, given: str | None, remark: str) -> str | None:
        """What stands for ``field``; ``None``, which is told, where its last digits are lost."""
        if given is None or not self._survey.is_rounded(field, given):
            return given
        self._log.tally(remark)
        return None

    def _status(self, given: str | None, record: Record) -> str | None:
        """The platform's state, from its column and from those of yes and no."""
        state, against = state_by_flags(record.values, self._survey.flags, given)
        if against:
            self._log.tally(f"its columns say {' and '.join(against)}; {state} was taken")
        return state

    def _author(self, author: str | None) -> str | None:
        if author is None:
            return None
        return pseudonym(author, self._key) if self._key is not None else storable("author", author)

    def _encoding(self) -> str:
        return "UTF-8" if self._log.encoding == "parquet" else self._log.encoding

    def _article(self, fields: RecordFields) -> Article:
        get = fields.plain
        title, url = get("title") or "", get("url")
        url = article_address(url) if url else None
        given = get("thread_id")
        thread = self._unrounded("thread_id", given, ROUNDED_THREAD)
        if thread is None and (title or url):
            thread = article_id(url=url, title=title)
        elif given is None and "thread_id" in self._columns:
            self._log.tally("it names no thread; it stands under the file's own")
        thread = storable("thread", thread) or self._file_thread
        known = self._articles.get(thread)
        if known is None:
            body = get("article_text") or ""
            known = Article(
                id=thread,
                title=title,
                paragraphs=tuple(part.strip() for part in body.split("\n") if part.strip()),
                url=url,
                section=storable("section", get("section")),
            )
            self._articles[thread] = known
        return known

    def _parent(
        self, parent: str | None, thread: str, key: int | None, record: Record
    ) -> str | None:
        """The comment that this one answers; ``None`` where it answers the article or itself."""
        if parent is None:
            return None
        here = self._survey.thread_key(record.values)
        root = is_root(parent, thread) and parent not in self._survey.root_ids
        # A discussion may be named after its first comment: then that comment is meant.
        if root and (parent != thread or key_of(here, parent) not in self._survey.ids):
            return None
        if key is not None and key in self._survey.in_rings:
            return None
        form = self._survey.parent_form
        parent_id = storable("parent", as_parent(parent, form, self._survey.shape))
        if parent_id is not None and key == key_of(here, parent_id):
            return None  # its id occurs twice, and the other one answers something else
        self._log.answers += 1
        if parent_id is not None:
            self._log.resolved += key_of(here, parent_id) in self._survey.ids
        return parent_id
