"""Addresses and the names of people and places on a platform are no words."""

import pytest
from written_thread import prepared

from analysis.text.addresses import STAND_IN
from analysis.text.clean import clean_copy


@pytest.mark.parametrize(
    "address",
    [
        "git@github.com:fool/oaf.git",
        "ssh://git@x.example/fool",
        "fool.github.io",
        "fool.BlogSpot.com",
        "doi:10.1000/fool.oaf",
        "10.1000/fool",
        "/home/fool/oaf.sh",
        "~/fool.txt",
        "C:\\fool\\oaf.txt",
        "file:///home/fool",
        "https://x.example/a|you-fool",
        "https://x.example/a?q={fool}",
        "https://x.example/you`re-a-fool",
        "https://x.example/" + "a" * 2_100 + "/you-fool",
    ],
)
@pytest.mark.parametrize("frame", ["See {} now", "({}), fine", "`{}`", "{}."])
def test_an_address_is_read_as_one_to_its_end(address, frame):
    text = frame.format(address)
    copy = clean_copy(text)
    assert copy.text == frame.format(STAND_IN)
    at = copy.text.index(STAND_IN)
    assert copy.to_original(at, at + len(STAND_IN)).of(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "Write to me:you/fool",
        "What a fool.Go home",
        "fool/oaf and /fool/oaf",
        "Nice homes/fool",
        "10.10 and 10.1000",
        "C: a fool",
        "{a|b} and ~oaf~",
    ],
)
def test_what_is_no_address_is_read(text):
    assert clean_copy(text).text == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Thanks, @dumbass_dave!", "Thanks, @user!"),
        ("@StupidMoron99 thank you.", "@user thank you."),
        ("See r/idiotsincars and /r/moronsOfTown.", "See r/name and r/name."),
        ("u/moron12 was there.", "u/name was there."),
        (":moron: The bus is late.", " The bus is late."),
    ],
)
def test_a_name_on_a_platform_that_holds_abuse_is_a_name(text, read):
    assert prepared(text).own.text == read


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, @Anna_Lee, see r/sewing.",
        "@you_stupid_moron is what I say.",
        "Go to r/you_are_a_moron now.",
        "What a :moron: you are.",
        "So ::moron:: is my word.",
        "What a moron @ the bus stop.",
        "It is 12:30:moron",
    ],
)
def test_what_says_something_is_no_name(text):
    read = prepared(text).own.text
    assert ("moron" in read) == ("moron" in text)
    assert "@user" not in read
    assert "r/name" not in read


def test_whom_a_comment_answers_by_such_a_name_is_known_all_the_same():
    found = prepared("@dumbass_dave thank you for the map.")
    assert found.addressee is not None
    assert found.addressee.name == "dumbass_dave"
