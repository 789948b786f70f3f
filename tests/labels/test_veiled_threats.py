"""Threats without a word of violence and urges to die; warnings, lifts and help beside them."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.veiled_threats import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def rules_on(text: str) -> set[str]:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return {rule.name.removeprefix("hostility.") for rule in RULES if list(rule.find(words))}


@pytest.mark.parametrize(
    "text",
    [
        "Lovely shop. It would be a shame if something happened to it.",
        "be a pity if that pretty garden met a brick",
        "I'd hate for something to happen to your little one.",
        "Next time you'll leave in an ambulance.",
        "Anyone who plays there again goes home in a box.",
        "Keep talking and see what happens to your dog.",
        "One more word about my sister and you'll wake up in a ditch.",
        "Come round here and say it, see if you walk out.",
        "We know which bus your daughter takes.",
        "i know where your nan sleeps",
    ],
)
def test_a_threat_may_be_veiled(text: str) -> None:
    assert "veiled_threat" in rules_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "Have you considered not waking up tomorrow?",
        "have u tried hanging yourself",
        "Take the whole bottle next time.",
        "Just jump already, we're all waiting.",
        "go lie on the motorway",
        "hurry up and die",
        "The world would be a nicer place if you had never been born.",
        "Your mother would be happier without you.",
    ],
)
def test_an_urge_to_die_is_seen(text: str) -> None:
    assert "urges_death" in rules_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "It would be a shame if the library closed.",
        "It's a pity if something happened to the parcel on the way.",
        "Shame if you burned out over a hobby.",
        "My gran left in an ambulance on Sunday.",
        "You'll end up in a wheelchair if you climb without a rope.",
        "Keep talking to your plants and see what happens.",
        "Keep writing and you will see how far you get.",
        "I know which bus you take, so I kept you a seat, fancy sharing a cake?",
        "I know where you got that figure.",
        "We know when the bus takes your road.",
        "Have you considered jumping to the second chapter?",
        "Have you thought about ending it? Please ring somebody tonight.",
        "Take the whole packet of antibiotics, as the doctor said.",
        "Just jump in, the water is lovely.",
        "do a flip off the diving board",
        "We would be happier if you came along.",
        "You say that everyone would be better off without you, but I would not.",
        "Nobody would be happier without you.",
        "The team will be better without the old kit.",
    ],
)
def test_warnings_lifts_and_help_are_left_alone(text: str) -> None:
    assert rules_on(text) == set()
