"""What an old threshold becomes, from recorded scores of the same comments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.domain.errors import BadInput
from analysis.domain.recorded_scores import RecordedScores
from analysis.domain.review import Queue, QueueFilter, QueueItem
from analysis.ingest.recorded_scores import recorded_scores
from analysis.services.data.erasure import erase_comment
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.services.measurement.recorded_scores import read_recorded
from analysis.services.measurement.score_mapping import score_mapping
from analysis.services.measurement.service_check import Answer, check_service
from analysis.services.measurement.stored_scores import stored_scores
from analysis.services.moderation.comment_payload import comment_payload
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.storage.database import Store

GRID = [n / 100 for n in range(100)]


def test_a_monotone_change_keeps_rank_share_and_precision() -> None:
    ours = [score**2 for score in GRID]
    verdicts = [score >= 0.6 for score in GRID]
    mapping = score_mapping("TOXICITY", GRID, ours, verdicts, thresholds=[0.8, 0.5])
    assert mapping.correlation is not None
    assert mapping.correlation.value == pytest.approx(1.0)
    high, middle = mapping.thresholds
    assert high.share == pytest.approx(0.2)
    assert high.same_share.value == pytest.approx(0.64, abs=0.02)
    assert high.same_share.low <= high.same_share.value <= high.same_share.high
    assert (high.precision, high.same_precision) == (1.0, pytest.approx(0.36))
    assert middle.precision == pytest.approx(0.8)
    assert middle.same_precision == pytest.approx(0.25)


def test_without_verdicts_no_precision_is_given() -> None:
    mapping = score_mapping("TOXICITY", GRID, GRID, [None] * 100, thresholds=[0.5])
    assert mapping.judged == 0
    assert (mapping.thresholds[0].precision, mapping.thresholds[0].same_precision) == (None, None)


def test_unrelated_scores_do_not_correlate() -> None:
    chance = np.random.default_rng(1)
    mapping = score_mapping("T", GRID, list(chance.random(100)), [None] * 100)
    assert mapping.correlation is not None
    assert mapping.correlation.low < 0 < mapping.correlation.high


@pytest.mark.parametrize(
    ("old", "ours", "known"),
    [
        ([0.9] * 100, GRID, False),
        (GRID, [0.9] * 100, False),
        ([0.9] * 99 + [0.8], GRID, True),
    ],
)
def test_scores_that_are_all_the_same_have_no_order_to_compare(
    old: list[float], ours: list[float], known: bool
) -> None:
    correlation = score_mapping("T", old, ours, [None] * 100).correlation
    assert (correlation is not None) is known
    if correlation is not None:  # a resample without the one that differs has no order either
        assert correlation.high < 0


def test_too_few_say_nothing_and_a_threshold_that_divides_nothing_is_left_out() -> None:
    with pytest.raises(BadInput, match="at least 30"):
        score_mapping("T", GRID[:29], GRID[:29], [None] * 29)
    assert score_mapping("T", GRID, GRID, [None] * 100, thresholds=[0.0, 1.0]).thresholds == ()


@pytest.mark.parametrize(
    "line",
    [
        {"text": "a", "TOXICITY": 0.5},
        {"text": "a", "scores": {"TOXICITY": 0.5}},
        {"body": "a", "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0.5}}}},
        {
            "comment": {"text": "a"},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": 0.5}}},
        },
        {
            "text": "a",
            "response": {"attributeScores": {"TOXICITY@6": {"summaryScore": {"value": 0.5}}}},
        },
    ],
)
def test_scores_are_read_as_sites_keep_them(tmp_path: Path, line: dict[str, Any]) -> None:
    file = tmp_path / "old.ndjson"
    file.write_text(json.dumps({**line, "verdict": True}) + "\n\n", encoding="utf-8")
    (score,) = read_recorded(file)
    assert (score.text, score.attribute, score.score, score.verdict) == ("a", "TOXICITY", 0.5, True)


@pytest.mark.parametrize(
    ("content", "scores"),
    [
        ('{"text": "a", "TOXICITY": null}\n{"text": "b", "TOXICITY": 0.5}', [("b", 0.5)]),
        ('{"text": "a", "TOXICITY": null, "INSULT": 0.5}', [("a", 0.5)]),
        ('\ufeff{"text": "a", "TOXICITY": 0.5}', [("a", 0.5)]),
        ('{"text": "a", "scores": {"TOXICITY": null, "INSULT": 0}}', [("a", 0.0)]),
    ],
)
def test_a_score_that_was_not_given_keeps_no_other_out(
    tmp_path: Path, content: str, scores: list[tuple[str, float]]
) -> None:
    file = tmp_path / "old.ndjson"
    file.write_text(content, encoding="utf-8")
    assert [(each.text, each.score) for each in read_recorded(file)] == scores


@pytest.mark.parametrize(
    "line",
    ["a secret", "[]", '{"text": "a secret", "TOXICITY": null}',
     '{"text": "a secret", "TOXICITY": "0.5"}', '{"TOXICITY": 0.5}',
     '{"text": "a secret", "TOXICITY": 2}',
     '{"text": "a secret", "TOXICITY": 0.5, "verdict": 1}', '{"text": "a secret"}'],
)  # fmt: skip
def test_a_line_that_can_not_be_read_is_named_without_its_words(tmp_path: Path, line: str) -> None:
    file = tmp_path / "old.ndjson"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_recorded(file)
    assert "secret" not in str(caught.value)


def test_a_server_that_does_nothing_right_is_told_so() -> None:
    checks = check_service(
        "http://h", attributes=["TOXICITY"], ask=lambda _p, _b: Answer(500, None)
    )
    assert not any(check.ok for check in checks)


def lines_of(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in objects), encoding="utf-8")
    return path


def page(store: Store) -> tuple[QueueItem, ...]:
    return queue_page(store, QueueFilter(queue=Queue.ALL)).items


def summary_score(value: object) -> dict[str, Any]:
    return {"summaryScore": {"value": value, "type": "PROBABILITY"}}


@pytest.fixture
def answered(store: Store, tmp_path: Path) -> Path:
    """Perspective's answers with their texts, imported: one of them has no score that counts."""
    old = lines_of(
        tmp_path / "old.ndjson",
        {"item_id": "7", "body": "You are kind.", "attributeScores": {
            "TOXICITY": summary_score(0.04), "SPAM@2": summary_score(0.5)}},
        {"item_id": "8", "body": "Odd.", "attributeScores": {"TOXICITY": summary_score("NaN")}},
    )  # fmt: skip
    report = import_file(store, old)
    assert (report.format, report.new) == ("perspective", 2)
    for remark in ("1 comment: a recorded score that is no number", "1 comment: scores recorded"):
        assert any(note.startswith(remark) for note in report.notes)
    return old


