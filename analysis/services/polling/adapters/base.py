"""What every adapter has: a place in, one page of comments and the next place out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

from analysis.domain.errors import ModeratoError
from analysis.ingest.values import LONGEST_ID
from analysis.services.data.incoming import Incoming
from analysis.storage.audit import now

LONGEST_TEXT = 200_000
"""Characters of a text, as `POST /v1/comments` takes them."""
LONGEST_TITLE = 2_000
LONGEST_WAIT = 100_000.0
"""Seconds that a site is left alone at most, whatever it asks for: a good day."""

Place = Mapping[str, Any]
"""How far a site was read, in the adapter's own words; it is kept as JSON."""


class NotReadable(ModeratoError):
    """The site did not answer as it should just now; the message holds no text of a comment.

    ``wait`` are the seconds that it asked to be left alone, where it named them.
    """

    def __init__(self, sentence: str, wait: float = 0.0) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class SiteQuestion:
    """A request: GET, or POST where it has a body."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What the site's server said; the names of ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; ``NotReadable`` for another status than 200, or half a body."""
        if self.status != 200:
            wait = _seconds(self.headers.get("retry-after", "").strip())
            raise NotReadable(f"the site answered with status {self.status}", wait)
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise NotReadable("the site's answer is no whole JSON") from None

    def refusal(self) -> dict[str, Any] | None:
        """The object by which the site itself says no; ``None`` where this is a page, or none."""
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return content if isinstance(content, dict) else None


class Ask(Protocol):
    """Sends one request; ``NotReadable`` where no answer comes."""

    def __call__(self, question: SiteQuestion) -> SiteAnswer:
        """The answer."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """What is polled: the kind of software, its address, and what lets us in (or nothing)."""

    kind: str
    url: str
    credentials: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Some comments; ``place`` is where to go on once they are stored, ``more`` whether at once.

    ``unreadable`` counts records that are no comments as the site's software writes them.
    """

    comments: tuple[Incoming, ...]
    place: Place
    more: bool
    unreadable: int = 0


class Adapter(Protocol):
    """Reads the page at a place; an empty place is the beginning."""

    def __call__(self, site: Site, place: Place, ask: Ask) -> Page:
        """The page; ``NotReadable`` where the site's answer isn't one."""
        ...


BUSY = (429, 503)
"""Statuses by which a site asks to be left alone for a while."""

CommentKey = tuple[str, str]
"""What a site calls a comment: its article's id and its own."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Which comments a site was seen to show still, and which not; of others it did not tell.

    ``comments`` are those that are there, as they are now, where the site gave all of them.
    """

    there: frozenset[CommentKey]
    gone: frozenset[CommentKey]
    comments: tuple[Incoming, ...] = ()


class PresenceAdapter(Protocol):
    """Asks a site about comments that it gave before."""

    def __call__(self, site: Site, keys: Sequence[CommentKey], ask: Ask) -> Presence:
        """What the site says of ``keys``; ``NotReadable`` where its answer says nothing."""
        ...


def records_in(content: Any, *names: str) -> list[Any]:
    """The list under ``names``; ``NotReadable`` where the answer has another shape."""
    for name in names:
        content = content.get(name) if isinstance(content, dict) else None
    if not isinstance(content, list):
        raise NotReadable("the site's answer holds no list of comments")
    return content


def comment_of(
    *,
    id: Any,
    article_id: Any,
    text: Any,
    parent_id: Any = None,
    author: Any = None,
    created_at: Any = None,
    title: Any = "",
    url: Any = None,
) -> Incoming | None:
    """A comment out of a site's values; ``None`` where it has no id, article or text to keep."""
    own, article = _id(id), _id(article_id)
    if own is None or article is None or not isinstance(text, str):
        return None
    if not text.strip() or len(text) > LONGEST_TEXT:
        return None
    return Incoming(
        id=own,
        article_id=article,
        text=text,
        parent_id=_id(parent_id),
        author=_id(author),
        created_at=moment_of(created_at),
        article_title=title[:LONGEST_TITLE] if isinstance(title, str) else "",
        article_url=url if isinstance(url, str) and 0 < len(url) <= LONGEST_TITLE else None,
    )


def moment_of(value: Any) -> datetime | None:
    """A time in ISO's form, in UTC where it names no zone; ``None`` for anything else."""
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _seconds(wait: str) -> float:
    """What `Retry-After` asks for: seconds, or until a time; nothing where that is no such."""
    if wait.isdecimal():
        return min(float(wait[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(wait)
    except (TypeError, ValueError):
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - now()).total_seconds()), LONGEST_WAIT)


def _id(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).strip()
    return text if text and len(text.encode("utf-8", "surrogatepass")) <= LONGEST_ID else None
