"""A comment in two lines: cut between words with a sign, around what a search found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.span import Span
from analysis.services.moderation.snippets import snippet
from analysis.storage.search import hits

LONG = "one two three four five six seven eight nine ten eleven"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 10, "short"),
        ("exactly it", 10, "exactly it"),
        ("exactly it is", 9, "exactly…"),
        (LONG, 24, "one two three four five…"),
        ("x" * 30, 10, "x" * 10 + "…"),  # a word without an end
        ("", 10, ""),
    ],
)
def test_a_text_that_goes_on_says_so(text: str, limit: int, shown: str) -> None:
    assert snippet(text, limit=limit).text == shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("THREE", ["three"]),
        ('"five six"', ["five six"]),
        ('"six five"', []),
        ("thr", []),  # a search finds whole words
        ("one eleven", ["one", "eleven"]),
        ("two three", ["two", "three"]),
    ],
)
def test_hits_are_the_words_that_the_database_finds(typed: str, words: list[str]) -> None:
    assert [span.of(LONG) for span in hits(LONG, typed)] == words


@pytest.mark.parametrize("text", ["Ein Café.", "Ein Cafe\u0301."])
def test_case_and_accents_make_no_difference(text: str) -> None:
    [found] = hits(text, "CAFE")
    assert found.of(text) == text[4:-1]


def test_a_late_hit_is_shown_with_what_stands_around_it() -> None:
    text = "word " * 100 + "needle " + "word " * 100
    shown = snippet(text, hits(text, "needle"), limit=80)
    assert shown.text.startswith("…word")
    assert shown.text.endswith("word…")
    assert [span.of(shown.text) for span in shown.hits] == ["needle"]


@given(
    st.text(st.sampled_from("ab \n"), max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 9)), max_size=4),
    st.integers(1, 60),
)
def test_what_is_shown_is_a_piece_of_the_original_and_hits_lie_in_it(
    text: str, places: list[tuple[int, int]], limit: int
) -> None:
    inside = [Span(a, min(len(text), a + n)) for a, n in sorted(places) if a < len(text)]
    shown = snippet(text, inside, limit=limit)
    assert shown.text.strip("…") in text
    assert len(shown.text.strip("…")) <= limit
    assert all(span.of(shown.text) in text and span.end <= len(shown.text) for span in shown.hits)
