"""Two or three rude words that other languages share are English; those of others are not."""

import pytest

from analysis.text.english import Kind, kind_of
from analysis.text.language import language_of
from analysis.text.vocabulary import rude_words, words_of_languages


@pytest.mark.parametrize(
    "text",
    [
        "die scum",
        "die bitch",
        "hope u die",
        "u suck",
        "pls die",
        "hang em",
        "ur mom is a troll",
        "numpty",
        "spineless nincompoop",
        "kill urself",
        "my mom",
        "the neighbor canceled",
    ],
)
def test_short_english_is_served(text):
    found = language_of(text)
    assert (found.code, found.supported) == ("en", True)


@pytest.mark.parametrize(
    "text",
    [
        "plus tard",
        "en retard",
        "em casa",
        "em paz",
        "die Bitch nervt",
        "die Party am Haus",
        "u parku",
        "hoe gaat het",
        "es una bitch",
        "abo kündigen",
        "kafir hai tu",
        "du homo",
        "so ein Trottel",
        "nem idiot",
        "man man man ey",
    ],
)
def test_words_of_other_languages_are_not(text):
    assert not language_of(text).supported


def test_words_that_the_rules_look_for_are_english():
    elsewhere = words_of_languages()
    unknown = [word for word in rude_words() if kind_of(word) is Kind.UNKNOWN]
    assert not [word for word in unknown if word not in elsewhere]
