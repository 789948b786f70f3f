"""Disgust at a group counts in either order; disgust at what is done to it does not."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.disgust import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def disgusts(text: str) -> bool:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return any(list(rule.find(words)) for rule in RULES)


@pytest.mark.parametrize(
    "text",
    [
        "My skin crawls when a man in a skirt serves me.",
        "I feel ill every time a Muslim family gets on the tram.",
        "i cross the road when i see black people",
        "Two men kissing turns my stomach.",
        "The sight of disabled people revolts me.",
        "Old people on the bus make me gag, and gays make me sick too.",
    ],
)
def test_disgust_at_a_group_is_seen(text: str) -> None:
    assert disgusts(text)


@pytest.mark.parametrize(
    "text",
    [
        "I feel sick when I see how refugees are treated.",
        "It disgusts me that disabled people wait six weeks.",
        "It makes me sick to watch gay people being spat at.",
        "Racism against Roma makes me sick.",
        "I always feel sick on boats, and the Greeks gave me ginger.",
        "Women feel sick on that ferry.",
        "The pensioners' soup made me throw up.",
        "I don't feel sick when immigrants move in.",
        "People who say that gays disgust them disgust me.",
        "The way lesbians were sacked turns my stomach.",
    ],
)
def test_disgust_at_what_is_done_to_it_is_left_alone(text: str) -> None:
    assert not disgusts(text)
