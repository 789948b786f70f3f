"""The model card says what the shipped models' figures say."""

from __future__ import annotations

import json

import pytest

from analysis.resources import models_dir
from analysis.training.card import CARD, figures_table, int8_line, render, up_to_date, with_part
from analysis.training.first_thresholds import (
    Judgement,
    reason,
    spared_from,
    thresholds,
    verdict,
)
from analysis.training.targets import TARGETS, targets_table


def test_the_card_is_up_to_date():
    card = CARD.read_text(encoding="utf-8")
    assert card.count("begin -->") == card.count("end -->") == 3
    assert card == up_to_date(card, models_dir())


def test_an_aim_is_said_to_be_reached_or_missed_by_its_figure_alone():
    order = {"value": 0.93, "low": 0.9, "high": 0.95, "n": 620, "positives": 220}
    error = {"value": 0.051, "low": 0.04, "high": 0.09, "n": 600}
    marks = {"value": 4.6, "low": 4.0, "high": 5.0, "n": 300, "median": 4.0}
    lines = targets_table(
        {
            "authored.possible_hostility.auc": order,
            "combined.news.possible_hostility.ece": error,
            "marks.annotated.a_comment": marks,
        }
    )
    told = {line.split(" | ")[0].strip("| "): line for line in lines[2:]}
    assert told["our texts by kind: hostility, AUC"].endswith(
        "| 0.90 | 0.930 [0.900, 0.950] | 620 (220) | reached |"
    )
    assert "**missed**" in told["calibration error, possible_hostility, news"]
    assert told["marks a comment (median)"].endswith("| at most 4.00 | 4.000 | 300 | reached |")
    assert "not measured" in told["testimony, by the facet of own experience, AUC"]
    assert len(lines) == len(TARGETS) + 2


def test_a_figure_stands_with_its_n_interval_and_baseline():
    figures = {
        "ucc.hostile.auc": {
            "value": 0.84, "low": 0.8, "high": 0.9, "n": 750, "positives": 25, "tfidf_auc": 0.69,
            "length_auc": 0.5,
        },
        "int8_cost.ucc.hostile": {"value": 0.001, "n": 750, "largest_shift": 0.03},
    }  # fmt: skip
    lines = figures_table(figures)
    assert lines[-1] == "| ucc.hostile.auc | 0.840 [0.800, 0.900] | 750 | 25 | 0.690 | 0.500 |  |"
    assert "-0.0010 to -0.0010 over 1 heads" in int8_line(figures)


def test_a_model_that_is_not_made_is_named_as_such(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "figures.json").write_text(json.dumps({}))
    page = render(tmp_path)
    assert "### research\n\nNot made yet." in page


def test_the_rest_of_the_card_is_left_alone():
    begin, end = "<!-- figures: begin -->", "<!-- figures: end -->"
    card = f"a\n{begin}\nold\n{end}\nb"
    assert with_part(card, "figures", "new\n") == f"a\n{begin}\nnew\n{end}\nb"


def test_thresholds_are_round_and_in_order():
    y = [0] * 50 + [1] * 50
    scores = [n / 100 for n in range(100)]
    found = thresholds(y, scores)
    assert found["clear_below"] < found["flag_at"]
    assert found["flag_at"] == 0.5


def test_the_queue_of_unsure_comments_stays_readable():
    # Low scores everywhere and a few positives among them: nine in ten would keep nearly all.
    scores = [0.01 + 0.0001 * i for i in range(900)] + [0.6] * 100
    y = [1.0 if i % 30 == 0 else 0.0 for i in range(900)] + [1.0] * 100
    found = thresholds(y, scores)
    unsure = sum(found["clear_below"] <= score < found["flag_at"] for score in scores)
    assert unsure <= 0.2 * len(scores)


def test_the_first_threshold_leaves_most_harmless_texts_alone():
    assert spared_from([0.1] * 20) == 0.15
    assert spared_from([0.1] * 18 + [0.9] * 2) == 0.15
    assert spared_from([0.1] * 17 + [0.42, 0.9, 0.9]) == 0.45


def test_a_concern_is_flagged_from_the_middle_of_what_is_as_good_and_a_severe_one_from_the_lowest():
    y, scores = [0.0] * 50 + [1.0] * 50, [0.1] * 50 + [0.8] * 50
    spared = [0.05] * 8 + [0.4] * 2
    for given, flag_at in (
        ({}, 0.8),
        ({"concern": True}, 0.45),
        ({"concern": True, "severe": [0.9]}, 0.15),
        ({"concern": True, "severe": [0.9], "spare": spared}, 0.45),
    ):
        assert thresholds(y, scores, **given)["flag_at"] == flag_at


@pytest.mark.parametrize(
    ("needless", "flag_at"),
    [
        pytest.param(1, 0.15, id="an F1 of .990: as good"),
        pytest.param(3, 0.15, id="an F1 of .971: worth it for what is severe"),
        pytest.param(4, 0.35, id="an F1 of .962: too dear"),
    ],
)
def test_more_is_flagged_where_severe_cases_are_known_as_long_as_it_is_worth_it(needless, flag_at):
    y = [0.0] * 50 + [1.0] * 50
    scores = [0.1] * (50 - needless) + [0.3] * needless + [0.8] * 50
    assert thresholds(y, scores, concern=True, severe=[0.9])["flag_at"] == flag_at


def test_a_threshold_is_never_below_what_spares_harmless_texts():
    y, scores = [0.0] * 50 + [1.0] * 50, [0.1] * 50 + [0.3] * 50
    assert thresholds(y, scores)["flag_at"] <= 0.3
    assert thresholds(y, scores, concern=True, spare=[0.4] * 10)["flag_at"] == 0.45


def test_severe_comments_stay_in_sight_as_long_as_the_queue_of_unsure_ones_is_readable():
    y = [0.0] * 80 + [1.0] * 20
    scores = [0.01] * 70 + [0.2] * 10 + [0.6] * 20
    assert thresholds(y, scores)["clear_below"] > 0.2
    assert thresholds(y, scores, severe=[0.2] * 20)["clear_below"] == 0.2
    crowded = [0.2] * 80 + [0.6] * 20
    assert thresholds(y, crowded, severe=[0.1] * 20)["clear_below"] > 0.1


def test_what_thresholds_do_is_told_over_all_and_by_kind_of_site():
    at = {"flag_at": 0.5, "clear_below": 0.2}
    judged = [
        Judgement(site, truth, verdict(score, at))
        for site, truth, score in [
            ("news", True, 0.9), ("news", False, 0.5), ("reddit", True, 0.1),
            ("reddit", False, 0.2),
        ]
    ]  # fmt: skip
    assert [j.verdict for j in judged] == ["flag", "flag", "clear", "unsure"]
    said = reason(judged, raised=False)
    assert said.startswith("On 4 held-out comments of several sites (2 with the label)")
    assert "25% of all and 50% of those with the label are clear" in said
    assert "news (n 2) precision 0.50" in said
    assert "reddit (n 2) precision unknown" in said
    assert "raised" not in said
    assert "raised" in reason(judged, raised=True)
    alone = reason([j for j in judged if j.site == "news"], raised=False)
    assert alone.startswith("On 2 held-out comments of one kind of site (news) (1 with the label)")
    assert "By kind of site" not in alone
