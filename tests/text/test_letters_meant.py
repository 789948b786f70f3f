"""Signs that stand for letters: spelling them out names the word that comparing all would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.text.vocabulary import SYMBOLS, disguised

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = sorted(word for word in disguised().words if word.isascii() and word.isalpha())


@st.composite
def disguises(draw: st.DrawFn) -> list[str]:
    """What each place of a word may be; most places are the word's own letters."""
    choices = []
    for letter in draw(st.sampled_from(WORDS)):
        signs = [letters for letters in SYMBOLS.values() if letter in letters]
        choices.append(draw(st.sampled_from([letter, *signs, draw(st.sampled_from(LETTERS)), ""])))
    return choices


@given(disguises())
@settings(max_examples=examples(200))
def test_spelled_out_and_compared_are_one(choices: list[str]) -> None:
    known = disguised()
    alike = (
        word
        for word in known.by_length.get(len(choices), ())
        if all(not c or letter in c for letter, c in zip(word, choices, strict=True))
    )
    assert known._matching(choices) == next(alike, None)
