"""Stops an import whose comments would take the place of others that have the same ids.

One comment that is written anew is an edit. Most comments of a file written anew, with hardly a
word and no time in common, are another site's, which numbers its comments from 1 like any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from analysis.domain.another_comment import KnownComment, is_another_comment
from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.storage.comments import read_comments
from analysis.storage.stored_comments import StoredComment

FEWEST = 2
"""Other comments that show another site where no times are known; with times, the first does."""


class SupersedingWatch:
    """Counts, over one import, how many comments are here already and how many are others."""

    def __init__(self, file: str, batch: int) -> None:
        self._file = file
        self._batch = batch
        self._met = 0
        self._others = 0
        self._dated_others = 0

    def check(
        self, session: Session, met: Sequence[tuple[Comment, StoredComment]], *, stored_before: int
    ) -> None:
        """Look at comments whose ids are stored, before they are; ``BadInput`` for another site's.

        ``stored_before`` is how many comments of the file were taken before these.
        """
        changed = [stored.id for comment, stored in met if comment.sha256 not in stored.revisions]
        before = read_comments(session, changed)
        for comment, stored in met:
            known = before.get(stored.id)
            another = (
                False
                if known is None
                else is_another_comment(
                    KnownComment(known.text, known.author, known.created_at), comment
                )
            )
            if another is None:
                continue
            self._met += 1
            self._others += another
            if another and known is not None:
                self._dated_others += None not in (known.created_at, comment.created_at)
        if 2 * self._others > self._met and (self._others >= FEWEST or self._dated_others):
            raise BadInput(self._refusal(stored_before))

    def _refusal(self, stored_before: int) -> str:
        begun = (
            f"{self._file} was not read on: its first {stored_before} comments are batch "
            f"{self._batch}, which `moderato batches undo {self._batch}` takes back; {self._others}"
            if stored_before
            else f"{self._file}: nothing was stored; {self._others}"
        )
        return (
            f"{begun} of the {self._met} comments that are here under the same ids have wholly "
            "other words, which is no edit. The file seems to be of another site, or its ids were "
            "given anew; --site NAME (the site's host, or any name; on the import screen under How "
            "it is read) keeps its comments apart, and so does a database of its own."
        )
