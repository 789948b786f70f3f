"""What is marked of the original: nobody else's words."""

import pytest
from written_thread import prepared

from analysis.domain.span import Span
from analysis.text.evidence_spans import evidence_span, longest_outside


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


def test_of_what_lies_in_quotes_nothing_is_left():
    assert longest_outside("a quoted b", Span(2, 8), [Span(1, 9)]) is None
    assert longest_outside("a quoted b", Span(0, 10), [Span(2, 4), Span(4, 8)]) == Span(0, 1)
