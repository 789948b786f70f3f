"""Emoji as words: what the encoder's vocabulary lacks, with every place mapped back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scorers.embedded_text import picture_name, spelled


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("you 🐀", "you rat"),
        ("see you soon🔪", "see you soon knife"),
        ("👍🏽 nice", "thumbs up nice"),
        ("🤡🤡🤡🤡", "clown clown"),
        ("🤡 and 🤡 and 🤡", "clown and clown and clown"),
        ("❤️", "heart"),
        ("🇨🇦", "flag flag"),
    ],
)
def test_a_picture_is_read_as_its_name(text, words):
    assert " ".join(spelled(text).text.split()) == words


@pytest.mark.parametrize("text", ["plain words", "Ça va, señor?", "naïve – “quote” …", "日本", ""])
def test_words_and_punctuation_stay_as_they_are(text):
    assert spelled(text).text == text


@given(st.text(alphabet=st.sampled_from("ab 🐀🔪👍🏽️‍é\n"), max_size=40))
def test_every_letter_knows_the_character_it_came_from(text):
    view = spelled(text)
    assert len(view.starts) == len(view.ends) == len(view.text)
    assert list(view.starts) == sorted(view.starts)
    for letter, start, end in zip(view.text, view.starts, view.ends, strict=True):
        source = text[start:end]
        assert letter == source or letter in f" {picture_name(source)} "
