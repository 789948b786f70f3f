"""One author's comments, decisions and reports in this database, for people to read.

Nothing here is scored and nothing of it reaches a scorer: a label is about what a comment does,
never about who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.domain.decision import ReviewState
from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter, QueuePage, Sort
from analysis.domain.user_report import different_people
from analysis.services.moderation.queue import queue_page
from analysis.storage import authors as stored
from analysis.storage.database import Store
from analysis.storage.user_reports import reports_of

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class AuthorPage:
    """``states`` count the author's comments by what was decided, ``edited`` those of them whose
    text is another since; ``reported`` those that readers reported, ``reports`` the readers, once
    for each comment; ``page`` lists the comments, newest first."""

    author: str
    comments: int
    states: Mapping[ReviewState, int]
    edited: int
    reported: int
    reports: int
    page: QueuePage


def author_page(store: Store, author: str, *, page: int = 1) -> AuthorPage:
    """The page of ``author``; ``BadInput`` when no comment of that name is here."""
    where = QueueFilter(queue=Queue.ALL, author=author, sort=Sort.NEWEST)
    listed = queue_page(store, where, page=page, page_size=PAGE_SIZE)
    with store.read() as session:
        states, edited = stored.states_of(session, author), stored.edited_of(session, author)
        reports = reports_of(session, stored.reported_comments(session, author)).values()
    if not states:
        raise BadInput("No comment in this database is by an author of that name.")
    readers = sum(different_people(some) for some in reports)
    comments = sum(states.values())
    return AuthorPage(author, comments, states, edited, len(reports), readers, listed)
