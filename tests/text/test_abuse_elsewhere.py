"""Single words of abuse from other languages in an English comment are read as English ones."""

import pytest
from written_thread import prepared


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("The minutes are out, Arschloch.", "The minutes are out, Asshole."),
        ("I rode the tram with that pendejo again.", "I rode the tram with that asshole again."),
        ("The clerk is a KURWA and I said so.", "The clerk is a WHORE and I said so."),
        ("What a coglione the driver is today", "What a idiot the driver is today"),
        ("No, Salope! You read it wrong again.", "No, Whore! You read it wrong again."),
    ],
)
def test_a_word_of_abuse_is_read_as_an_english_one(text, own):
    result = prepared(text)
    assert (result.own.text, result.language.supported) == (own, True)
    at = own.lower().index(next(w for w in ("asshole", "whore", "idiot") if w in own.lower()))
    span = result.original_span(at, at + 4)
    assert span.of(text).lower() in ("arschloch", "pendejo", "kurwa", "coglione", "salope")


@pytest.mark.parametrize(
    "text",
    [
        "The stage name of our neighbour is Señor Pendejo, as they say.",
        "We met Frau Schlampe and Mr Kurwa at the depot.",
        "The tram to Puta Lake and to Cape Wichser is closed.",
        "I said hola to the driver and he waved at our abuela.",
        "The hora, a goy, the baka noodles and a gringo trail are in the book.",
    ],
)
def test_names_and_harmless_words_stay(text):
    assert prepared(text).own.text == text


def test_in_another_language_nothing_is_changed():
    result = prepared("Du bist doch so ein Arschloch, weißt du das?")
    assert not result.language.supported
    assert "Arschloch" in result.own.text
