"""What is not English, or can't be told to be, is not served; short English is."""

import os
import subprocess
import sys

import pytest

from analysis.text import language_detector
from analysis.text.clean import clean_copy
from analysis.text.english import Kind, kind_of
from analysis.text.language import language_of
from analysis.text.sentences import sentences


def language(text):
    own = clean_copy(text).text
    return language_of(own, sentences(own))


@pytest.mark.parametrize(
    "text",
    [
        "I ride that tram every morning and I like it.",
        "u r wrong m8, gonna ride it anyways, lol its the best",
        "ok",
        "lol",
        "No.",
        "Thanks!",
        "go home",
        "stfu",
        "Yesss, so gooood",
        "hahaha",
        "i beleve its brokn agian",
        "waht is tihs",
        "What a m.o.r.o.n",
        "Love the new trams",
        "Our señora from Bogotá said hola to the driver, and he laughed.",
        "Anneliese and Mehmet met our friend Przemysław at the depot.",
        "C'est la vie, as they say.",
        "Line 7, 1900 riders",
        "WAKE UP PEOPLE",
        "Trams rule 😀😀",
        "gormless lump",
        "Wicked, spiteful, godforsaken tram.",
        "Srebrenica was a good start.",
        "Nice goal for a beginner.",
        # abbreviations, loan words, names, food and shorthand are no passage in another language
        "F.A.O. was founded in Quebec.",
        "B.Y.O.B. and a chair, party at the allotment from four",
        "An argumentum ad populum, I think, and an argument ad hominem too.",
        "The menu had moussaka, tzatziki, dolmades and baklava, all of it good.",
        "The bistro at the corner, as you know, has a coq au vin (and a crème brûlée) on Sundays.",
        "Maria da Silva, Jean de la Fontaine and Ludwig van Beethoven were on the list.",
        "He was elected, de facto, by the quid pro quo of the whole committee.",
        "You are a spineless whinging mendicant, and I said so to the chairman.",
        "thx for the lift, wll rng u ltr, and say hello to your mum",
        "The wind bent a goalpost, till he squeaks nobody will come and mend it.",
    ],
)
def test_english_is_served_short_and_misspelled_too(text):
    found = language(text)
    assert found.supported, found
    assert (found.code, found.reason, found.unread) == ("en", "", "")
    assert 0.0 <= found.confidence <= 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Du spinnst doch",
        "So ein Quatsch",
        "Halt den Mund",
        "Guten Abend allerseits",
        "Quelle honte",
        "Tais-toi",
        "Qué vergüenza",
        "No me lo creo",
        "Que nojo de gente",
        "Che vergogna",
        "Sei proprio scemo",
        "Wat een sukkel",
        "Hou je mond",
        "Vilken skam",
        "Du är så dum",
        "Hvor er du dum",
        "Ale wstyd",
        "Jesteś śmieszny",
        "Ne kadar ayıp",
        "Sen ne biliyorsun",
        "Mikä häpeä",
        "To je hanba",
        "Ce rușine",
        "Micsoda szégyen",
        "Kamu bodoh",
        "Danke",
        "Gracias",
        "im Haus",
        "Super gemacht",
        "Vilken super skam",
        "Sangat bagus",
        "Sahi bola",
        "Bravo majstore",
        "Nagyon jó",
        "Kiitos paljon",
        "これは日本語で書かれたコメントです。",
        "Я совершенно не согласен с этой статьёй.",
        "สวัสดีครับ ผมไม่เห็นด้วยกับบทความนี้",
        "Das ist doch alles Unsinn, was hier über die Bahn geschrieben wird.",
    ],
)
def test_other_languages_are_not_served_however_short(text):
    found = language(text)
    assert not found.supported, found
    assert found.code != "en"
    assert found.reason


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Das ist doch alles Unsinn, was hier über die Bahn geschrieben wird.", "de"),
        ("Gracias a todos por venir, pero no estoy de acuerdo con ustedes.", "es"),
        ("これは日本語で書かれたコメントです。", "ja"),
        ("Я совершенно не согласен с этой статьёй.", "ru"),
    ],
)
def test_the_language_is_named_where_it_can_be_told(text, code):
    assert language(text).code == code


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no words"),
        ("...?!", "no words"),
        ("12345", "no words"),
        ("😀😀😀", "only emoji"),
        ("https://x.example/what-a-fool", "only an address"),
        ("@ann_b", "no words"),
    ],
)
def test_a_text_without_words_says_so(text, reason):
    found = language(text)
    assert not found.supported
    assert reason in found.reason