@pytest.mark.usefixtures("answered")
def test_old_scores_stand_beside_the_comment_and_answer_no_label(store: Store) -> None:
    seen = {item.platform_id: review(store, item.comment_id) for item in page(store)}
    assert seen["7"].recorded == RecordedScores("perspective", {"TOXICITY": 0.04, "SPAM@2": 0.5})
    assert seen["7"].labels == {}
    assert seen["8"].recorded is None
    shown = comment_payload(seen["7"], labels={})["recorded"]
    assert shown == {"source": "Perspective", "scores": [["SPAM@2", 0.5], ["TOXICITY", 0.04]]}


@pytest.mark.usefixtures("answered")
def test_old_scores_leave_with_an_export(store: Store, tmp_path: Path) -> None:
    export(store, tmp_path / "out.jsonl", format="jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").open(encoding="utf-8")]
    assert [line["recorded_scores"] for line in lines] == [
        {"source": "perspective", "scores": {"TOXICITY": 0.04, "SPAM@2": 0.5}},
        None,
    ]
    export(store, tmp_path / "out.csv", format="csv")
    assert '""TOXICITY"":0.04' in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_what_was_imported_compares_as_its_file_does(store: Store, answered: Path) -> None:
    in_file = {(s.text, s.attribute, s.score) for s in stored_scores(store)}
    assert in_file == {("You are kind.", "TOXICITY", 0.04), ("You are kind.", "SPAM", 0.5)}
    sound = answered.read_text(encoding="utf-8").splitlines()[0]
    answered.write_text(sound, encoding="utf-8")
    assert {(s.text, s.attribute, s.score) for s in read_recorded(answered)} == in_file


@pytest.mark.usefixtures("answered")
def test_an_erasure_takes_the_recorded_scores_along(store: Store) -> None:
    (number,) = (item.comment_id for item in page(store) if item.platform_id == "7")
    erase_comment(store, number, person="local", reason="asked for")
    with pytest.raises(BadInput, match="No comment of this database has a recorded score"):
        stored_scores(store)


def test_corals_own_scores_come_along(store: Store, tmp_path: Path) -> None:
    coral = {
        "id": "k1", "storyID": "s", "revisions": [{"id": "r", "body": "Fine by me.", "metadata": {
            "perspective": {"score": 0.31, "model": "SEVERE_TOXICITY"}}}],
    }  # fmt: skip
    import_file(store, lines_of(tmp_path / "coral.jsonl", coral))
    assert [(s.attribute, s.score) for s in stored_scores(store)] == [("SEVERE_TOXICITY", 0.31)]


@pytest.mark.parametrize(
    ("record", "scores"),
    [
        ({"perspective": {"TOXICITY": 1}}, {"TOXICITY": 1.0}),
        ({"perspective": {"TOXICITY": True}}, None),
        ({"perspective": {"TOXICITY": 1.01}}, None),
        ({"perspective": "0.4"}, None),
        ({"toxicity": 0.4}, None),
        ({"revision": {"metadata": {"perspective": {"score": 0.3}}}}, None),
        ({"revision": {"metadata": None}}, None),
    ],
)
def test_only_named_numbers_from_0_to_1_are_scores(
    record: dict[str, Any], scores: dict[str, float] | None
) -> None:
    recorded = recorded_scores(record)
    assert (recorded.scores if recorded else None) == scores
