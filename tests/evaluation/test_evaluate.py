"""The evaluation report: what is asked, what is compared, what is said."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analysis.domain.errors import BadInput
from analysis.evaluation.charts import charts_html
from analysis.evaluation.evaluate import ScoreColumn, label_evaluation, parse_asked, truth_of
from analysis.evaluation.fairness import ATTACKING, HARMLESS, TERMS, fairness, swapped
from analysis.evaluation.summary import as_json, fairness_lines, markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("possible_hostility=hostile", ScoreColumn("possible_hostility", "hostile")),
        ("possible_hostility=level>=2", ScoreColumn("possible_hostility", "level", 2.0)),
        ("ucc.hostile=my column", ScoreColumn("ucc.hostile", "my column")),
    ],
)
def test_what_is_asked(text, expected):
    assert parse_asked(text) == expected


def test_an_unreadable_question_is_refused():
    with pytest.raises(BadInput, match="expected LABEL=COLUMN"):
        parse_asked("hostile")


@pytest.mark.parametrize(
    ("value", "asked", "expected"),
    [
        ("1", ScoreColumn("a", "b"), 1.0),
        ("no", ScoreColumn("a", "b"), 0.0),
        (True, ScoreColumn("a", "b"), 1.0),
        ("0.66", ScoreColumn("a", "b"), 1.0),
        ("0.2", ScoreColumn("a", "b"), 0.0),
        ("", ScoreColumn("a", "b"), None),
        (None, ScoreColumn("a", "b"), None),
        ("2", ScoreColumn("a", "b", 2.0), 1.0),
        (1, ScoreColumn("a", "b", 2.0), 0.0),
    ],
)
def test_cells_as_truth(value, asked, expected):
    assert truth_of(value, asked) == expected


def test_an_unknown_value_is_refused_without_repeating_it():
    with pytest.raises(BadInput, match="column 'b'") as error:
        truth_of("a whole comment by mistake", ScoreColumn("a", "b"))
    assert "whole comment" not in str(error.value)


@pytest.fixture(scope="module")
def report():
    chance = np.random.default_rng(3)
    truth = [float(v) for v in chance.integers(0, 2, 300)]
    scores = [float(np.clip(0.3 * t + 0.7 * chance.random(), 0, 1)) for t in truth]
    lengths = [int(v) for v in chance.integers(20, 900, 300)]
    worse = [float(v) for v in chance.random(300)]
    return label_evaluation(
        ScoreColumn("possible_hostility", "hostile"),
        [*truth, None, 1.0],
        [*scores, 0.5, None],
        [*lengths, 10, 10],
        flag_at=0.5,
        chosen=0.6,
        against=[*worse, 0.5, 0.5],
        by={"section": ["a", "b"] * 151},
        draws=100,
    )


def test_rows_without_truth_or_score_are_left_out_and_counted(report):
    assert (report.n, report.unanswered) == (300, 1)


def test_a_comparison_is_paired_and_says_by_how_much(report):
    assert report.ahead.low > 0
    assert report.ahead.share_ahead == 1.0
    assert report.auc.value - report.against.value == pytest.approx(report.ahead.value)


def test_the_report_says_n_and_intervals(report):
    page = markdown("Evaluation", [report])
    assert "| possible_hostility | hostile | 300 |" in page
    assert "1 rows have no score" in page
    assert "By section:" in page
    assert "active profile | 0.500" in page
    content = json.loads(as_json([report], about={"data": "x.csv"}))
    assert content["labels"][0]["auc"]["n"] == 300
    assert "truth" not in content["labels"][0]


def test_charts_are_a_page(report):
    page = charts_html([report])
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert "reliability" in page


def test_too_few_of_a_class_is_one_clear_sentence():
    with pytest.raises(BadInput, match="1 yes, 2 no"):
        label_evaluation(ScoreColumn("a", "b"), [1, 0, 0], [0.1, 0.2, 0.3], [1, 2, 3])


def test_a_score_that_dislikes_a_name_is_shown():
    def score(texts):
        return [0.9 if "yclists" in t else 0.1 for t in texts]

    found = fairness(score, label="possible_hostility", threshold=0.5)
    worst = max(found.groups, key=lambda g: g.gap)
    assert worst.term == "cyclists"
    assert found.widest_gap == pytest.approx(0.8)
    assert found.false_positive_gap == 1.0
    assert "| cyclists | 0.900 |" in "\n".join(fairness_lines(found))


def test_a_fair_score_has_no_gap():
    found = fairness(lambda texts: [0.2] * len(texts), label="a", threshold=0.5)
    assert (found.widest_gap, found.false_positive_gap) == (0.0, 0.0)
    assert len(found.groups) == len(TERMS)


def test_templates_have_one_place_for_a_name():
    assert all(t.count("{}") == 1 for t in (*HARMLESS, *ATTACKING))


def test_own_comments_are_swapped_only_where_they_name_the_term():
    assert swapped(["the farmers", "else"], "farmers", ["bakers"]) == [("bakers", "the bakers")]
