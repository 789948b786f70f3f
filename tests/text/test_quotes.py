"""Whose words: what is found to be a quote, of what, and what is left."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thoroughness import examples
from written_thread import ARTICLE, comments, prepared, preparer, quoted

from analysis.domain.comment import Article, Discussion

COUNTED = "Line 7 carried 1,900 passengers a day last year."
CHEAPER = (
    "A bus would cost 40% less, and it could stop in the new housing areas along the river as well."
)


@pytest.mark.parametrize(
    ("text", "quote", "own"),
    [
        pytest.param(f"{COUNTED}\n\nBy whom?", COUNTED, "By whom?", id="a line of its own"),
        pytest.param(f"{COUNTED} By whom?", COUNTED, "By whom?", id="own words on the same line"),
        pytest.param(f"{COUNTED} ??? Come on", COUNTED, "??? Come on", id="marks are one's own"),
        pytest.param(
            f"Come on!\n\n{COUNTED}\n\nBy whom?",
            COUNTED,
            "Come on!\n\nBy whom?",
            id="own words around it",
        ),
        pytest.param(
            "line 7 carried 1900 passengers a day last year\n\nBy whom?",
            "line 7 carried 1900 passengers a day last year",
            "By whom?",
            id="without capital and comma",
        ),
        pytest.param(
            '"We are not against rails," Kern told the council\'s committee on Monday.\n\nShe is.',
            '"We are not against rails," Kern told the council\'s committee on Monday.',
            "She is.",
            id="straight for typographic marks",
        ),
        pytest.param(
            CHEAPER.replace("40% ", "").replace("new ", "") + "\n\nSure.",
            CHEAPER.replace("40% ", "").replace("new ", ""),
            "Sure.",
            id="words dropped",
        ),
        pytest.param(
            "it could stop in the new housing areas\n\nSure.",
            "it could stop in the new housing areas",
            "Sure.",
            id="a part of a sentence on its own line",
        ),
        pytest.param(
            "“because hardly anybody uses it after eight in the evening”\n\nI do.",
            "“because hardly anybody uses it after eight in the evening”",
            "I do.",
            id="in typographic marks",
        ),
        pytest.param(
            f"{COUNTED} {CHEAPER}\n\nThe old cars are “museum pieces” that break down.\n\nSpin.",
            f"{COUNTED} {CHEAPER}\n\nThe old cars are “museum pieces” that break down.",
            "Spin.",
            id="two paragraphs",
        ),
        pytest.param(
            f"{COUNTED} [...] Replacing them would cost eleven million.\n\nSpin.",
            f"{COUNTED} [...] Replacing them would cost eleven million.",
            "Spin.",
            id="shortened with dots",
        ),
        pytest.param(
            f"> {COUNTED}\n> {CHEAPER}\nSpin.", f"> {COUNTED}\n> {CHEAPER}", "Spin.", id="> lines"
        ),
        pytest.param(f"&gt; {COUNTED}\n\nSpin.", f"&gt; {COUNTED}", "Spin.", id="&gt; lines"),
        pytest.param(
            f"[quote=Kern]{COUNTED}[/quote]\nSpin.",
            f"[quote=Kern]{COUNTED}[/quote]",
            "Spin.",
            id="a quote block",
        ),
        pytest.param(
            f"İİ\n\n[QUOTE]{COUNTED}[/Quote]\nSpin.",
            f"[QUOTE]{COUNTED}[/Quote]",
            "İİ\n\nSpin.",
            id="letters that grow in lower case",
        ),
        pytest.param(
            f"<blockquote>{COUNTED}</blockquote>Spin.",
            f"<blockquote>{COUNTED}</blockquote>",
            "Spin.",
            id="an HTML block",
        ),
        pytest.param(
            'She says "hardly anybody uses it after eight", but I do.',
            '"hardly anybody uses it after eight"',
            "She says , but I do.",
            id="inside a sentence",
        ),
        pytest.param(
            "Town council plans to close the old tram line\n\nOld news.",
            "Town council plans to close the old tram line",
            "Old news.",
            id="the title",
        ),
    ],
)
def test_a_quote_of_the_article(text, quote, own):
    result = prepared(text)
    assert quoted(result) == [("article", None, quote)]
    assert result.own.text == own


@pytest.mark.parametrize(
    "text",
    [
        'Their "museum pieces" are fine and my "real" friends ride them.',
        'I told my son "you will take the bus like everybody else" and he cried.',
        'And I said to her "you will take the bus like everybody else", laughing.',
        "The line carried many passengers last year, and a bus would not.",
        "I think that the old tram line is a good thing for this town.",
        "Line 7 by next summer? No.",
        "> 50% of us ride it at night",
        ">:( this is bad",
        "Numbers and plans",
        'He is a "transport expert"',
    ],
)
def test_words_that_are_the_commenters_own(text):
    result = prepared(text)
    assert quoted(result) == []
    assert result.own.text == text


def test_a_quote_of_an_earlier_comment_names_it():
    result = prepared(
        "Buses get stuck behind every delivery van in our street.",
        "Trams are loud.",
        "Buses get stuck behind every delivery van in our street. ??? Ours do not.",
    )
    assert quoted(result) == [
        ("comment", "c1", "Buses get stuck behind every delivery van in our street.")
    ]
    assert result.own.text == "??? Ours do not."


def test_a_quoted_quote_belongs_to_the_comment_that_wrote_it_first():
    words = "Buses get stuck behind every delivery van in our street."
    result = prepared(words, f"{words}\n\nOurs too.", f"{words}\n\nAnd ours.")
    assert quoted(result) == [("comment", "c1", words)]


def test_what_an_earlier_comment_quoted_from_the_article_is_still_the_articles():
    result = prepared(f"{COUNTED}\n\nBy whom?", f"{COUNTED}\n\nBy the drivers.")
    assert quoted(result) == [("article", None, COUNTED)]


def test_a_later_comment_is_never_a_source():
    words = "Buses get stuck behind every delivery van in our street."
    both = preparer().prepare(Discussion(ARTICLE, comments(f"{words} Really.", words + " No.")))
    assert quoted(both[0]) == []


def test_a_word_that_happens_to_begin_the_next_sentence_too_is_not_quoted():
    words = "Buses get stuck behind every delivery van in our street."
    result = prepared(f"{words} And I hate it.", f"{words}\n\nAnd yet they run.")
    assert quoted(result) == [("comment", "c1", words)]
    assert result.own.text == "And yet they run."


def test_who_repeats_an_own_comment_is_not_quoting():
    words = "Buses get stuck behind every delivery van in our street."
    again = f"{words} Do read this."
    same = prepared(words, again, authors=("Rosa", "Rosa"))
    assert same.own.text == again
    other = prepared(words, again, authors=("Rosa", "Emil"))
    assert other.own.text == "Do read this."


def test_a_reply_header_is_a_block():
    plain = prepared("Fine.", "(In reply to: You fools have no...-- Rosa) That is rude.")
    assert quoted(plain) == [("unknown", None, "(In reply to: You fools have no...-- Rosa)")]
    assert plain.own.text == "That is rude."


def test_two_quotes_of_two_comments_in_one():
    first = "Buses get stuck behind every delivery van in our street."
    second = "The trams are so loud that my windows shake at night."
    result = prepared(first, second, f"{first}\n\nNot here.\n\n{second}\n\nBuy better windows.")
    assert quoted(result) == [("comment", "c1", first), ("comment", "c2", second)]
    assert result.own.text == "Not here.\n\nBuy better windows."


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("> you fools have no idea\n\nThat was rude.", "> you fools have no idea"),
        (
            'You wrote "people from the hills never pay for anything" and that is unfair.',
            '"people from the hills never pay for anything"',
        ),
        (
            "“All people from the hills are thieves.”\n\nWho says such things?",
            "“All people from the hills are thieves.”",
        ),
    ],
)
def test_a_quote_whose_source_is_not_here_is_unknown(text, quote):
    assert quoted(prepared(text)) == [("unknown", None, quote)]


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("You are all sheep and I hate this town.", "You are all sheep and I hate this town."),
        ("Fine.", "> you are all sheep and I hate this town"),
        ("Fine.", '"You are all sheep and I hate this town."'),
    ],
)
def test_a_comment_that_is_nothing_but_somebodys_words_has_to_answer_for_them(earlier, text):
    result = prepared(earlier, text)
    assert quoted(result) == []
    assert result.own.text == text


def test_a_comment_that_only_copies_the_article_has_no_words_of_its_own():
    result = prepared(COUNTED)
    assert quoted(result) == [("article", None, COUNTED)]
    assert result.own.text == ""
    assert result.sentences == ()


def test_common_short_lines_are_not_quotes_of_each_other():
    result = prepared("I could not agree more\n\nTrams rule.", "I could not agree more\n\nReally.")
    assert quoted(result) == []


def test_the_original_is_never_changed_and_every_span_fits():
    text = f"\u202eWell\u200b &amp; good\r\n\r\n{COUNTED}\r\n\r\nIt\u2019s donâ€™t \x00ok"
    result = prepared(text)
    assert result.comment.text == text
    assert quoted(result) == [("article", None, COUNTED)]
    at = result.own.text.index("don't")
    assert result.original_span(at, at + 5).of(text) == "donâ€™t"


PIECES = st.sampled_from(
    [
        COUNTED,
        CHEAPER,
        "Buses get stuck behind every delivery van in our street.",
        "\n",
        "\n\n",
        " ",
        "> ",
        '"',
        "“",
        "”",
        "...",
        "own words here",
        "donâ€™t",
        "&gt; ",
        "😀",
        "[quote]",
        "[/quote]",
        "\x00",
        "Rosa,",
    ]
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.lists(PIECES, max_size=9).map("".join), min_size=1, max_size=4))
def test_whatever_is_written_own_words_and_quotes_are_apart_and_map_back(texts):
    discussion = Discussion(ARTICLE, comments(*texts))
    for result in preparer().prepare(discussion):
        text = result.comment.text
        last = 0
        for quote in result.quotes:
            assert last <= quote.span.start < quote.span.end <= len(text)
            assert 0.0 <= quote.similarity <= 1.0
            assert (quote.source == "comment") == (quote.comment_id is not None)
            last = quote.span.end
        for number in range(len(result.own.text)):
            start, end = result.own.starts[number], result.own.ends[number]
            if start < end:
                assert not any(q.span.start <= start < q.span.end for q in result.quotes)
                if end == start + 1 and result.own.text[number].isalnum():
                    assert text[start] == result.own.text[number]
        for span in result.sentences:
            assert len(result.original_span(span.start, span.end)) > 0


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.text(alphabet=st.characters(), max_size=60), min_size=1, max_size=3))
@example(["İİİİ", "İİİİ, no", "@İİİİ no"])
@example(["ßßß", "İ [QUOTE]ßßß and so on[/QUOTE] İ ßßß, no"])
def test_any_text_at_all_is_prepared(texts):
    for result in preparer().prepare(Discussion(ARTICLE, comments(*texts, authors=texts))):
        assert result.doc.text == result.own.text
        assert all(quote.span.end <= len(result.comment.text) for quote in result.quotes)
        if result.addressee:
            span = result.addressee.span
            assert 0 <= span.start < span.end <= len(result.comment.text)


def test_a_thread_of_two_thousand_repetitive_comments_is_prepared_in_linear_time():
    texts = [
        f"I do not think that this is right, number {n % 7} is late again." for n in range(2000)
    ]
    discussion = Discussion(ARTICLE, comments(*texts))
    began = time.process_time()
    assert len(preparer().prepare(discussion, only={"c2000"})) == 1
    assert time.process_time() - began < 10


@pytest.mark.heavy
@pytest.mark.parametrize(
    "text",
    [
        "na " * 400_000,
        '"' * 50_000,
        "> x\n" * 30_000,
        "[quote]" * 20_000,
        "a&amp;" * 30_000,
        "â€™" * 30_000,
        "?! " * 60_000,
        (COUNTED + " ") * 3_000,
        "x" * 1_000_000,
    ],
    ids=lambda text: f"{len(text)} of {text[:8]!r}",
)
def test_a_monstrous_comment_takes_no_more_than_its_length(text):
    began = time.process_time()
    result = prepared("na " * 50_000, text)
    assert time.process_time() - began < 10
    assert result.comment.text == text
    assert len(result.own.text) <= 20_480


@pytest.mark.slow
@pytest.mark.heavy
def test_many_altered_passages_in_marks_among_long_comments_are_bounded():
    long = " ".join(f"word{n % 997} and" for n in range(2_000))
    marked = " ".join(
        '"' + " ".join(f"wurd{n + k} und" for n in range(28)) + '"' for k in range(300)
    )
    began = time.process_time()
    assert prepared(*[long] * 30, marked).comment.text == marked
    assert time.process_time() - began < 10


def test_an_altered_passage_in_marks_is_still_found():
    result = prepared(
        'She claims that "hardly anyone used it past eight in the evenings", but I do.'
    )
    assert quoted(result)[0][0] in ("article", "unknown")
    near = prepared(
        'He wrote "A bus will cost 40% less and could stop in new housing area along the river".'
    )
    assert quoted(near)[0][0] == "article"


def test_what_is_too_long_to_read_is_cut_and_says_where():
    text = "word " * 10_000
    result = prepared(text)
    assert result.cut_at == 20_480
    assert result.own.text == text[:20_480]
    assert prepared("short").cut_at is None


def test_without_article_only_comments_are_sources():
    words = "Buses get stuck behind every delivery van in our street."
    result = prepared(words, f"{words}\n\nNo.", article=Article(id="tram"))
    assert quoted(result) == [("comment", "c1", words)]
