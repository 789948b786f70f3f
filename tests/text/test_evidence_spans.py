"""What is marked of the original: nobody else's words, and signs only whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_thread import prepared

from analysis.domain.span import Span
from analysis.text.evidence_spans import evidence_span, longest_outside
from analysis.text.whole_signs import whole_signs


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (
            "Yours, a voter, says that he wrote «Go and kill yourself, you cockroach» today.",
            "Yours, a voter, says that he wrote",
        ),
        ("Mr Moron here parks wherever he likes.", "here parks wherever he likes."),
        ("No. > 3\n\n> you fool and oaf\n\nYou are a very bad liar.", "You are a very bad liar."),
        ("You are a very bad liar.", "You are a very bad liar."),
    ],
)
def test_evidence_over_a_quote_marks_the_longest_part_of_own_words(text, marked):
    result = prepared(text)
    span = evidence_span(result, Span(0, len(result.own.text)))
    assert span.of(text) == marked
    assert not any(quote.span.overlaps(span) for quote in result.quotes)


def test_evidence_beside_a_quote_is_what_it_was():
    text = "You liar. He wrote «Go and kill yourself, you cockroach» today, oaf."
    result = prepared(text)
    for word in ("liar", "oaf"):
        at = result.own.text.index(word)
        assert evidence_span(result, Span(at, at + len(word))).of(text) == word


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("You are a कमीने", "कमीन", "कमीने"),
        ("a 🤡🏿!", "🤡", "🤡🏿"),
        ("🐷\ufe0f pig", "🐷", "🐷\ufe0f"),
        ("cafe\u0301!", "cafe", "cafe\u0301"),
        ("🏳\ufe0f\u200d🌈 flag", "🏳", "🏳\ufe0f\u200d🌈"),
        ("🏳\ufe0f\u200d🌈 flag", "🌈", "🏳\ufe0f\u200d🌈"),
        ("👩\u200d⚕\ufe0f!", "⚕", "👩\u200d⚕\ufe0f"),
        ("🇩🇪🇫🇷 are", "🇪🇫", "🇩🇪🇫🇷"),
        ("🏴\U000e0067\U000e0062\U000e007f!", "🏴", "🏴\U000e0067\U000e0062\U000e007f"),
        # Near misses: whole signs beside each other stay apart.
        ("🇩🇪🇫🇷 are", "🇩🇪", "🇩🇪"),
        ("🇩🇪🇫🇷 are", "🇫🇷", "🇫🇷"),
        ("🤡🤡", "🤡", "🤡"),
        ("idiot\u200dyou", "you", "you"),
        ("naïve fool", "fool", "fool"),
        ("café", "caf", "caf"),
        (" \u0301x", "\u0301x", "\u0301x"),
    ],
)
def test_no_sign_is_cut(text, part, whole):
    at = text.index(part)
    assert whole_signs(text, Span(at, at + len(part))).of(text) == whole


@given(
    st.text(alphabet="a 🇩🇪\u0301\u200d🤡🏿\ufe0f", min_size=1, max_size=12),
    st.integers(0, 11),
    st.integers(1, 12),
)
def test_whole_signs_hold_the_range_and_stay_what_they_are(text, start, size):
    span = Span(min(start, len(text) - 1), min(start + size, len(text)))
    if len(span):
        whole = whole_signs(text, span)
        assert whole.contains(span)
        assert whole_signs(text, whole) == whole


def test_of_what_lies_in_quotes_nothing_is_left():
    assert longest_outside("a quoted b", Span(2, 8), [Span(1, 9)]) is None
    assert longest_outside("a quoted b", Span(0, 10), [Span(2, 4), Span(4, 8)]) == Span(0, 1)
