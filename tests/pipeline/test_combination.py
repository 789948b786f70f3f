"""One probability per label from several answers, by weights that a file holds."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.combination import (
    METHOD,
    Combination,
    PoolWeights,
    combination_json,
    fit_pool,
    load_combination,
)
from analysis.domain.errors import BadInput
from analysis.domain.finding import Evidence, Finding, Status, Target
from analysis.domain.log_odds import log_odds_of, sigmoid
from analysis.domain.span import Span
from analysis.labels import LABEL_KEYS
from analysis.resources import seeds_dir

L = "disagreement"


def says(scorer: str, probability: float, **more: object) -> Finding:
    return Finding(L, scorer, Status.SCORED, probability, **more)  # type: ignore[arg-type]


def silent(scorer: str, status: Status, detail: str) -> Finding:
    return Finding(L, scorer, status, detail=detail)


POOLS = Combination(
    "v",
    {L: (PoolWeights(0.0, {"a": 1.0}), PoolWeights(-1.0, {"a": 0.5, "b": 0.5}))},
)


@given(st.floats(0.001, 0.999))
def test_a_lone_scorer_with_weight_one_keeps_its_answer(p: float) -> None:
    assert POOLS.combine(L, [says("a", p)]).probability == pytest.approx(p)


def test_the_weights_are_those_of_the_scorers_that_answered() -> None:
    both = POOLS.combine(L, [says("a", 0.8), says("b", 0.4)])
    assert both.probability == pytest.approx(
        sigmoid(-1 + 0.5 * log_odds_of(0.8) + 0.5 * log_odds_of(0.4))
    )
    missing = POOLS.combine(L, [says("a", 0.8), silent("b", Status.ABSTAINED, "no words")])
    assert missing.probability == pytest.approx(0.8)
    assert len(missing.parts) == 2


def test_a_scorer_without_weight_is_shown_and_named() -> None:
    result = POOLS.combine(L, [says("a", 0.8), says("new", 0.1)])
    assert result.probability == pytest.approx(0.8)
    assert result.detail == "new: shown, without weight in the answer"


def test_the_failure_of_a_scorer_without_weight_leaves_the_answer() -> None:
    result = POOLS.combine(L, [says("a", 0.8), silent("new", Status.FAILED, "x")])
    assert result.status is Status.SCORED
    assert result.probability == pytest.approx(0.8)
    assert result.detail == "new failed: x"


def test_the_failure_of_a_scorer_with_weight_is_no_answer_of_the_others() -> None:
    result = POOLS.combine(L, [says("a", 0.1), silent("b", Status.FAILED, "x")])
    assert (result.status, result.probability) == (Status.FAILED, None)
    assert result.detail == "b failed: x"


def test_of_two_sets_as_large_the_later_one_counts() -> None:
    pools = (PoolWeights(0.0, {"a": 0.5, "b": 0.5}), PoolWeights(0.0, {"a": 0.2, "c": 0.8}))
    parts = [says("a", 0.5), says("b", 0.9), says("c", 0.7)]
    result = Combination("v", {L: pools}).combine(L, parts)
    assert result.probability == pytest.approx(sigmoid(0.8 * log_odds_of(0.7)))
    assert result.detail == "b: shown, without weight in the answer"


def test_scorers_that_no_fit_knows_have_an_even_say() -> None:
    result = Combination("v", {}).combine(L, [says("x", 0.9), says("y", 0.5)])
    assert result.probability == pytest.approx(sigmoid(log_odds_of(0.9) / 2))


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([], Status.ABSTAINED),
        ([silent("a", Status.ABSTAINED, "x")], Status.ABSTAINED),
        ([silent("a", Status.FAILED, "x")], Status.FAILED),
        ([silent("a", Status.ABSTAINED, "x"), silent("b", Status.FAILED, "y")], Status.FAILED),
    ],
)
def test_no_answer_never_looks_like_a_low_score(parts: list[Finding], status: Status) -> None:
    result = POOLS.combine(L, parts)
    assert (result.status, result.probability) == (status, None)
    assert result.detail


@pytest.mark.parametrize("extreme", [0.0, 1.0])
def test_certain_answers_stay_finite(extreme: float) -> None:
    probability = POOLS.combine(L, [says("a", extreme)]).probability
    assert probability is not None
    assert 0 <= probability <= 1
    assert abs(probability - extreme) < 1e-5


def test_evidence_and_facets_of_all_that_scored_are_kept_in_order() -> None:
    late = Evidence(Span(9, 12), "x", "a", "r")
    early = Evidence(Span(1, 4), "y", "b", "r")
    result = POOLS.combine(
        L,
        [
            says("a", 0.5, facets=("x", "z"), evidence=(late,)),
            says("b", 0.5, facets=("y", "x"), evidence=(early,), target=Target("article")),
        ],
    )
    assert result.facets == ("x", "z", "y")
    assert result.evidence == (early, late)
    assert result.target == Target("article")


def test_a_fit_finds_who_knows_and_who_guesses() -> None:
    draw = random.Random(7)
    truth = [draw.random() < 0.4 for _ in range(600)]
    knows = [sigmoid(draw.gauss(1.5 if t else -1.5, 1.0)) for t in truth]
    guesses = [draw.uniform(0.1, 0.9) for _ in truth]
    pool = fit_pool({"knows": knows, "guesses": guesses}, [float(t) for t in truth])
    assert pool.weights["knows"] > 1.5
    assert abs(pool.weights["guesses"]) < 0.3


def test_a_fit_repairs_a_scorer_that_is_too_sure_of_itself() -> None:
    draw = random.Random(8)
    real = [draw.uniform(0.05, 0.95) for _ in range(3000)]
    truth = [float(draw.random() < p) for p in real]
    shouting = [sigmoid(3 * log_odds_of(p) + 1) for p in real]
    pool = fit_pool({"s": shouting}, truth)
    assert pool.weights["s"] == pytest.approx(1 / 3, abs=0.05)
    assert pool.bias == pytest.approx(-1 / 3, abs=0.15)


@pytest.mark.parametrize("truth", [[], [1.0, 1.0], [0.0, 0.0]])
def test_a_fit_needs_both_outcomes(truth: list[float]) -> None:
    with pytest.raises(BadInput, match="with and without"):
        fit_pool({"a": [0.5] * len(truth)}, truth)


def test_a_fit_refuses_answers_that_do_not_belong_to_the_comments() -> None:
    with pytest.raises(BadInput, match="one answer per scorer"):
        fit_pool({"a": [0.5]}, [0.0, 1.0])


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    file.write_text(combination_json(POOLS), encoding="utf-8")
    assert load_combination(file) == POOLS


def test_the_shipped_parameters_know_every_label_and_say_where_they_come_from() -> None:
    shipped = load_combination(seeds_dir() / "combination.json")
    assert set(shipped.pools) == set(LABEL_KEYS)
    assert len(shipped.provenance) > 40
    for pools in shipped.pools.values():
        assert any(set(pool.weights) == {"rules"} for pool in pools)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "missing"),
        ("{", "not a combination"),
        ("[]", "not a combination"),
        (json.dumps({"method": "votes/2"}), "expected 'logit-pool/1'"),
        (json.dumps({"method": METHOD, "pools": {"x": [{}]}}), "KeyError"),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "c.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        load_combination(file)
