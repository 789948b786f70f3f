"""The clean copy and its way back to the original."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.domain.span import Span
from analysis.text.clean import clean_copy
from analysis.text.evasion import undisguised
from analysis.text.mapped import MappedText

TRICKY = (
    "ab &;amp#x3C\r\n\t\x00\x07\x85\u00a0\u200b\u200d\u202e\u2028\ufeff"
    "é’â€™œ“ﬁＡ𝓪😀\ud800\U000e0061"
)


@pytest.mark.parametrize(
    ("original", "copy"),
    [
        ("plain words, “quoted” too", "plain words, “quoted” too"),
        ("donâ€™t", "don't"),
        ("cafÃ© and naïve", "café and naïve"),
        ("â€œHelloâ€\x9d", "“Hello”"),
        ("I don’t and can’t", "I don't and can't"),
        ("the ‘real’ one", "the ‘real’ one"),
        ("a &amp; b &lt; c &#39;d&#39; &amp;gt; e", "a & b < c 'd' > e"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\u00a0b\u2009c", "a b c"),
        ("id\u200biot and st\u00adupid", "idiot and stupid"),
        ("id\u200diot, id&zwnj;iot, st&#x200d;upid, i\u200cdiot", "idiot, idiot, stupid, idiot"),
        ("می\u200cخ क्\u200dष 👩\u200d🔬", "میخ क्\u200dष 👩\u200d🔬"),
        ("a\x00b\x07c", "abc"),
        ("\u202ereversed\u202c", "reversed"),
        ("\ufeffstart", "start"),
        ("👩\u200d🔬 works", "👩\u200d🔬 works"),
        ("ｉｄｉｏｔ 𝓲𝓭𝓲𝓸𝓽 oﬃce", "idiot idiot office"),
        ("so\u2800it\u3164is\uffa0now\u115fhere", "so it is now here"),
        ("s\ufe00o it\ufe0e is ✂\ufe0e", "so it is ✂\ufe0e"),
        ("&#115&#111 &#x69t is", "so it is"),
        ("&#000000000115;o &#x00000069;t", "so it"),
        ("so&nbspit&nbspis, so&shyme &quot", 'so it is, some "'),
        (
            "AT&T &notit &copy2 Q&#1 &#123456789 a&lthough",
            "AT&T &notit &copy2 Q&#1 &#123456789 a&lthough",
        ),
        ("So%20it%20is.", "So it is."),
        ("%53%6F it%20is caf%C3%A9%21", "So it is café!"),
        ("50%20 off, 100%de, 5%25 and %20", "50%20 off, 100%de, 5%25 and %20"),
        ("/wiki/So%20it%20is %FF%FE%20a", "/wiki/So%20it%20is %FF%FE a"),
        ("https%3A%2F%2Fx.example%2Ffool", "https://www.link.com"),
        ("", ""),
    ],
)
def test_the_copy_is_repaired(original, copy):
    assert clean_copy(original).text == copy


@pytest.mark.parametrize(
    ("original", "part", "comes_from"),
    [
        ("say donâ€™t now", "don't", "donâ€™t"),
        ("a &amp; b", "&", "&amp;"),
        ("x oﬃce y", "ffi", "ﬃ"),
        ("one\r\ntwo", "\n", "\r\n"),
        ("an id\u200biot here", "idiot", "id\u200biot"),
        ("😀😀 bad \x00word", "word", "word"),
        ("so%20it is", "it", "it"),
        ("&#115&#111 is", "so", "&#115&#111"),
    ],
)
def test_a_part_of_the_copy_leads_back_to_the_original(original, part, comes_from):
    copy = clean_copy(original)
    at = copy.text.index(part)
    assert copy.to_original(at, at + len(part)).of(original) == comes_from


@given(st.text(alphabet=st.one_of(st.sampled_from(TRICKY), st.characters()), max_size=80))
def test_every_character_of_the_copy_leads_into_the_original(text):
    copy = clean_copy(text)
    assert len(copy.text) == len(copy.starts) == len(copy.ends)
    last = 0
    for number, char in enumerate(copy.text):
        start, end = copy.starts[number], copy.ends[number]
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start
        if end == start + 1 and text[start].isalnum() and text[start].isascii():
            assert char == text[start]
    copy.text.encode("utf-8")


@given(st.text(alphabet="abc XYZ019.,;:!?()-_+='\"#%^~{}|", max_size=80))
def test_plain_text_without_entities_is_copied_as_it_is(text):
    text = text.replace("&", "+")
    as_written = MappedText.identity(text)
    assume(undisguised(as_written).text == text)  # letters behind symbols are read on purpose
    copy = clean_copy(text)
    assert copy.text == text
    assert list(copy.starts) == list(range(len(text)))


@given(st.text(max_size=60))
def test_repairing_again_changes_nothing_in_ordinary_text(text):
    once = clean_copy(text.replace("&", "")).text
    assert len(clean_copy(once).text) <= len(once)


def test_a_span_of_an_unchanged_copy_is_its_own_original() -> None:
    plain = MappedText.identity("so it is")
    changed = plain.replaced([(0, 2, "thus")])
    span = Span(3, 5)
    assert plain.original(span) is span
    assert plain.replaced([]) is plain
    assert changed.original(Span(0, 4)) == Span(0, 2) == changed.to_original(0, 4)
    assert changed.original(Span(5, 7)) == span
    for wrong in (Span(2, 2), Span(7, 20)):
        for copy in (plain, changed):
            with pytest.raises(ValueError, match="not a range"):
                copy.original(wrong)
