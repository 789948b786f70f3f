"""A report before and after every change: what it held when it happened, whatever comes later."""

from __future__ import annotations

from pathlib import Path

import pytest
from refilling import once
from scripted import LETTERS, ScriptedPipeline, filled

from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.learned import ChangeKind
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.run import RunInfo, ScorerInfo
from analysis.services.annotation import annotation_sets, answering
from analysis.services.data.scoring import score
from analysis.services.measurement.change_summaries import ChangeSummary, change_summaries
from analysis.services.measurement.run_summaries import changes, named
from analysis.services.thresholds.profile_publishing import publish_profile, roll_back
from analysis.storage.database import Store

HOSTILE = "possible_hostility"
#: Seven comments at .6, which people call hostile, and three at .1, which they don't.
TEXTS = {f"c{n}": f"h={0.6 if n < 7 else 0.1} number {n}" for n in range(10)}


@pytest.fixture
@once
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    found = filled(store, tmp_path, TEXTS)
    made = annotation_sets.create_set(store, "S", labels=[HOSTILE], guideline="g", person="local")
    annotation_sets.add_items(store, made.id, selection=Selection.RANDOM, count=99, person="local")
    while (item := answering.next_item(store, made.id, person="ann")) is not None:
        said = Answer.YES if "h=0.6" in item.comment.text else Answer.NO
        answering.annotate(store, item.id, Judgement(label=HOSTILE, answer=said, person="ann"))
    return found


def last(store: Store, kind: ChangeKind) -> ChangeSummary:
    return change_summaries(store, [kind])[0]


def test_a_published_profile_leaves_a_report_of_what_it_moved_and_how_good_it_was(
    store: Store, ids: dict[str, int]
) -> None:
    publish_profile(store, {HOSTILE: Threshold(0.5, 0.3)}, person="maria", reason="Too lax")
    found = last(store, ChangeKind.PROFILE)
    assert (found.before, found.after) == ("default 2", "default 3")
    assert (found.person, found.reason) == ("maria", "Too lax")
    assert found.what == ((HOSTILE, "0.30 / 0.70", "0.30 / 0.50"),)
    counts = found.counts[HOSTILE]
    assert (counts.up, counts.down) == (7, 0)
    assert counts.before[Recommendation.UNSURE] == counts.after[Recommendation.FLAG] == 7
    (label,) = found.labels
    assert label.held_out == 10
    assert label.before is not None
    assert label.after is not None
    assert (label.before.recall.hits, label.after.recall.hits) == (0, 7)
    assert label.after.precision.value == 1.0
    # Seven of ten right answers more, and the interval says how sure that is.
    assert label.agrees is not None
    assert label.agrees.value == pytest.approx(0.7)
    assert 0.0 < label.agrees.low < 0.7 < label.agrees.high <= 1.0
    assert found.moved == 7
    assert {one.comment_id for one in found.movers} == {ids[f"c{n}"] for n in range(7)}


def test_a_report_stays_what_it_was_when_scores_move_on(store: Store, ids: dict[str, int]) -> None:
    publish_profile(store, {HOSTILE: Threshold(0.5, 0.3)}, person="maria", reason="Too lax")
    before = last(store, ChangeKind.PROFILE)
    roll_back(store, 2, person="maria", reason="Too strict")
    both = change_summaries(store, [ChangeKind.PROFILE])
    assert [one.after for one in both][:2] == ["default 4", "default 3"]
    assert both[1] == before
    assert both[0].counts[HOSTILE].down == 7


def test_a_label_that_keeps_its_thresholds_is_no_part_of_the_report(
    store: Store, ids: dict[str, int]
) -> None:
    publish_profile(store, {HOSTILE: Threshold(0.7, 0.2)}, person="maria", reason="Fewer unsure")
    found = last(store, ChangeKind.PROFILE)
    assert list(found.counts) == [HOSTILE]
    assert [label.label for label in found.labels] == [HOSTILE]


class Doubled(ScriptedPipeline):
    """The next version of the scripted pipeline: surer of hostility."""

    def analyze(self, discussion, *, only=None):  # type: ignore[no-untyped-def]
        from dataclasses import replace

        found = super().analyze(discussion, only=only)
        return [
            replace(
                one,
                labels={
                    key: replace(result, probability=min(1.0, (result.probability or 0) * 1.5))
                    if key == HOSTILE
                    else result
                    for key, result in one.labels.items()
                },
            )
            for one in found
        ]


def test_labelling_anew_under_another_version_is_reported_comment_by_comment(
    store: Store, ids: dict[str, int]
) -> None:
    score(store, Doubled("2"), again=True, person="local")
    found = last(store, ChangeKind.RUN)
    assert found.before.startswith("scripted 1")
    assert found.after.startswith("scripted 2")
    assert ("code", "1", "2") in found.what
    assert set(found.counts) == set(LETTERS.values())
    assert (found.counts[HOSTILE].up, found.counts[HOSTILE].down) == (7, 0)
    assert found.counts["generalization"].up == 0
    assert found.moved == 7
    mover = found.movers[0]
    assert (mover.before, mover.after, mover.truth) == (0.6, pytest.approx(0.9), 1.0)
    assert (mover.was, mover.becomes) == (Recommendation.UNSURE, Recommendation.FLAG)
    label = next(one for one in found.labels if one.label == HOSTILE)
    assert label.gain is not None
    assert label.gain.value > 0


def test_the_same_version_again_and_new_comments_make_no_report(
    store: Store, ids: dict[str, int]
) -> None:
    score(store, ScriptedPipeline(), again=True)
    score(store, ScriptedPipeline("2"))
    assert change_summaries(store, [ChangeKind.RUN]) == []


def info(**changed: object) -> RunInfo:
    usual = {
        "code_version": "1",
        "scorers": (ScorerInfo("rules", "1", "a" * 64, ()), ScorerInfo("m", "2", "b" * 64, ())),
        "labels": {"x": "1"},
        "combination": "pool 1",
        "profile_name": "default",
        "profile_version": 1,
    }
    return RunInfo(**{**usual, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({}, []),
        ({"profile_version": 2}, []),
        ({"combination": "pool 2"}, ["combination"]),
        ({"labels": {"x": "2"}}, ["label x"]),
        ({"scorers": (ScorerInfo("rules", "1", "c" * 64, ()),)}, ["rules", "m"]),
        ({"settings": {"k": "v"}}, ["setting k"]),
    ],
)
def test_what_changed_between_two_runs_is_named_by_part(
    changed: dict[str, object], parts: list[str]
) -> None:
    assert [part for part, _, _ in changes(info(), info(**changed))] == parts


def test_a_version_is_named_by_who_answers() -> None:
    gone = ScorerInfo("detoxify", "3", "", (), available=False)
    assert named(info(scorers=(*info().scorers, gone))) == "rules 1, m 2, pool 1"
