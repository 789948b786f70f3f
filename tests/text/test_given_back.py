"""Another's words, copied without marks: given back or agreed with they are the writer's own."""

import pytest
from written_thread import prepared

RUDE = "You are a fool and a coward, and the whole street knows it."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"No. {RUDE}", id="given back"),
        pytest.param(f"lol {RUDE}", id="behind a laugh"),
        pytest.param(f"{RUDE[:-1]} too", id="with a word at the sentence's end"),
        pytest.param(f"{RUDE} Exactly!", id="agreed with"),
        pytest.param(f"{RUDE}\n\nThis.", id="agreed with on a line of its own"),
        pytest.param(f"{RUDE} I agree.", id="agreed with in two words"),
        pytest.param(RUDE, id="nothing but that"),
    ],
)
def test_words_given_back_or_agreed_with_are_the_writers(text):
    assert prepared(RUDE, text).own.text == text


@pytest.mark.parametrize(
    ("text", "own"),
    [
        pytest.param(f"{RUDE} No.", "No.", id="contradicted"),
        pytest.param(f"{RUDE} Not agreed.", "Not agreed.", id="not agreed with"),
        pytest.param(f"{RUDE}\nWow, just wow.", "Wow, just wow.", id="wondered at"),
        pytest.param(f"{RUDE} Reported.", "Reported.", id="reported"),
        pytest.param(f"Ann: {RUDE}", "Ann:", id="behind a name"),
        pytest.param(f"> {RUDE}\n\nExactly!", "Exactly!", id="in a quoted line"),
        pytest.param(
            f"{RUDE} This is not how we talk here.", "This is not how we talk here.", id="answered"
        ),
    ],
)
def test_words_that_are_answered_stay_a_quote(text, own):
    assert prepared(RUDE, text).own.text == own
