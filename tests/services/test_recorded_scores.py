"""What an old threshold becomes, from recorded scores of the same comments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.domain.errors import BadInput
from analysis.services.measurement.recorded_scores import read_recorded
from analysis.services.measurement.score_mapping import score_mapping
from analysis.services.measurement.service_check import Answer, check_service

GRID = [n / 100 for n in range(100)]


def test_a_monotone_change_keeps_rank_share_and_precision() -> None:
    ours = [score**2 for score in GRID]
    verdicts = [score >= 0.6 for score in GRID]
    mapping = score_mapping("TOXICITY", GRID, ours, verdicts, thresholds=[0.8, 0.5])
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
    assert mapping.correlation.low < 0 < mapping.correlation.high


def test_too_few_say_nothing_and_a_threshold_that_divides_nothing_is_left_out() -> None:
    with pytest.raises(BadInput, match="at least 30"):
        score_mapping("T", GRID[:29], GRID[:29], [None] * 29)
    assert score_mapping("T", GRID, GRID, [None] * 100, thresholds=[0.0, 1.0]).thresholds == ()


@pytest.mark.parametrize(
    "line",
    [
        {"text": "a", "TOXICITY": 0.5},
        {"text": "a", "scores": {"TOXICITY": 0.5}},
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
    "line",
    ["a secret", "[]", '{"TOXICITY": 0.5}', '{"text": "a secret", "TOXICITY": 2}',
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
