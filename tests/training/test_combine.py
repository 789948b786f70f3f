"""How rules and model are joined: who counts how much from all rows, how surely from comments."""

from __future__ import annotations

import pytest

from analysis.combination import Combination, PoolWeights
from analysis.domain.errors import BadInput
from analysis.labels import LABEL_KEYS
from analysis.training.combine import fit_combination
from analysis.training.example import Example
from analysis.training.product_answers import Answers
from analysis.training.rules_alone import clear_without_a_cue, usual_answer

SCORERS = ("rules", "embedded-open")


def rows(source: str, said: float, yes: int, no: int) -> list[tuple[Example, float]]:
    """Rows to which the model says the same; so many have every label, so many have none."""
    return [
        (Example(source, str(n), str(n), "", targets=dict.fromkeys(LABEL_KEYS, truth)), said)
        for n, truth in enumerate([1.0] * yes + [0.0] * no)
    ]


def answers(listed: list[tuple[Example, float]]) -> Answers:
    said = {
        "rules": [0.3] * len(listed),
        "embedded-open": [chance for _, chance in listed],
    }
    by_scorer = {name: dict.fromkeys(LABEL_KEYS, column) for name, column in said.items()}
    return Answers([example for example, _ in listed], by_scorer)


def test_the_joint_answer_is_as_sure_as_comments_allow_not_as_texts_of_ours_do() -> None:
    comments = rows("readings_pool", 0.9, 140, 60) + rows("readings_pool", 0.1, 60, 140)
    ours = rows("authored", 0.9, 396, 4) + rows("authored", 0.1, 4, 396)
    pools = fit_combination(answers(comments + ours), answers(comments), ["open"])
    fitted = Combination("t", pools)
    for label in LABEL_KEYS:
        for said, share in ((0.9, 0.7), (0.1, 0.3)):
            chance = fitted.probability(label, {"rules": 0.3, "embedded-open": said})
            assert chance == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(
    ("scorers", "bias", "is_moved"),
    [
        pytest.param(("rules",), 0.0, True, id="the rules alone, unsure without a cue"),
        pytest.param(("rules",), -2.0, False, id="the rules alone, clear already"),
        pytest.param(("rules", "embedded-open"), 0.0, False, id="a model beside them"),
    ],
)
def test_without_a_model_a_comment_without_a_cue_is_clear(
    scorers: tuple[str, ...], bias: float, is_moved: bool
) -> None:
    pool = PoolWeights(bias, dict.fromkeys(scorers, 1.0))
    moved = clear_without_a_cue(pool, 0.17, 0.06)
    assert (moved != pool) is is_moved
    if scorers == ("rules",):
        chance = Combination("t", {"l": (moved,)}).probability("l", {"rules": 0.17})
        assert chance < 0.06


def test_what_the_rules_say_most_often_is_their_usual_answer() -> None:
    listed = rows("readings_pool", 0.9, 1, 2)
    said = {key: [0.4, 0.2, 0.2] for key in LABEL_KEYS}
    natural = Answers([example for example, _ in listed], {"rules": said})
    assert usual_answer(natural, LABEL_KEYS[0]) == 0.2


def test_comments_that_all_have_a_label_fit_nothing() -> None:
    mixed, alike = rows("readings_pool", 0.9, 5, 5), rows("readings_pool", 0.9, 5, 0)
    with pytest.raises(BadInput):
        fit_combination(answers(mixed), answers(alike), ["open"])
