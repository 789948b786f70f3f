"""From the records of any table to discussions: values, threads, order and ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from analysis.domain.comment import Article, Comment, Discussion, Votes
from analysis.domain.errors import BadInput
from analysis.domain.placeholder import is_placeholder
from analysis.ingest.dates import parse_time
from analysis.ingest.encoding import is_broken
from analysis.ingest.header_again import without_headers
from analysis.ingest.identity import CommentIds, article_id, slug
from analysis.ingest.lineage import with_parents
from analysis.ingest.moderation_states import state_by_flags
from analysis.ingest.number_times import OutOfRange
from analysis.ingest.options import ReadOptions
from analysis.ingest.parents import as_parent
from analysis.ingest.permalinks import article_address
from analysis.ingest.pings import PING_RULE, is_ping_record
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record, pseudonym, without_persons, without_private
from analysis.ingest.rounded_numbers import (
    ROUNDED_AUTHOR,
    ROUNDED_ID,
    ROUNDED_PARENT,
    ROUNDED_THREAD,
)
from analysis.ingest.survey import survey
from analysis.ingest.surveyed import Survey, key_of
from analysis.ingest.text_pieces import joined, joined_pieces
from analysis.ingest.time_of_writing import time_of_writing
from analysis.ingest.values import (
    LARGEST_COUNT,
    LONGEST_ID,
    count_of,
    is_nothing,
    is_root,
    person_name,
    plain_id,
    says_no,
    too_long,
)
from analysis.ingest.votes import fits, parse_votes

__all__ = ["PIECE", "Record", "discussions", "parse_time", "whole"]

PIECE = 2_000
"""Comments held in memory before they are handed on, thread by thread."""

PIECE_CHARACTERS = 16 * 1024 * 1024
"""Characters of text held before they are handed on, where comments are very long."""

_GONE = ("deleted", "delete", "is_deleted", "isdeleted", "user_deleted", "deleted_at", "removed")
"""Columns that say that the author or the platform took the text away."""

_TOTALS = frozenset(
    ("total", "totals", "grand total", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt",
     "somme", "suma", "totale", "totaal", "summa", "yhteensä", "razem", "celkem", "toplam", "итого",
     "всего", "合计", "総計", "합계")
)  # fmt: skip
"""What stands in the last line of a table that somebody added up."""

_AHEAD = timedelta(days=2)
"""A time so far ahead of now is a slip of the file's, not of a clock."""


def discussions(
    records: Callable[[ReadLog], Iterable[Record]],
    source_stem: str,
    log: ReadLog,
    options: ReadOptions,
    *,
    fixed: Mapping[str, str] | None = None,
    markup: str | None = None,
) -> Iterator[Discussion]:
    """The records as discussions; a thread may come in several pieces, in reading order.

    ``records`` is called twice: all of them are surveyed first, then read. ``fixed`` are the
    columns of a known format; ``markup`` says what its bodies are written in, if not plain text.
    """
    quiet = ReadLog(log.file, log.format, log.encoding)
    records = without_headers(records)
    if fixed is None and not {"parent_id", "parent", "id"} & set(options.mapping):
        records = with_parents(records, log)
    surveyed = survey(
        lambda: records(quiet),
        log,
        mapping=options.mapping,
        fixed=fixed,
        order=options.dates,
        nameless=options.pseudonym_key is not None,
    )
    for sentence in quiet.assumed:  # of the header
        log.assume(sentence)
    if options.strict and log.assumed:
        raise BadInput(
            f"{log.file} can't be read without assuming: {' '.join(log.assumed)} "
            "Say it with --format, --map or --dates, or leave --strict out."
        )
    log.surveyed = surveyed.count
    maker = _Maker(surveyed, source_stem, log, options, markup)
    piece: dict[str, tuple[Article, list[Comment]]] = {}
    count = characters = 0
    for record in records(log):
        pair = maker.make(record)
        if pair is None:
            continue
        article, comment = pair
        piece.setdefault(article.id, (article, []))[1].append(comment)
        count += 1
        characters += len(comment.text)
        if count >= PIECE or characters >= PIECE_CHARACTERS:
            yield from (Discussion(known, tuple(comments)) for known, comments in piece.values())
            piece = {}
            count = characters = 0
    yield from (Discussion(known, tuple(comments)) for known, comments in piece.values())
    if not surveyed.complete:
        log.note("Parents were followed among the first comments only; the file has more.")


