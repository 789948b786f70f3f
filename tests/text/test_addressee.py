"""Whom a comment answers by name."""

import pytest
from written_thread import prepared

EARLIER = "I ride the tram mornings and evenings, in summer too, said my neighbour."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rosalind, that is not so.", "Rosalind"),
        ("Rosalind\n\nThat is not so.", "Rosalind"),
        ("Rosalind- I don't think so.", "Rosalind"),
        ("Rosalind - I don't think so.", "Rosalind"),
        ("Rosalind – I don't think so.", "Rosalind"),
        ("Rosalind: no.", "Rosalind"),
        ("Hi Rosalind, no.", "Rosalind"),
        ("tom_77, no.", "tom_77"),
        ("@tomcat nope", "tomcat"),
        ("That is for you, @tomcat, nobody else.", "tomcat"),
        ("I agree with tom77, trams rule.", "tom77"),
        ("Trams rule. Totally agree with Rosalind; I forgot about that.", "Rosalind"),
        ("I disagree with @tomcat here.", "tomcat"),
        ("Ditto Rosalind. What a mess.", "Rosalind"),
        ("tom77 is right about the noise.", "tom77"),
        ("Ditto the other comments. What a mess.", "the other comments"),
        ("I agree with others here that it is loud.", "others here"),
    ],
)
def test_a_name_is_found_though_nobody_is_known_by_it(text, name):
    result = prepared(EARLIER, text)
    assert result.addressee is not None
    assert result.addressee.name == name
    assert result.addressee.comment_id is None
    assert result.addressee.span.of(text) == name
    assert result.inferred_parent is None


@pytest.mark.parametrize(
    "text",
    [
        "Re: Noise\n\nI think it is fine.",
        "Sorry, no.",
        "Actually, you can.",
        "Yes, we can.",
        "Apparently, they can.",
        "Note: it rains.",
        "Update - it works.",
        "Spot-on comment.",
        "Tram, bus, I take what comes.",
        "Tom, Dick and Harry ride it too.",
        "Kern, you are wrong about that.",
        "Mornings, I take the tram.",
        "Tokyo: three hundred trams.",
        "I agree with you.",
        "I agree with the head of the office.",
        "I agree with Kern on this.",
        "Write to me@post.example now.",
        "It is 7:30, the tram comes.",
        "Ditto.",
        "Hilarious, yes, but wrong.",
        "Forty-five, if you ask me.",
        "Car-sharing: nobody wants it.",
        "REASONS: there are none.",
        "The other day it rained.",
        "Bottom line, it is nonsense.",
        "",
    ],
)
def test_what_stands_where_a_name_might_and_is_none(text):
    assert prepared(EARLIER, text or "...").addressee is None


@pytest.mark.parametrize(
    ("author", "text"),
    [
        ("Rosalind", "rosalind, that is not so."),
        ("rosalind99", "Rosalind, that is not so."),
        ("Ida Vogel-Berg", "Ida Vogel-Berg: no."),
        ("Ida Vogel", "Ida, are you sure?"),
        ("tom.cat", "@tom.cat nope"),
        ("Rosalind", "I have to say, Rosalind is right."),
        ("Rosalind", "Not here, Rosalind."),
        ("Rosalind", "As Rosalind said, it is loud."),
    ],
)
def test_a_name_leads_to_its_authors_latest_earlier_comment(author, text):
    result = prepared("Loud.", "Quiet.", "Hm.", text, authors=(author, "Emil", author, "Emil"))
    assert result.addressee.name == author
    assert result.addressee.comment_id == "c3"
    assert result.inferred_parent.comment_id == "c3"
    assert 0.5 < result.inferred_parent.confidence < 0.9
    assert result.parent.id == "c3"


def test_where_the_platform_names_authors_an_unknown_plain_word_is_no_name():
    authors = ("Rosalind", "Emil", "Ida")
    assert prepared("Loud.", "Quiet.", "Kettle, pot.", authors=authors).addressee is None
    assert (
        prepared("Loud.", "Quiet.", "kettle_7, no.", authors=authors).addressee.name == "kettle_7"
    )


def test_two_authors_with_one_beginning_are_not_told_apart():
    result = prepared("Loud.", "Quiet.", "Rosal, no.", authors=("Rosalind", "Rosalie", "Emil"))
    assert result.addressee is None or result.addressee.comment_id is None


def test_the_addressee_is_looked_for_behind_a_quote():
    words = "Buses get stuck behind every delivery van in our street."
    result = prepared(words, f"{words}\n\nRosalind, they do not.", authors=("Rosalind", "Emil"))
    assert result.addressee.comment_id == "c1"
    assert result.inferred_parent.confidence == 0.95
