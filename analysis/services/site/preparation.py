"""Stored comments as scorers see them: prepared among the comments around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from analysis.domain.comment import Discussion
from analysis.settings import Settings
from analysis.storage.comments import read_article, read_thread
from analysis.storage.database import Store
from analysis.storage.lookup import Place
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment

#: Comments before a comment that may hold what it quotes or whom it answers.
CONTEXT = 200
#: Comments prepared at a time.
TOGETHER = 100


def prepared(
    store: Store, settings: Settings, places: Sequence[Place]
) -> Iterator[list[tuple[int, PreparedComment]]]:
    """The comments at ``places`` (in their order) with their numbers, some at a time."""
    preparer = Preparer(settings.spacy_model)
    for article, of_article in groupby(places, key=lambda place: place.article):
        waiting = list(of_article)
        while waiting:
            some, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
            with store.read() as session:
                about = read_article(session, article)
                around = read_thread(
                    session,
                    article,
                    first=max(0, some[0].position - CONTEXT),
                    last=some[-1].position,
                )
            numbers = {place.platform_id: place.comment_id for place in some}
            discussion = Discussion(about, tuple(around.values()))
            comments = preparer.prepare(discussion, only=set(numbers))
            yield [(numbers[comment.comment.id], comment) for comment in comments]
