"""Sentences of people who type fast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.domain.span import Span
from analysis.text.sentences import _BEFORE_WORD, _add, _word_before, sentences


def split(text):
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("i agree. he is right", ["i agree.", "he is right"]),
        ("What?? No way... Really?!", ["What??", "No way...", "Really?!"]),
        ("That is wrong.He never said so.", ["That is wrong.", "He never said so."]),
        ("He left,you know?She stayed", ["He left,you know?", "She stayed"]),
        ('She said "never." Then she left.', ['She said "never."', "Then she left."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("A heading\n\nand a small start", ["A heading", "and a small start"]),
        ("(Just saying.) Fine.", ["(Just saying.)", "Fine."]),
        ("これは本です。いいですね！", ["これは本です。", "いいですね！"]),
        ("1. Buy a ticket. 2. Ride.", ["1. Buy a ticket.", "2. Ride."]),
        ("I said so, etc. Then I left.", ["I said so, etc.", "Then I left."]),
        ("I have 3. You have none.", ["I have 3.", "You have none."]),
        ("So do I. You too.", ["So do I.", "You too."]),
        ("No. It is not.", ["No.", "It is not."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Miller met Dr. Ida Vogel at 3 p.m. in St. Anton.",
        "It costs 45.6 euros, i.e. a lot.",
        "well...no idea",
        "Trams... buses... who cares",
        "See www.post.example.org/Lines or post.example for more",
        "J. K. Larsen wrote it",
        "the U.S. has none of it",
        "a line that was broken\nby some editor",
        "No. 7 is the tram",
    ],
)
def test_what_is_no_end_of_a_sentence(text):
    assert split(text) == [text]


@given(st.text(alphabet=st.sampled_from("aB1 .!?…\n\"'”)。-"), max_size=60))
def test_sentences_are_ordered_disjoint_and_lose_only_space(text):
    spans = sentences(text)
    at = 0
    for span in spans:
        assert text[at : span.start].strip() == ""
        assert span.start < span.end
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert text[at:].strip() == ""


spaced = st.text(alphabet=st.sampled_from("aB1 .\n\t\u00a0\u2003\x1c\"'([<“-"), max_size=30)


@given(spaced, st.data())
def test_the_word_before_a_place_is_what_a_look_at_each_character_finds(text, data):
    end = data.draw(st.integers(0, len(text)))
    first = data.draw(st.integers(0, end))
    at = end
    while at > first and not (text[at - 1] in _BEFORE_WORD or text[at - 1].isspace()):
        at -= 1
    assert _word_before(text, end, first) == text[at:end]


@given(spaced, st.data())
def test_a_sentence_is_trimmed_as_a_look_at_each_character_does(text, data):
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    inside = [at for at in range(start, end) if not text[at].isspace()]
    spans: list[Span] = []
    _add(spans, text, start, end)
    assert spans == ([Span(inside[0], inside[-1] + 1)] if inside else [])
