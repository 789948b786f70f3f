"""Words of a threat in a game, a warning or a gift, or of a thing, and what only looks like it."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.severe_rules import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def threatens(text: str) -> bool:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return any(list(rule.find(words)) for rule in RULES if rule.name == "hostility.threat")


@pytest.mark.parametrize(
    "text",
    [
        "I'm gonna destroy you at scrabble.",
        "I'll shoot you as soon as you respawn.",
        "We will beat you four nil on Sunday.",
        "You're going to get hurt if you keep climbing without a rope.",
        "You will die without water up there.",
        "If you leave the gas on, your house will burn.",
        "I will cut you a slice, wait.",
        "I'll hunt you down an old copy.",
        "Malaria can rot in hell.",
        "This printer is a piece of junk and deserves to be thrown in the river.",
        "Burn in hell, wisdom tooth.",
        "Put a bullet in this bill.",
        "May you drop dead of old age.",
    ],
)
def test_another_sense_is_no_threat(text: str) -> None:
    assert not threatens(text)


@pytest.mark.parametrize(
    "text",
    [
        "I'm gonna destroy you at home, in front of your kids.",
        "I'll shoot you as soon as you come round.",
        "You're going to get hurt if you keep writing about us.",
        "You will die without a word from me.",
        "If you touch our lads again you'll be dead.",
        "I will cut you a second mouth.",
        "The man with the printer deserves to be thrown in the river.",
        "Anyone caught with that book ought to be horsewhipped.",
        "You're dead on Monday.",
        "Burn in hell, councillor.",
        "Put a bullet in him.",
    ],
)
def test_a_threat_beside_it_is_one(text: str) -> None:
    assert threatens(text)