def test_a_much_read_language_is_named_without_the_detector_which_takes_seconds_to_load(
    monkeypatch,
):
    monkeypatch.setattr(
        language_detector, "_detector", lambda: pytest.fail("the detector was asked")
    )
    words = "Die Leute dort fangen um drei Uhr an, und das erste Schiff ist um fünf da."
    assert language_of(words).code == "de"
    near_miss = "Jeg er ikke enig med dig, og det har jeg altid været."  # as much Norwegian
    with pytest.raises(pytest.fail.Exception):
        language_of(near_miss)


@pytest.mark.parametrize(
    "text",
    [
        "The tram is late again and nobody says why. Du spinnst doch wohl. I will take the bus.",
        "I like the new line very much, it stops at my door. Какой дурак.",
    ],
)
def test_a_passage_in_another_language_is_named(text):
    found = language(text)
    assert found.supported
    assert "were not read" in found.unread


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("The number 12 bus, hijo de puta, vete a la mierda, is late every day this week.", 7),
        ("The number 12 bus (du bist ein Hurensohn) is late every day this week.", 3),
        ("Good morning all, blyat suka nahui, the bus is late every day.", 3),
        ("The bus - ta gueule connard - is late every day this week.", 3),
        ("The bus is late every day; verpiss dich du spast; and nobody cares.", 4),
        ("The bus is late every day, siktir git, and nobody cares.", 2),
        ("I told the driver, porca puttana vaffanculo, that the bus is late.", 3),
        ("The number 12 bus hijo de puta is late every day this week.", 3),
        ("Blyat suka nahui, the bus is late every day of this week.", 3),
        ("The driver “siktir git lan” and the bus are both late every day.", 3),
    ],
)
def test_words_in_another_language_inside_a_sentence_are_named(text, unread):
    assert language(text).unread.startswith(f"{unread} of ")


def test_letters_that_spell_a_word_are_no_abbreviation():
    assert not language("D.I.E. slow, ref").supported
    assert language("fuck. y.o.u. and your allotment").unread


def test_most_of_a_comment_in_another_language_makes_it_so():
    assert not language("Hi all. Das ist doch alles Unsinn, was hier geschrieben wird.").supported


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("you", Kind.ONLY_ENGLISH),
        ("street", Kind.ENGLISH),
        ("tram", Kind.RARE_ENGLISH),
        ("No", Kind.EVERYDAY_SHARED),
        ("nicht", Kind.FOREIGN),
        ("Przemysław", Kind.NEUTRAL),
        ("przemysław", Kind.UNKNOWN),
        ("7th", Kind.NEUTRAL),
        ("reciept", Kind.MISSPELLED),
        ("дурак", Kind.OTHER_SCRIPT),
    ],
)
def test_the_kind_of_a_word(word, kind):
    assert kind_of(word) is kind


@pytest.mark.heavy
@pytest.mark.parametrize("seed", ["0", "2"])
def test_of_two_languages_as_likely_every_process_names_the_same(seed: str) -> None:
    code = (
        "from analysis.text.language import language_of\n"
        "from analysis.text import language\n"
        "language.confidences = lambda text: {'en': 0.1, 'nl': 0.2}\n"
        "print(language_of('q u').code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "cs\n"


def test_half_a_character_is_no_letter_of_any_language():
    text = "wf ro\x85\ud800"
    assert not language_of(text, sentences(text)).supported
