"""Cheap looks that spare a slow one: they may never hide what the slow one would see."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.domain.comment import Comment
from analysis.domain.span import Span
from analysis.text import addressee, evasion, language, mentions, plain_english, spelled_apart
from analysis.text import sentences as sentence_bounds
from analysis.text.addresses import _ADDRESS, _HINT, addresses
from analysis.text.foreign_passages import with_unread_passages
from analysis.text.language_tally import WORD
from analysis.text.mapped import MappedText
from analysis.text.piece_counts import PieceCount
from analysis.text.sentences import _word_before, sentences

SETTINGS = settings(max_examples=examples(300), deadline=None)
WORDS = (
    "I i d i o t idi ot moron mor on stuuupid sh!t $h1t the The and Haus haus nicht aber und no "
    "Ottawa Kraków москва 日本 qwzx don't 3 2019 a.b s.t.u.p.i.d -o- _ * www.x.org http://a.b/c "
    "WWW.X.ORG/y a@b.co @Anna Anna Tom_1 agree with Agreed CONCUR Ditto respect +1 said Comment. "
    "ſaid point me is right noted asked nobody should be called a fool. They say that all are "
    "reckless. That is a lie! the word 'fool' quatre maison très bien , ! ? : - people think that "
    "never didn't said that you were a fool but called you "
    'it is wrong stop calling them sheep (terms “sheep” label "fools" library opens later Peter '
    "Agree pointless agreed.with fooBar yessss recieve definately schadenfreude"
).split()
PIECES = st.one_of(st.sampled_from(WORDS), st.text(max_size=6))
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "", ", ", ". ", "-"])
TEXTS = st.lists(st.tuples(PIECES, GAPS), max_size=16).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@given(TEXTS)
@SETTINGS
def test_a_language_is_told_the_same_when_every_sentence_is_looked_at(text: str) -> None:
    spans = sentences(text)
    told = language.language_of(text, spans)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(language, "may_hold_a_passage", lambda words, tally: True)
        patched.setattr(language, "surely_no_passage", lambda sentence: False)
        patched.setattr(language, "plainly_english", lambda text: None)
        slowly = language.language_of(text, spans)
    # The detector's sums differ in their last digit from call to call.
    assert replace(slowly, confidence=0.0) == replace(told, confidence=0.0)
    assert slowly.confidence == pytest.approx(told.confidence, abs=1e-9)


PLAIN = (
    "the library opens later now and nobody was working there last week it would help if we had "
    "Ottawa Peter Idaho is no me recieve definately hahaha yessss lol 3 2019 don't it's Haus nicht "
    'quo status , . ! ( ) " - ...'
).split()


@given(st.lists(st.sampled_from(PLAIN), max_size=20).map(" ".join))
@SETTINGS
def test_a_plainly_english_text_is_told_as_by_every_look(text: str) -> None:
    quickly = plain_english.plainly_english(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(language, "plainly_english", lambda text: None)
        slowly = language.language_of(text, sentences(text))
    if quickly is not None:
        assert quickly == pytest.approx(slowly.confidence, abs=1e-9)
        assert (slowly.code, slowly.supported, slowly.reason, slowly.unread) == ("en", True, "", "")


@given(st.lists(st.sampled_from([*PLAIN, "Das", "ist", "qwzx"]), max_size=9).map(" ".join))
@SETTINGS
def test_a_sentence_that_is_surely_no_passage_is_none(text: str) -> None:
    served = language.Language("en", 1.0, supported=True)
    if plain_english.surely_no_passage(text):
        assert with_unread_passages(text, served, [Span(0, len(text))]) == served


def test_a_sentence_in_another_language_is_none_for_sure() -> None:
    assert plain_english.surely_no_passage("Trudeau and Scheer debate it in Ottawa.")
    assert not plain_english.surely_no_passage("Das Haus ist nicht da.")
    assert not plain_english.surely_no_passage("")


def test_most_plain_comments_need_no_longer_look() -> None:
    assert plain_english.plainly_english("The library opens later now, and nobody works there.")
    assert plain_english.plainly_english("Peter was there.")
    for text in ("", "...", "Das Haus ist nicht da.", "the " * 1_001, "see a@b.co for it", "it ſo"):
        assert plain_english.plainly_english(text) is None


@given(TEXTS)
@SETTINGS
def test_words_are_the_same_by_the_expression_for_ascii(text: str) -> None:
    if text.isascii():
        assert plain_english.ASCII_WORD.findall(text) == WORD.findall(text)


@given(TEXTS)
@SETTINGS
def test_disguises_are_read_the_same_when_no_word_counts_as_settled(text: str) -> None:
    read = evasion.undisguised(MappedText.identity(text))
    again = evasion.undisguised(MappedText.identity(text))  # now its words are remembered
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evasion, "_all_settled", lambda text: False)
        patched.setattr(spelled_apart, "_MAY_BE_APART", spelled_apart._APART)
        slowly = evasion.undisguised(MappedText.identity(text))
    assert read == again == slowly


@given(st.text(alphabet="iI d1o$@.-_*|/,~+·• \nxé–:!\\😀", max_size=30))
@SETTINGS
def test_letters_apart_hold_the_sign_for_them(text: str) -> None:
    if spelled_apart._APART.search(text):
        assert spelled_apart._MAY_BE_APART.search(text)


@given(st.text(alphabet="wW.:/@ahtpsHTmilocfX \n", max_size=40))
@SETTINGS
def test_an_address_is_found_wherever_a_hint_stands(text: str) -> None:
    if _HINT.search(text):
        found = [start for start, _, _ in addresses(text)]
        assert found == [match.start() for match in _ADDRESS.finditer(text)]


ADDRESS_PARTS = (
    *(
        "http://",
        "git@x.co:a/b",
        "www.",
        "x.org/",
        "a.github.io",
        "A.BlogSpot.COM",
        "doi:10.1000/x",
    ),
    *("/home/x", "~/x", "C:\\x\\y", "a@b.co", "mailto:", "word", " ", ".", "/", "@", "1"),
)


@given(st.lists(st.sampled_from(ADDRESS_PARTS), max_size=8).map("".join))
@SETTINGS
def test_wherever_an_address_is_a_hint_stands(text: str) -> None:
    starts = [start for start, _, _ in addresses(text)]
    assert starts == [match.start() for match in _ADDRESS.finditer(text)]


@pytest.mark.hypothesis
@pytest.mark.parametrize("authors", [(), ("Anna", "Tom_1", "idi ot")])
def test_an_addressee_is_the_same_without_a_look_for_signs(authors: tuple[str, ...]) -> None:
    thread = addressee.Thread()
    for number, author in enumerate(authors):
        thread.add(
            Comment(str(number), "thread", number, "some words", author=author), "some words"
        )

    @given(TEXTS)
    @SETTINGS
    def same(text: str) -> None:
        named = addressee.find_addressee(text, thread)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(PieceCount, "stands_in", lambda sign, text: True)
            assert addressee.find_addressee(text, thread) == named

    same()


@given(st.text(alphabet="aB 1.!?…\"'”)]\t。é", max_size=60))
@SETTINGS
def test_sentences_of_one_line_are_those_by_the_expression_for_several(text: str) -> None:
    ends = sentences(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sentence_bounds, "_END_IN_LINE", sentence_bounds._END)
        assert sentences(text) == ends


@given(TEXTS)
@SETTINGS
def test_mentions_are_the_same_where_every_cue_is_tried(text: str) -> None:
    named = mentions.mentions(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PieceCount, "stands_in", lambda sign, text: True)
        assert mentions.mentions(text) == named


@given(st.text(alphabet="ab \t\n\"'“(<[.é", max_size=60), st.integers(0, 60))
@SETTINGS
def test_the_word_before_a_mark_is_what_stands_behind_space_or_an_opening_mark(
    text: str, first: int
) -> None:
    before = re.compile(r"[^\s\"'“”‘’(\[<>]+\Z").search(text, min(first, len(text)))
    assert _word_before(text, len(text), min(first, len(text))) == (before[0] if before else "")
