"""Examples made from others keep what they say: labels, and the places of passages."""

from __future__ import annotations

import random

import pytest

from analysis.training.augmentation import SPELLINGS, Augmentation, augmented, evasive, joined
from analysis.training.example import Example

RUDE = Example(
    "authored", "1", "g", "What a numpty you are.", None,
    {"possible_hostility": 0.97, "disagreement": 0.03}, {"possible_hostility": ((5, 21),)},
)  # fmt: skip
CIVIL = Example(
    "authored", "2", "g", "The tram was late again.", None,
    {"possible_hostility": 0.03, "generalization": 0.03}, {"possible_hostility": ()},
)  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_evasive_spelling_changes_the_word_and_keeps_its_first_letter_or_look(spelling):
    changed = {spelling("numpty", random.Random(seed)) for seed in range(20)}
    assert changed != {"numpty"}
    assert all(len(word) >= 5 for word in changed)


def test_a_hostile_text_is_rewritten_inside_its_hostile_phrase_only():
    for seed in range(30):
        text = evasive(RUDE, random.Random(seed)).text
        assert text.startswith("What ")
        assert text.endswith(".")


def test_a_rewritten_text_keeps_its_answers_and_loses_its_passages():
    changed = evasive(RUDE, random.Random(3))
    assert changed.targets == RUDE.targets
    assert changed.spans == {}


@pytest.mark.parametrize("seed", range(6))
def test_two_comments_joined_are_hostile_where_one_is_and_marked_there(seed):
    both = joined(RUDE, CIVIL, random.Random(seed))
    assert both.targets == {"possible_hostility": pytest.approx(0.9709)}
    ((start, end),) = both.spans["possible_hostility"]
    assert both.text[start:end] == "a numpty you are"


def test_only_the_named_sources_are_rewritten_and_the_same_way_each_time():
    other = Example("ucc", "3", "g", "A longer sentence about harbours.")
    rows = [RUDE, CIVIL, other] * 50
    plan = Augmentation(evasive=0.3, joined=0.3, sources=frozenset({"authored"}))
    first, again = augmented(rows, plan, seed=1), augmented(rows, plan, seed=1)
    assert first == again
    assert len(first) == len(rows)
    assert all(a == b for a, b in zip(first, rows, strict=True) if b.source == "ucc")
    assert 40 < sum(a != b for a, b in zip(first, rows, strict=True)) < 80
