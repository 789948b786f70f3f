"""Disguised words are read as what they stand for; near misses stay as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_thread import prepared

from analysis.text.clean import clean_copy
from analysis.text.joined import joined_words
from analysis.text.lookalikes import latin_for
from analysis.text.vocabulary import disguised, english


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("what a m o r o n", "what a moron", id="spaced"),
        pytest.param("w h a t  a  m o r o n", "what  a  moron", id="a spaced sentence"),
        pytest.param("y o u m o r o n s", "you morons", id="spaced without gaps"),
        pytest.param("m.o.r.o.n", "moron", id="dotted"),
        pytest.param("M-O-R-O-N!", "MORON!", id="dashed"),
        pytest.param("m_o_r_o_n, m*o*r*o*n", "moron, moron", id="underscored and starred"),
        pytest.param("mo.ron mor-ons", "moron morons", id="cut by a mark"),
        pytest.param(
            "mo–ron mo‑ron mo…ron mo·ron", "moron moron moron moron", id="by any dash or dot"
        ),
        pytest.param("mo(ron) mo<>ron mo[ron] mo)ron", "moron moron moron moron", id="by brackets"),
        pytest.param("mo`ron mo?ron mo;ron mo&ron", "moron moron moron moron", id="by other marks"),
        pytest.param("mo🔥ron mo❤️ron mo👍🏽ron", "moron moron moron", id="by an emoji"),
        pytest.param("*moron* _clown_ ~~creep~~ `fool`", "moron clown creep fool", id="emphasis"),
        pytest.param("*you moron* __a clown__", "*you moron __a clown", id="emphasis of two words"),
        pytest.param("what a mor on", "what a moron", id="cut in two"),
        pytest.param(
            "a mor on! a retar\td, a cre  tin", "a moron! a retard, a cretin", id="by blanks"
        ),
        pytest.param(
            "a mor\non and a cret\n in", "a moron and a cretin", id="by the end of a line"
        ),
        pytest.param("a m oron, a creti n!", "a moron, a cretin!", id="a letter from the others"),
        pytest.param("mor1on, cretin99, 2cretin", "moron, cretin, cretin", id="digits put into it"),
        pytest.param("rnoron, a retarcl, vvanker", "moron, a retard, wanker", id="two like one"),
        pytest.param("mmoorroonn", "moron", id="doubled"),
        pytest.param("mooooron and jerrrk", "moron and jerk", id="stretched"),
        pytest.param("m0r0n, cr33p, c0w@rd", "moron, creep, coward", id="digits and symbols"),
        pytest.param("1d10t", "idiot", id="mostly digits"),
        pytest.param("cl*wn and m*r*n", "clown and moron", id="masked"),
        pytest.param(
            "m•r•n m█r█n m?r?n m🔥r🔥n cl○wn", "moron moron moron moron clown", id="signs"
        ),
        pytest.param(
            "m⓪r⓪n m๐r๐n §cum ¢reep ¡diot", "moron moron scum creep idiot", id="rare signs"
        ),
        pytest.param(
            "what an i***t, a m---n", "what an idiot, a moron", id="all but its ends masked"
        ),
        pytest.param("мoron, mоrоn", "moron, moron", id="Cyrillic letters"),
        pytest.param("mοrοn", "moron", id="Greek letters"),
        pytest.param("ⓜⓞⓡⓞⓝ ᴍᴏʀᴏɴ 🅼🅾🆁🅾🅽", "moron moron moron", id="circles and capitals"),
        pytest.param("🇲🇴🇷🇴🇳 🇲 🇴 🇷 🇴 🇳, 🇨🇷🇪🇪🇵!", "moron moron, creep!", id="letters of flags"),
        pytest.param("ʸᵒᵘ ᵐᵒʳᵒⁿ", "you moron", id="raised letters"),
        pytest.param("ɱơɾơɳ, ƈɍȼȼp, Ⱥssħøłɇ", "moron, ƈɍȼȼp, Asshole", id="strokes and hooks"),
        pytest.param("mörón", "moron", id="accents"),
        pytest.param("m\u0336o\u0336r\u0336o\u0336n\u0336", "moron", id="struck through"),
        pytest.param("mo\u200bron mo\u00adron", "moron moron", id="invisible characters"),
        pytest.param("a morno, a cowrd, a looser", "a moron, a coward, a looser", id="slips"),
        pytest.param("#WhatAMoron #BeKind", "What A Moron Be Kind", id="hashtags"),
        pytest.param("#youareamoron", "you are a moron", id="a hashtag in small letters"),
        pytest.param("youareamoron YouAreAMoron", "you are a moron You are a moron", id="joined"),
        pytest.param(
            "#allmuslimsaremorons", "all muslims are morons", id="a rarer word in a hashtag"
        ),
        pytest.param("you'reamoron", "youre a moron", id="joined with an apostrophe"),
        pytest.param("s-t-u-p-i-d c-o-w", "stupid cow", id="a word beside it"),
        pytest.param("idiot, yooouuu, theyyy", "idiot, you, they", id="a stretched address"),
        pytest.param("you_are_a_moron", "you are a moron", id="joined by underscores"),
        pytest.param("stfu", "shut the fuck up", id="an abbreviation"),
        pytest.param("mo<b>ro</b>n", "moron", id="a tag inside"),
        pytest.param("⒨⒪⒭⒪⒩ 🄜🄞🄡🄞🄝", "moron moron", id="letters in brackets"),
        pytest.param("m\u20ddo\u20ddr\u20ddo\u20ddn\u20dd", "moron", id="rings around letters"),
        pytest.param("m–o–r–o–n m—o—r—o—n", "moron moron", id="long dashes"),
        pytest.param("m:o:r:o:n, m;o;r;o;n", "moron, moron", id="colons"),
        pytest.param("m!o!r!o!n m\\o\\r\\o\\n m=o=r=o=n", "moron moron moron", id="other marks"),
        pytest.param("m😀o😀r😀o😀n, m❤️o❤️r❤️o❤️n", "moron, moron", id="emoji between"),
        pytest.param("m.o-r!o:n y--o--u m--o--r--o--n", "moron you moron", id="several marks"),
        pytest.param("(m)(o)(r)(o)(n)", "(moron)", id="each letter in brackets"),
        pytest.param("y–o–u a–r–e a m–o–r–o–n", "you are a moron", id="words beside it"),
        pytest.param("y-o-u a-r-e o-u-r m-o-r-o-n", "you are our moron", id="dashed sentence"),
        pytest.param("kiII yourseIf, you Ioser", "kill yourself, you Loser", id="I for l"),
        pytest.param("I wiII find aII", "I will find all", id="I for l in any word"),
        pytest.param("F A G", "FAG", id="nothing says that it is an abbreviation"),
    ],
)
def test_a_disguised_word_is_read_as_what_it_stands_for(written, read):
    assert clean_copy(written).text == read


@pytest.mark.parametrize(
    "text",
    [
        "a.s.a.p. in the U.S.A., e.g. by J. R. R. Meyer, Ph.D.",
        "My sh*tzu and the B52 on the A55",
        "Dickinson of Scunthorpe and Penistone, near Cockburn Street",
        "Morton met Bich Nguyen and Wang Fuk",
        "x - y - z, a b c d e, 1 2 3 4 5, 3 x 4",
        "sooo good, yesss",
        "iPhone, JavaScript, eBay, McDonald",
        "H5N1 M1T4 R2D2 C-3PO h8",
        "no-one in the so-called co-op wore a T-shirt",
        "wearetherapists, said the sign",
        "classic analysts in Essex pass the cockpit",
        "привет, Müller, café, Łódź, αβγ",
        "@dickens_house and $5 @home",
        "I a m, w/o a/c",
        "Mass-market sextant snigger",
        "the morning in more ons",
        "#tram #line7 #trams4all",
        "F A G stands for the bearing maker. The F A G is short for it",
        "1:0 and 2:1; a) b) c) d); x=1;y=2;z=3; de:ad:be:ef",
        "🎉 a 🎉 b 🎉 c 🎉",
        "Iain and Ian McIntyre like WiFi, the APIs, PhD, iOS, HII and the MII",
        "@MoronOfTown said so",
        "kill(pid), class:hole, the;rapist, rock&roll, trash?bin, ass?ess",
        "🇺🇸 🇮🇹🇨🇭 🇩🇪🇫🇷🇪🇸 vs 🇬🇧, ɗan ƙasa, Łukasz, za dŵr, Đorđe",
        "vitamin c unt, plan b itch cream, a jerk s, a s hole, class A hole, point A moron",
        "mor\n\non, mor, on",
        "Dick2, half wit, who re, (see the wan/king), as/s",
        "burn the corn, clumb the hill, savvy, click; aabb, bookkeeper, Clown25, kill3d, fo2ol",
        "#stopkillingcyclists #therapistsrock #foolproofmethod #peacockfeathers it'saclown",
        "a c-o-w, e.g. i.o.u., sooo yesss",
        "5·10 a·b·c x•y•z w•rds M٥L K٣ h??p cr?me br?l?e ro⌀m 3×4 n○ne",
        "I met T*****r, J***n and A*****e; x***y, a---b, s***t, e***t, p---d",
        "caf?, don?t, f?r, a*b*c, *args and **kwargs, __init__, _private, `ls`",
        "*very* good, _Anna Karenina_, the *last* bus",
        "as(s), a(nu)s, ti…ts, pe(nis)t, Dick&Doof, ra!pe!seed",
    ],
)
def test_names_codes_and_abbreviations_are_no_disguise(text):
    assert clean_copy(text).text == text


@pytest.mark.parametrize(
    ("text", "read", "written"),
    [
        ("what a m o r o n here", "moron", "m o r o n"),
        ("so, mооооron!", "moron", "mооооron"),
        ("#WhatAMoron", "What A Moron", "#WhatAMoron"),
        ("you m<i>0</i>r0n.", "moron", "m<i>0</i>r0n"),
        ("a mor on here", "moron", "mor on"),
    ],
)
def test_the_word_leads_back_to_all_that_was_written(text, read, written):
    copy = clean_copy(text)
    at = copy.text.index(read)
    assert copy.to_original(at, at + len(read)).of(text) == written


def test_own_words_and_sentences_are_of_the_view():
    result = prepared("You are a m.o.r.o.n. Go home.")
    assert [span.of(result.own.text) for span in result.sentences] == [
        "You are a moron.",
        "Go home.",
    ]


def test_no_english_word_counts_as_a_slip():
    words = disguised()
    assert not set(words.slips) & set(english())
    assert all(meant in words.words for meant in words.slips.values())


def test_joined_words_need_an_insult_and_an_address():
    assert joined_words("youidiot") == ["you", "idiot"]
    assert joined_words("dickinson") == []
    assert joined_words("sundayfunday") == []


def test_letters_without_a_look_alike_are_none():
    assert [latin_for(char) for char in "aжА字é"] == ["a", None, "A", None, "e"]


LETTERS = "moron idiot MORON 0 1 @ $ * . - _ а о ⓘ i \u0336 \u0301 # You Are x ! <b> </b> é"
PIECES = st.sampled_from([*LETTERS.split(), " ", "  ", "\n"])


@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_character_of_the_view_leads_into_the_text(text):
    copy = clean_copy(text)
    assert len(copy.text) == len(copy.starts) == len(copy.ends)
    assert all(0 <= s < e <= len(text) for s, e in zip(copy.starts, copy.ends, strict=True))
    assert list(copy.starts) == sorted(copy.starts)
    assert list(copy.ends) == sorted(copy.ends)
