"""The original on screen is the original: pieces join to the text, marks cover their spans."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.span import Span
from analysis.services.moderation.text_pieces import pieces


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    text = draw(st.text(max_size=60))
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda pair: Span(min(pair), max(pair)))
    return text, draw(st.lists(span, max_size=6)), draw(st.lists(span, max_size=3))


@given(text_and_spans())
def test_pieces_join_to_the_very_text(case: tuple[str, list[Span], list[Span]]) -> None:
    text, marks, quotes = case
    assert "".join(piece.text for piece in pieces(text, marks, quotes)) == text


@given(text_and_spans())
def test_each_mark_covers_exactly_its_span(case: tuple[str, list[Span], list[Span]]) -> None:
    text, marks, quotes = case
    found = pieces(text, marks, quotes)
    for number, span in enumerate(marks):
        assert "".join(p.text for p in found if number in p.marks) == span.of(text)
    for number, span in enumerate(quotes):
        assert "".join(p.text for p in found if number in p.quotes) == span.of(text)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("plain", [], [("plain", ())]),
        ("", [], []),
        (
            "abcdef",
            [Span(1, 4), Span(2, 6)],
            [("a", ()), ("b", (0,)), ("cd", (0, 1)), ("ef", (1,))],
        ),
        ("👍🏽 no", [Span(3, 5)], [("👍🏽 ", ()), ("no", (0,))]),
        ("short", [Span(3, 99)], [("sho", ()), ("rt", (0,))]),
    ],
)
def test_overlaps_emoji_and_overlong_spans(
    text: str, marks: list[Span], expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(piece.text, piece.marks) for piece in pieces(text, marks)] == expected


def test_the_time_goes_by_the_number_of_marks() -> None:
    def spent(marks: int) -> float:
        spans = [Span(5 * n, 5 * n + 4) for n in range(marks)]
        text = "word " * marks
        gc.disable()  # a collection goes by all that the test run holds
        try:
            begun = time.thread_time()
            pieces(text, spans, spans)
            return time.thread_time() - begun
        finally:
            gc.enable()

    # 8 is linear, 64 quadratic; a busy machine may disturb one measure, not three.
    assert min(spent(16_000) for _ in range(3)) < 24 * min(spent(2_000) for _ in range(3))
