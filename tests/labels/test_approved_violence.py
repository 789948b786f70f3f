"""Approval of violence: the deed was right, its victim earned it, it was a joy."""

from __future__ import annotations

import pytest

from analysis.labels.approved_violence import RULES
from analysis.labels.author_text import AuthorText
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def approves(text: str) -> bool:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return any(list(rule.find(words)) for rule in RULES)


@pytest.mark.parametrize(
    "text",
    [
        "What that gunman did was long overdue.",
        "The arsonist did us all a favour.",
        "That bomber should have brought more.",
        "She had it coming, a black eye is nothing.",
        "They got stabbed? Serves them right.",
        "Whoever set fire to the hostel deserves a medal.",
        "To the man who punched that referee: I'd buy him a pint, he should get a medal.",
        "I laughed when I heard they drowned.",
        "we cheered when the minister was shot",
    ],
)
def test_approval_is_seen(text: str) -> None:
    assert approves(text)


@pytest.mark.parametrize(
    "text",
    [
        "What the gunman did was not right.",
        "What that gunman did was wrong and cruel.",
        "What the shooter did was right out of a film.",
        "Nobody has a black eye coming, and she never had it coming.",
        "I had it coming, I kicked the table first.",
        "He said that she had it coming, which is how such men talk about a beating.",
        "We had four parcels and this coming on Monday.",
        "Fined for parking there? Serves him right.",
        "Whoever beat the eggs deserves a medal.",
        "Whoever shot that video deserves a pint.",
        "The man who kicked the winner deserves a statue.",
        "I laughed when the villain was shot in the last episode.",
        "We clapped when he got home.",
        "It was no favour that the mob did us.",
    ],
)
def test_blame_stories_and_small_mishaps_are_left_alone(text: str) -> None:
    assert not approves(text)
