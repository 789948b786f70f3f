"""A wish for harm needs somebody and a harm; good wishes in dark words are near misses."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.wished_harm import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def wishes(text: str) -> bool:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return any(list(rule.find(words)) for rule in RULES)


@pytest.mark.parametrize(
    "text",
    [
        "hope ur house burns with you in it",
        "May every one of those bailiffs go blind.",
        "I hope his new boat sinks and he drowns.",
        "Hoping whoever did this never walks again.",
        "Hope somebody shoots him.",
        "May your brakes fail, conductor.",
        "Hope the crane falls on them at lunch.",
        "May the next virus take them all.",
        "Let the whole lot of them freeze.",
        "They had their chance, so let them starve",
        "I want that judge to suffer.",
        "We'd love to see him hanged, and I would love to see them burn.",
        "Wishing you a slow cancer.",
        "Praying for an aneurysm for the choirmaster.",
        "Pity the bus only clipped his elbow.",
        "Shame that bomb didn't go off.",
        "If only the flu had taken her instead of the dog.",
        "Everything was fine until you came, pity you were never born with it and shame you hadn't "
        "been born dumb.",
        "The town would be a quiet place if he had never been born.",
    ],
)
def test_who_shall_suffer_what(text: str) -> None:
    assert wishes(text)


@pytest.mark.parametrize(
    "text",
    [
        "I hope you never drown in those waves.",
        "May nobody drown at the regatta.",
        "Hope he doesn't get cancer again.",
        "I hope the cancer never comes back.",
        "Hope the bus takes you to the right end of town.",
        "hope he beats you at darts",
        "I hope you die of old age, my dear.",
        "May she die in peace, surrounded by her own.",
        "Hope you choke with laughter, or at least smile.",
        "Let them freeze for two hours and cut them into squares.",
        "Let them burn off the alcohol before you add the cream.",
        "We can't just let them starve!",
        "Why would anyone let him die?",
        "I want him to live.",
        "Praying for a cancer cure.",
        "Wishing you a speedy recovery from the stroke.",
        "Shame the bus hit him, he was a good lad.",
        "Pity the train didn't run.",
        "If only the bus had taken him home.",
        "If only the car hadn't hit her.",
        "If she had never been born I would not have met my wife.",
        "What would the town be like if he had never been born?",
        "Nobody should hope that they drown.",
        "She said she hopes he dies in jail.",
        "He may have got cancer from the paint.",
        "You may get hurt if you climb there.",
    ],
)
def test_good_wishes_and_kitchens_are_left_alone(text: str) -> None:
    assert not wishes(text)
