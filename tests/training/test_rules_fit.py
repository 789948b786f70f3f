"""Weighing the rules: what is held out, how weights behave, what the parser is asked."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.span import Span
from analysis.labels import RULES
from analysis.scorers.rules_grammar import SentenceParser, StatementFinder
from analysis.settings import Settings
from analysis.text.prepare import Preparer
from analysis.training.example import Example
from analysis.training.rules_fit import FLOOR, fit, intercept_for, interval, matrix, target

NAMES = [rule.name for rule in RULES]
LABEL = "possible_hostility"


def of(text: str, **targets: float) -> Example:
    return Example("authored", text, "g", text, targets=targets)


@pytest.mark.parametrize(
    ("targets", "hostile", "sharp"),
    [
        ({LABEL: 0.97, "hostility.sharp": 0.97}, 0.97, 0.97),
        ({LABEL: 0.03, "hostility.sharp": 0.97}, 0.03, 0.97),
        ({}, None, None),
    ],
)
def test_hostile_begins_at_level_two_and_sharp_at_one(
    targets: dict[str, float], hostile: float | None, sharp: float | None
) -> None:
    example = of("x", **targets)
    assert target(example, LABEL) == hostile
    assert target(example, "hostility.sharp") == sharp


def test_a_rule_that_says_nothing_keeps_its_prior_and_a_useless_one_falls_to_the_floor() -> None:
    random = np.random.default_rng(1)
    values = np.zeros((2_000, len(RULES)))
    useless, useful = NAMES.index("hostility.name_calling"), NAMES.index("hostility.mind")
    silent = NAMES.index("hostility.threat")
    values[:, useless] = random.integers(0, 2, 2_000)
    values[:, useful] = random.integers(0, 2, 2_000)
    answers = np.where(random.random(2_000) < 0.1 + 0.8 * values[:, useful], 1.0, 0.0)
    _, weights = fit(values, answers, LABEL)
    assert weights[useful] > 2.0
    assert FLOOR <= weights[useless] < 0.5
    assert weights[silent] == pytest.approx(RULES[silent].strength, abs=0.01)
    assert not weights[[i for i, rule in enumerate(RULES) if rule.label != LABEL]].any()


def test_the_intercept_makes_the_expected_share_the_true_one() -> None:
    odds = np.array([-1.0, 0.5, 2.0, 0.0])
    answers = np.array([0.0, 0.0, 1.0, 0.0])
    middle = intercept_for(odds, answers)
    assert (1 / (1 + np.exp(-(odds + middle)))).mean() == pytest.approx(0.25)


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    random = np.random.default_rng(2)
    answers = random.integers(0, 2, 300).astype(float)
    scores = answers + random.normal(0, 1.0, 300)
    low, high = interval(answers, scores, draws=60)
    assert 0.5 < low < high < 1.0
    assert (low, high) == interval(answers, scores, draws=60)


def test_the_matrix_has_a_value_where_a_rule_found_something() -> None:
    values = matrix([of("The mayor is a buffoon."), of("It rains.")])
    assert values[0, NAMES.index("hostility.name_calling")] == 1.0
    assert values[1].sum() == 0.0


@pytest.mark.parametrize(
    ("text", "noun", "plain"),
    [
        ("Teachers want longer holidays.", "Teachers", True),
        ("It rains. Cyclists never stop at a red light.", "Cyclists", True),
        ("A poll suggests that teachers want longer holidays.", "teachers", False),
        ("Teachers went on strike on Monday.", "Teachers", False),
        ("The path was built for cyclists.", "cyclists", False),
    ],
)
def test_the_parser_tells_a_plain_statement_from_a_mention(
    text: str, noun: str, plain: bool
) -> None:
    model = Settings().spacy_model
    alone = Discussion(Article("a"), (Comment("c", "a", 1, text),))
    prepared = Preparer(model).prepare(alone)[0]
    at = text.index(noun)
    parser = SentenceParser(model)
    states = StatementFinder(prepared, parser)
    states(Span(at, at + len(noun)))
    assert states.guesses == 1  # the sentence is noted, and parsed with those of other comments
    parser.parse_noted()
    assert states(Span(at, at + len(noun))) is plain
