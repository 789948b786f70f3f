"""What the review screens ask for and are answered with; plain data, no storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from analysis.domain.comment import Article, Comment
from analysis.domain.decision import Decision, ReviewState
from analysis.domain.finding import Addressee, InferredParent, LabelResult, Quote, Status
from analysis.domain.message import Message
from analysis.domain.profile import Profile, Recommendation
from analysis.domain.queue_policy import Queue
from analysis.domain.recorded_scores import RecordedScores
from analysis.domain.run import RunInfo
from analysis.domain.shown import Shown
from analysis.domain.span import Span
from analysis.domain.user_report import Reported

__all__ = [
    "ArticleRow",
    "LabelBadge",
    "Queue",
    "QueueFilter",
    "QueueItem",
    "QueuePage",
    "ReviewView",
    "Revision",
    "Sort",
    "ThreadEntry",
]


class Sort(StrEnum):
    """Orders of a queue. ``PRIORITY`` is explained by each item's ``reasons``."""

    PRIORITY = "priority"
    NEWEST = "newest"
    OLDEST = "oldest"
    SCORE = "score"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which comments to show. ``label`` with ``recommendation``, ``facet`` or a score range
    narrows to that label's answer; ``text`` is a search as a person types it. ``report_reason`` and
    ``report_label`` ask for comments that readers reported so, answered or not."""

    queue: Queue = Queue.ATTENTION
    label: str | None = None
    recommendation: Recommendation | None = None
    facet: str | None = None
    score_min: float | None = None
    score_max: float | None = None
    article_id: str | None = None
    section: str | None = None
    author: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    text: str | None = None
    report_reason: str | None = None
    report_label: str | None = None
    sort: Sort = Sort.PRIORITY


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of the database with its counts, for lists and filters."""

    article_id: str
    title: str
    section: str | None
    published_at: datetime | None
    comments: int
    waiting: int
    decided: int
    unscored: int


@dataclass(frozen=True, slots=True)
class LabelBadge:
    """One label's combined answer, as short as a list needs it."""

    label: str
    status: Status
    probability: float | None
    recommendation: Recommendation
    severe: bool = False


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One line of a queue. ``comment_id`` is the database's number; ``reasons`` say why the
    comment is here, strongest first; ``excerpt`` is the beginning of the original text, or the
    part that a search found, cut between words and with "…" where it was; ``hits`` are what the
    search found in it."""

    comment_id: int
    platform_id: str
    article_id: str
    article_title: str
    position: int
    author: str | None
    created_at: datetime | None
    excerpt: str
    state: ReviewState
    badges: tuple[LabelBadge, ...]
    priority: float
    reasons: tuple[Message, ...]
    reported: Reported | None = None
    hits: tuple[Span, ...] = ()
    edited: bool = False
    """Whether the text is another now than the one that was decided on."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One server-side page of a queue; ``total`` counts all that match.

    With ``more`` set there are more than that: counting ended there, as a search's does.
    """

    items: tuple[QueueItem, ...]
    total: int
    page: int
    page_size: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """A comment of the thread around the one under review. ``inferred`` marks a guessed parent."""

    comment_id: int
    comment: Comment
    state: ReviewState
    depth: int
    inferred: bool
    badges: tuple[LabelBadge, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored version of a comment's text; ``text`` is ``None`` after an erase."""

    number: int
    sha256: str
    text: str | None
    read_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewView:
    """All that a person needs to decide on one comment.

    ``labels`` hold the combined answers with evidence in the original's offsets;
    ``last_sequence`` is what a decision must name to be accepted (see ``decide_in``).
    ``hidden_decisions`` counts decisions kept from a second reviewer, who judges blind to the
    first. ``shown`` is what a decision keeps of all this, ``profile`` what made the
    recommendations; ``stamp`` tells this view from what the comment becomes (see
    ``shown.stamp_of``).
    """

    comment_id: int
    comment: Comment
    article: Article
    language: str
    state: ReviewState
    last_sequence: int
    labels: Mapping[str, LabelResult]
    recommendations: Mapping[str, Recommendation]
    quotes: tuple[Quote, ...]
    addressee: Addressee | None
    inferred_parent: InferredParent | None
    parent: ThreadEntry | None
    replies: tuple[ThreadEntry, ...]
    thread: tuple[ThreadEntry, ...]
    decisions: tuple[Decision, ...]
    revisions: tuple[Revision, ...]
    run: RunInfo | None
    claimed_by: str | None = None
    reasons: tuple[Message, ...] = ()
    platform_ids: Mapping[str, int] = field(default_factory=dict)
    hidden_decisions: int = 0
    reported: Reported | None = None
    recorded: RecordedScores | None = None
    shown: Shown | None = None
    profile: Profile | None = None
    stamp: str = ""
