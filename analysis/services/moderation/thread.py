"""A whole thread as who answered whom, for pictures of it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.domain.errors import BadInput
from analysis.domain.review import LabelBadge
from analysis.services.moderation.queue import badges_of
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import threads
from analysis.storage.analyses import thread_length
from analysis.storage.comments import read_comments
from analysis.storage.database import Store
from analysis.storage.lookup import article_called
from analysis.storage.queue_index import lines

#: Characters of a comment's beginning in the picture of its thread.
EXCERPT = 120


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One comment of a thread. ``parent`` is the number of the comment it answers, where that is
    among the lines; ``inferred`` says that the platform did not name it; ``excerpt`` is how it
    begins, empty once erased."""

    comment_id: int
    parent: int | None
    inferred: bool
    position: int
    author: str | None
    badges: tuple[LabelBadge, ...]
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """The beginning of a thread in reading order; ``total`` counts all its comments."""

    lines: tuple[ThreadLine, ...]
    total: int


def thread(store: Store, article_id: str, *, limit: int = 200) -> Thread:
    """The first ``limit`` comments under an article; ``BadInput`` when there is no such article."""
    with store.read() as session:
        article = article_called(session, article_id)
        if article is None:
            raise BadInput(f"There is no article {article_id!r} in this database.")
        numbers = threads.numbers_around(session, article, 0, each_way=limit)[:limit]
        comments = read_comments(session, numbers)
        entries = threads.entries_of(session, numbers)
        answers = lines.answers(session, numbers)
        orphans = [
            analysis_id
            for number in numbers
            if comments[number].parent_id is None
            and (analysis_id := entries[number].analysis_id) is not None
        ]
        guessed = threads.inferred_parents(session, orphans)
        profile = profile_in(session)
        total = thread_length(session, article)
    ours = {comments[number].id: number for number in numbers}
    return Thread(
        tuple(
            ThreadLine(
                comment_id=number,
                parent=ours.get(comments[number].parent_id or guessed.get(number) or ""),
                inferred=comments[number].parent_id is None and number in guessed,
                position=comments[number].position,
                author=comments[number].author,
                badges=tuple(badges_of(answers[number], profile)),
                excerpt=_beginning(comments[number].text),
            )
            for number in numbers
        ),
        total,
    )


def _beginning(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1].rstrip() + "…"
