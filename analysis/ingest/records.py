"""From the records of any table to discussions: values, threads, order and ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.domain.comment import Article, Comment, Discussion, Votes
from analysis.ingest.encoding import is_broken
from analysis.ingest.identity import CommentIds, article_id, slug
from analysis.ingest.reading import ReadLog
from analysis.ingest.votes import parse_votes

PIECE = 2_000
"""Comments held in memory before they are handed on, thread by thread."""

_MILLISECONDS = 100_000_000_000
"""Epoch numbers above this are milliseconds; in seconds they lie beyond the year 5000."""
_NOTHING = frozenset({"", "null", "none", "nan", "n/a"})


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table with its place (``line 17``), keyed by column."""

    position: str
    values: Mapping[str, Any]


def discussions(
    records: Iterable[Record], columns: Mapping[str, str], path: Path, account: ReadLog
) -> Iterator[Discussion]:
    """The records as discussions; a thread may come in several pieces, in reading order."""
    maker = _Maker(columns, path, account)
    piece: dict[str, tuple[Article, list[Comment]]] = {}
    held = 0
    for record in records:
        made = maker.make(record)
        if made is None:
            continue
        article, comment = made
        piece.setdefault(article.id, (article, []))[1].append(comment)
        held += 1
        if held >= PIECE:
            yield from (Discussion(known, tuple(comments)) for known, comments in piece.values())
            piece = {}
            held = 0
    yield from (Discussion(known, tuple(comments)) for known, comments in piece.values())


class _Maker:
    """Turns one record after another into a comment and the article it stands under."""

    def __init__(self, columns: Mapping[str, str], path: Path, account: ReadLog) -> None:
        self._columns = columns
        self._account = account
        self._file_thread = slug(path.stem) or "thread"
        self._articles: dict[str, Article] = {}
        self._positions: Counter[str] = Counter()
        self._ids = CommentIds()
        unshown = (columns["text"], columns.get("article_text"))
        self._left_out = frozenset(name for name in unshown if name)

    def make(self, record: Record) -> tuple[Article, Comment] | None:
        """The comment of one record, or ``None`` when it was set aside."""
        get = self._getter(record)
        text = record.values.get(self._columns["text"])
        if isinstance(text, bytes):
            text = text.decode("utf-8", "surrogateescape")
        if not isinstance(text, str):
            reason = "has no text" if text is None else "its text is not a string"
            self._account.quarantine(record.position, reason)
            return None
        if not text.strip():
            self._account.quarantine(record.position, "its text is empty")
            return None
        if is_broken(text) or any(is_broken(v) for v in record.values.values() if _is_str(v)):
            self._account.quarantine(
                record.position, f"holds bytes or half characters that are not {self._encoding()}"
            )
            return None
        article = self._article(get)
        self._positions[article.id] += 1
        comment = Comment(
            id=get("id") or self._ids.make(article.id, text),
            thread_id=article.id,
            position=self._positions[article.id],
            text=text,
            parent_id=self._parent(get("parent_id"), article.id),
            author=get("author"),
            created_at=self._time(record.values.get(self._columns.get("created_at", ""))),
            votes=_votes(get),
            platform_status=get("status"),
            # Without the text: it stands in ``text`` alone, so that an erase can reach it.
            raw={k: v for k, v in record.values.items() if k not in self._left_out},
        )
        return article, comment

    def _encoding(self) -> str:
        return "UTF-8" if self._account.encoding == "parquet" else self._account.encoding

    def _getter(self, record: Record) -> _Get:
        return _Get(record.values, self._columns)

    def _article(self, get: _Get) -> Article:
        title, url = get("title") or "", get("url")
        thread = get("thread_id")
        if thread is None and (title or url):
            thread = article_id(url=url, title=title)
        thread = thread or self._file_thread
        known = self._articles.get(thread)
        if known is None:
            body = get("article_text") or ""
            known = Article(
                id=thread,
                title=title,
                paragraphs=tuple(part.strip() for part in body.split("\n") if part.strip()),
                url=url,
                section=get("section"),
            )
            self._articles[thread] = known
        return known

    def _parent(self, parent: str | None, thread: str) -> str | None:
        """Platforms write 0, or the thread itself, where a comment answers no other one."""
        return None if parent in (None, "0", "-1", thread) else parent

    def _time(self, value: Any) -> datetime | None:
        if _is_nothing(value):
            return None
        found = parse_time(value)
        if found is None:
            self._account.tally("the time of writing could not be read")
        elif found.tzinfo is None:
            self._account.note("Times without a zone were read as UTC.")
            return found.replace(tzinfo=UTC)
        return found


@dataclass(frozen=True, slots=True)
class _Get:
    """The value of a field as a string without space around it, ``None`` where there is none."""

    values: Mapping[str, Any]
    columns: Mapping[str, str]

    def __call__(self, field: str) -> str | None:
        column = self.columns.get(field)
        value = None if column is None else self.values.get(column)
        if _is_nothing(value):
            return None
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value).strip()


def parse_time(value: Any) -> datetime | None:
    """A time as exports write it: ISO 8601, or seconds or milliseconds since 1970."""
    if isinstance(value, datetime):
        return value
    text = str(value).strip()
    if text.upper().endswith((" UTC", " GMT")):
        text = text[:-4] + "+00:00"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        number = float(text)
        seconds = number / 1000 if abs(number) > _MILLISECONDS else number
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _votes(get: _Get) -> Votes | None:
    printed = get("votes")
    found = parse_votes(printed) if printed else None
    if found:
        return found
    up, down = whole(get("up")), whole(get("down"))
    score = whole(get("score"))
    if score is None:
        score = whole(printed)
    if up is None and down is None and score is None:
        return None
    return Votes(up=up, down=None if down is None else abs(down), score=score)


def whole(text: str | None) -> int | None:
    """A whole number such as ``1,204`` or ``−4``; ``None`` for anything else."""
    if text is None or len(text) > 20:
        return None
    plain = text.replace(",", "").replace("\u2212", "-").replace("\u2013", "-").strip()
    try:
        return int(plain) if not plain.endswith(".0") else int(plain[:-2])
    except ValueError:
        return None


def _is_str(value: Any) -> bool:
    return isinstance(value, str)


def _is_nothing(value: Any) -> bool:
    if value is None or value != value:
        return True
    return isinstance(value, str) and value.strip().casefold() in _NOTHING
