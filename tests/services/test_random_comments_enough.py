"""Whether figures rest on comments chosen at random: by their comments, not by their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted import LETTERS, ScriptedPipeline, filled

from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.learned import ChangeKind
from analysis.services.annotation.annotation_sets import add_items, create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data.scoring import score
from analysis.services.learning.judgements import Judged
from analysis.services.learning.recalibration import to_measure_on
from analysis.services.measurement.change_summaries import change_summaries
from analysis.storage.database import Store

LABELS = tuple(LETTERS.values())


def judged(comments: range, labels: int, *, measures: bool) -> list[Judged]:
    return [
        Judged(number, label, 1.0, {"rules": 0.5}, 0.5, "t", None, measures)
        for number in comments
        for label in LABELS[:labels]
    ]


@pytest.mark.parametrize(
    ("comments", "labels", "unbiased"),
    [(5, 4, False), (10, 2, False), (19, 1, False), (19, 4, False), (20, 1, True), (20, 4, True)],
)
def test_a_comment_of_several_labels_is_one_to_measure_on(
    comments: int, labels: int, unbiased: bool
) -> None:
    at_random = judged(range(comments), labels, measures=True)
    hard = judged(range(100, 140), labels, measures=False)
    everything = at_random + hard
    held_out = frozenset(one.comment_id for one in everything)
    measured, rests_on_random = to_measure_on(everything, held_out, frozenset())
    assert rests_on_random is unbiased
    assert measured == (at_random if unbiased else everything)


@pytest.mark.parametrize(("comments", "unbiased"), [(5, False), (19, False), (20, True)])
def test_a_report_of_a_new_run_counts_so_too(
    store: Store, tmp_path: Path, comments: int, unbiased: bool
) -> None:
    filled(store, tmp_path, {f"c{n}": f"said {n} h=0.{n % 10}" for n in range(comments)})
    made = create_set(store, "drawn", labels=LABELS, guideline="1", person="rita").id
    add_items(store, made, selection=Selection.RANDOM, count=comments, person="rita")
    while (item := next_item(store, made, person="ann")) is not None:
        for label in LABELS:
            answer = Answer.YES if item.comment_id % 2 else Answer.NO
            annotate(store, item.id, Judgement(label=label, answer=answer, person="ann"))
    score(store, ScriptedPipeline("2"), again=True)  # type: ignore[arg-type]
    [report] = change_summaries(store, [ChangeKind.RUN])
    assert report.unbiased is unbiased
