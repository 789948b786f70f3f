"""Sentences of people who type fast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.sentences import sentences


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
