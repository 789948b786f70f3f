"""The model card says what the shipped models' figures say."""

from __future__ import annotations

import json

from analysis.resources import models_dir
from analysis.training.card import BEGIN, CARD, END, figures_table, int8_line, render, with_figures
from analysis.training.combine import thresholds


def test_the_card_is_up_to_date():
    card = CARD.read_text(encoding="utf-8")
    assert BEGIN in card
    assert card == with_figures(card, render(models_dir()))


def test_a_figure_stands_with_its_n_interval_and_baseline():
    figures = {
        "ucc.hostile.auc": {
            "value": 0.84, "low": 0.8, "high": 0.9, "n": 750, "positives": 25, "tfidf_auc": 0.69,
            "length_auc": 0.5,
        },
        "int8_cost.ucc.hostile": {"value": 0.001, "n": 750, "largest_shift": 0.03},
    }  # fmt: skip
    lines = figures_table(figures)
    assert lines[-1] == "| ucc.hostile.auc | 0.840 [0.800, 0.900] | 750 | 25 | 0.690 | 0.500 |"
    assert "-0.0010 to -0.0010 over 1 heads" in int8_line(figures)


def test_a_model_that_is_not_made_is_named_as_such(tmp_path):
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "figures.json").write_text(json.dumps({}))
    page = render(tmp_path)
    assert "### research\n\nNot made yet." in page


def test_the_rest_of_the_card_is_left_alone():
    assert with_figures(f"a\n{BEGIN}\nold\n{END}\nb", "new\n") == f"a\n{BEGIN}\nnew\n{END}\nb"


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
