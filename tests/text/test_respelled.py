"""Texting, leet and words run together are read as English where nothing else makes it English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_thread import prepared

from analysis.text.clean import clean_copy
from analysis.text.respelled import respelled, served_view


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("w3 w1ll f1nd u, b@ck @t th3 h0use", "we will find you, back at the house"),
        ("Th€y br€€d lik€ rats", "they breed like rats"),
        ("kil yrslf, nobody lks u", "kill yourself, nobody likes you"),
        ("pls dnt prk ur car in frnt of it", "please don't park your car in front of it"),
        ("m u z z i e s   o u t   n o w", "muzzies out now"),
        ("iwillfindwhereyouwork", "i will find where you work"),
        ("HangThePeople nobody isgoingtostopus", "hang the people nobody is going to stop us"),
        ("the cou*cil reads b*oks, sl33p w3ll", "the council reads books, sleep well"),
    ],
)
def test_odd_spelling_is_read_as_the_words_it_stands_for(written, read):
    copy = clean_copy(written)
    assert respelled(copy).text == read
    own, spans, language = served_view(copy)
    assert (own.text, language.code, language.supported) == (read, "en", True)
    assert own.text[spans[0].start : spans[-1].end] == read


@pytest.mark.parametrize(
    "text",
    [
        "u bent gek",
        "im Haus",
        "dat wil ik niet",
        "wen juckt das",
        "c pas vrai",
        "g pas compris mdr",
        "q haces x aki",
        "tmb t kiero",
        "vc eh mto burro",
        "msm coisa",
        "d4s 1st d0of",
        "puta m4dre",
        "slt cv",
        "nn capisco",
        "w i e g e h t e s",
        "dat wil ik nt",
        "tu dis pls",
        "send dem hjem",
        "dem cay",
        "bak hele",
        "h o r a",
        "m1st",
        "p*te",
        "was will der hs",
        "Jesteś śmieszny",
        "これは日本語です",
        "12 345",
    ],
)
def test_another_language_stays_one_however_it_is_typed(text):
    copy = clean_copy(text)
    own, _, language = served_view(copy)
    assert not language.supported
    assert own is copy


@pytest.mark.parametrize(
    "text",
    [
        "I will b there 2 late, m8",
        "The A4 sheet of 1984 costs 3 quid, ref a1b2",
        "You are not stupid.",
    ],
)
def test_what_is_english_as_it_is_written_stays_as_it_is(text):
    copy = clean_copy(text)
    assert served_view(copy)[0] is copy


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I told them that w0men h4te it here.", "I told them that women hate it here."),
        ("She said (b@ck then) it was B1ack", "She said (back then) it was Black"),
        ("Please sh4r3 it, the dog is l0st", "Please share it, the dog is lost"),
        ("The mp3s, h1n1, co2, M0D3 and win32api of it are here", None),
        ("A right!here and a come!now, t1me=3, l1ne-up, h0t.dog of it", None),
        ("Ke$ha and A$AP sang at a1b2, i18n, x86 and the T3ST", None),
    ],
)
def test_in_english_a_sign_between_letters_is_the_letter_it_stands_for(written, read):
    copy = clean_copy(written)
    own, _, language = served_view(copy)
    assert language.supported
    assert own.text == (read or written)


def test_a_word_that_was_respelled_leads_back_to_what_was_typed():
    text = "w3 kn0w wh3re u l1ve"
    comment = prepared(text)
    assert comment.own.text == "we know where you live"
    start = comment.own.text.index("where")
    span = comment.original_span(start, start + len("where"))
    assert text[span.start : span.end] == "wh3re"


@given(st.text(alphabet="ab1u 0@$*!re.\n€ü", max_size=40))
def test_any_text_is_respelled_with_a_way_back(text):
    copy = clean_copy(text)
    for telling in (False, True):
        read = respelled(copy, telling=telling)
        assert len(read.text) == len(read.starts) == len(read.ends)
        places = zip(read.starts, read.ends, strict=True)
        assert all(0 <= start <= end <= len(text) for start, end in places)