class _Refused(Exception):
    """A record that goes to quarantine, and why."""


class _Maker:
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
        except _Refused as refused:
            self._log.quarantine(record.position, str(refused))
        except OutOfRange:
            self._log.quarantine(record.position, "its time lies outside the years 1 to 9999")
        return None

    def _comment(self, record: Record) -> tuple[Article, Comment] | None:
        if is_ping_record(record.values):
            self._log.skip(PING_RULE)
            return None
        get = _Get(record.values, self._columns)
        comment_id = _checked("id", self._unrounded("id", get("id"), ROUNDED_ID))
        text = self._text(record, comment_id)
        if is_broken(text) or any(_holds_broken(v) for v in record.values.values()):
            raise _Refused(f"holds bytes or half characters that are not {self._encoding()}")
        name = person_name(self._cell(record, "author"))
        author = self._unrounded("author", name, ROUNDED_AUTHOR)
        if author is None and comment_id is None and self._is_total(text, record):
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
        votes = _votes(record.values, self._columns, self._log)
        article = self._article(get)
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
            platform_status=_checked("status", self._status(get("status"), record)),
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

    def _cell(self, record: Record, field: str) -> Any:
        """The value of a field's column. A nameless column (``""``) is nobody's field."""
        column = self._columns.get(field)
        return None if column is None else record.values.get(column)

    def _unrounded(self, field: str, given: str | None, remark: str) -> str | None:
        """What stands for ``field``; ``None``, which is told, where its last digits are lost."""
        if given is None or not self._survey.is_rounded(field, given):
            return given
        self._log.tally(remark)
        return None

    def _text(self, record: Record, comment_id: str | None) -> str:
        """The text; empty where only a place in the thread is left of a comment."""
        text = record.values.get(self._columns["text"])
        if isinstance(text, bytes):
            text = text.decode("utf-8", "surrogateescape")
        if isinstance(text, list) and (pieces := joined(text)) is not None:
            self._log.note("Texts that stand in pieces (links, mentions) were put together.")
            text = pieces
        if isinstance(text, str) and text.strip() in self._survey.empty_words:
            text = ""
        if isinstance(text, str) and text.strip():
            if self._survey.text_in_pieces:
                return joined_pieces(text)
            return text
        if text is not None and not isinstance(text, str) and text == text:
            raise _Refused("its text is not a string")
        if comment_id is not None and self._is_gone(record, comment_id):
            return text if isinstance(text, str) else ""
        raise _Refused("has no text" if text is None else "its text is empty")

    def _status(self, given: str | None, record: Record) -> str | None:
        """The platform's state, from its column and from those of yes and no."""
        state, against = state_by_flags(record.values, self._survey.flags, given)
        if against:
            self._log.tally(f"its columns say {' and '.join(against)}; {state} was taken")
        return state

    def _is_total(self, text: str, record: Record) -> bool:
        """Whether a row without what the others have holds their sum: ``Total``."""
        named = [f for f in ("id", "author", "created_at") if f in self._columns]
        return (
            bool(named)
            and text.strip(" :.\u2211").casefold() in _TOTALS
            and all(is_nothing(self._cell(record, field)) for field in named)
        )

    def _is_gone(self, record: Record, comment_id: str) -> bool:
        """Whether an empty text is a deleted comment's place: marked so, or answered."""
        for name, value in record.values.items():
            plain = str(name).rsplit(".", 1)[-1].replace("-", "_").casefold()
            if plain in _GONE and not is_nothing(value) and not says_no(value):
                return True
        if str(self._cell(record, "status")).casefold() in _GONE:
            return True
        key = key_of(self._survey.thread_key(record.values), comment_id)
        return key in self._survey.answered

    def _author(self, author: str | None) -> str | None:
        if author is None:
            return None
        return pseudonym(author, self._key) if self._key is not None else _checked("author", author)

    def _encoding(self) -> str:
        return "UTF-8" if self._log.encoding == "parquet" else self._log.encoding

    def _article(self, get: _Get) -> Article:
        title, url = get("title") or "", get("url")
        url = article_address(url) if url else None
        thread = self._unrounded("thread_id", get("thread_id"), ROUNDED_THREAD)
        if thread is None and (title or url):
            thread = article_id(url=url, title=title)
        thread = _checked("thread", thread) or self._file_thread
        known = self._articles.get(thread)
        if known is None:
            body = get("article_text") or ""
            known = Article(
                id=thread,
                title=title,
                paragraphs=tuple(part.strip() for part in body.split("\n") if part.strip()),
                url=url,
                section=_checked("section", get("section")),
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
        root = is_root(parent, thread) and not (parent == "0" and self._survey.zero_is_an_id)
        # A discussion may be named after its first comment: then that comment is meant.
        if root and (parent != thread or key_of(here, parent) not in self._survey.ids):
            return None
        if key is not None and key in self._survey.in_rings:
            return None
        form = self._survey.parent_form
        parent_id = _checked("parent", as_parent(parent, form, self._survey.shape))
        if parent_id is not None and key == key_of(here, parent_id):
            return None  # its id occurs twice, and the other one answers something else
        self._log.answers += 1
        if parent_id is not None:
            self._log.resolved += key_of(here, parent_id) in self._survey.ids
        return parent_id


@dataclass(frozen=True, slots=True)
class _Get:
    """The value of a field as a string in its plain form, ``None`` where there is none."""

    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def __call__(self, field: str) -> str | None:
        column = self.columns.get(field)
        value = None if column is None else self.values.get(column)
        if field in ("id", "parent_id", "thread_id"):
            return plain_id(value)
        if is_nothing(value) or isinstance(value, dict | list):
            return None
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip()


def _checked(what: str, given: str | None) -> str | None:
    """``given`` if a database can hold it as an id; raises :class:`_Refused` otherwise."""
    if too_long(given):
        raise _Refused(f"its {what} is longer than {LONGEST_ID:,} bytes")
    if given is not None and "\x00" in given:
        raise _Refused(f"its {what} holds a NUL character")
    return given


_NO_COUNT = frozenset("-\u2013\u2014\u2022")
"""What interfaces print where nobody has voted yet."""


def _is_unread_count(value: Any) -> bool:
    return isinstance(value, str | float) and not (
        is_nothing(value) or str(value).strip() in _NO_COUNT
    )


def _votes(values: Mapping[str, Any], columns: Mapping[str, str], log: ReadLog) -> Votes | None:
    def count(field: str) -> int | None:
        value = values.get(columns[field]) if field in columns else None
        votes = None if is_nothing(value) else count_of(value)
        if votes is None and _is_unread_count(value):
            log.tally("its votes could not be read")
        if votes is not None and abs(votes) > LARGEST_COUNT:
            raise _Refused(f"its votes lie beyond {LARGEST_COUNT:,}")
        return votes

    printed = values.get(columns["votes"]) if "votes" in columns else None
    votes = parse_votes(str(printed)) if isinstance(printed, str) and printed.strip() else None
    if votes:
        if not fits(votes):
            raise _Refused(f"its votes lie beyond {LARGEST_COUNT:,}")
        return votes
    up, down, score = count("up"), count("down"), count("score")
    if score is None:
        score = count("votes")
    if up is None and down is None and score is None:
        return None
    return Votes(up=up, down=None if down is None else abs(down), score=score)


def whole(text: str | None) -> int | None:
    """A whole number such as ``1,204`` or ``−4`` that a database can hold; ``None`` otherwise."""
    number = count_of(text)
    return number if number is not None and abs(number) <= LARGEST_COUNT else None


def _holds_broken(value: Any, depth: int = 0) -> bool:
    if isinstance(value, str):
        return is_broken(value)
    if depth < 8:
        if isinstance(value, dict):
            return any(
                _holds_broken(k, depth + 1) or _holds_broken(v, depth + 1) for k, v in value.items()
            )
        if isinstance(value, list):
            return any(_holds_broken(inner, depth + 1) for inner in value)
    return False
