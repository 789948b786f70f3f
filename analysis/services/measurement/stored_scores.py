"""Recorded scores of other services that came along with imported comments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput
from analysis.domain.recorded_scores import RecordedScores
from analysis.ingest.recorded_scores import FORMATS_WITH_SCORES, recorded_scores
from analysis.services.measurement.score_mapping import RecordedScore
from analysis.storage.comments import read_comments
from analysis.storage.database import Store
from analysis.storage.raw_records import has_import_of, newest_records, shown_comments

PAGE = 1_000


def scores_of(session: Session, ids: Sequence[int]) -> dict[int, RecordedScores]:
    """By comment what came along with its newest text; empty where no import brought scores."""
    if not has_import_of(session, FORMATS_WITH_SCORES):
        return {}
    records = newest_records(session, ids)
    return {
        number: scores
        for number, record in records.items()
        if (scores := recorded_scores(record)) is not None
    }


def stored_scores(store: Store) -> list[RecordedScore]:
    """All recorded scores of the comments that are shown, with their texts; no verdicts.

    A decision is no verdict on an attribute: it may have another reason. ``BadInput`` where no
    comment has any.
    """
    recorded: list[RecordedScore] = []
    after = 0
    while True:
        with store.read() as session:
            ids = shown_comments(session, after=after, limit=PAGE)
            by_comment = scores_of(session, ids)
            comments = read_comments(session, list(by_comment))
        for number, scores in by_comment.items():
            recorded += [
                RecordedScore(comments[number].text, name.partition("@")[0], value)
                for name, value in scores.scores.items()
            ]
        if len(ids) < PAGE:
            break
        after = ids[-1]
    if not recorded:
        raise BadInput(
            "No comment of this database has a recorded score; `moderato import` brings those of "
            "Perspective's answers (NDJSON) and of Coral's exports along."
        )
    return recorded
