"""An expression tried only at its first words finds what a search for it finds."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_texts import every_alternative
from rule_modules import RULE_MODULES
from thoroughness import examples

from analysis.labels import evidence_figures
from analysis.labels.author_text import AuthorText
from analysis.labels.first_words import FirstWords
from analysis.labels.word_lists import WordLists

SHIPPED = [
    value
    for module in RULE_MODULES
    for value in vars(module).values()
    if isinstance(value, FirstWords)
]
FIRST = sorted(word for first in SHIPPED for word in first.words)
NO_LISTS = WordLists({})


def assert_none_hidden(first: FirstWords, text: str) -> None:
    words = AuthorText(text, (), NO_LISTS)
    if first is evidence_figures._FRACTION and words.has_digits:
        return  # the rule searches then
    expected = [match.span() for match in first.pattern.finditer(words.folded)]
    assert [match.span() for match in first.matches(words)] == expected, first.pattern.pattern


@pytest.mark.hypothesis
@pytest.mark.parametrize("first", SHIPPED, ids=lambda first: first.pattern.pattern[:30])
def test_no_match_is_hidden(first: FirstWords) -> None:
    around = st.sampled_from(["", " ", "  ", ". ", "\n", "\t", "'", "_", "-", "x", "é", "0", ","])
    pieces = st.one_of(st.from_regex(first.pattern), st.sampled_from(FIRST), around)

    @given(st.lists(st.tuples(pieces, around), max_size=6))
    @settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
    def none_hidden(parts: list[tuple[str, str]]) -> None:
        text = "".join(piece + gap for piece, gap in parts)
        assert_none_hidden(first, text)
        assert_none_hidden(first, text.replace("7", "q"))

    none_hidden()
    for text in every_alternative(first.pattern):
        for framed in (text, f"well {text} {text}", f"x{text} '{text}", f"\n{text}.{text}"):
            assert_none_hidden(first, framed)


def test_the_shipped_expressions_are_many_and_begin_with_a_word() -> None:
    assert len(SHIPPED) > 15
    for first in SHIPPED:
        assert first.pattern.pattern.startswith(r"\b")
        assert first.words


def test_a_match_does_not_begin_inside_another() -> None:
    first = FirstWords("so", re.compile(r"\bso[^.]{0,9}"))
    words = AuthorText("So so what. also so", (), NO_LISTS)
    assert [match.group() for match in first.matches(words)] == ["so so what", "so"]


def test_words_that_are_noted_later_are_found_as_well() -> None:
    assert [
        *FirstWords("zebra", re.compile(r"\bzebra")).matches(AuthorText("A zebra", (), NO_LISTS))
    ]
