"""Markup is not words: what a reader of HTML, BBCode and Markdown sees, with the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_thread import prepared

from analysis.text.addresses import STAND_IN
from analysis.text.clean import clean_copy, clean_view

HTML = st.lists(
    st.sampled_from(
        "<p> </p> <br> <b> </b> <blockquote> </blockquote> &gt; &amp;lt; &#39; <i <a/href= > < & "
        'script <script> </script> <img/alt="x"> [quote] [/quote] [b] ](http://x.example/y) [ '
        "https://a.example/b word. Äpfel ** * ` \n".split(" ")
    ),
    max_size=25,
).map(" ".join)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        pytest.param("<p>Good.</p><p>Bad.</p>", "Good.\n\nBad.", id="paragraphs"),
        pytest.param("Good.<p>Bad.", "Good.\n\nBad.", id="a paragraph without an end"),
        pytest.param("One<br>two<br/>three<BR />four", "One\ntwo\nthree\nfour", id="line breaks"),
        pytest.param("<div>One</div><div>Two</div>", "One\n\nTwo", id="divisions"),
        pytest.param("<ul><li>One<li>Two</ul>", "One\nTwo", id="a list"),
        pytest.param("a <em>fo</em>ol", "a fool", id="a tag inside a word"),
        pytest.param("&lt;p&gt;Hi&lt;/p&gt;", "Hi", id="escaped tags"),
        pytest.param("&amp;lt;b&amp;gt;Hi&amp;lt;/b&amp;gt;", "Hi", id="tags escaped twice"),
        pytest.param("5 &pound; &#38; &#x26; &amp;amp; &hellip;", "5 £ & & & …", id="entities"),
        pytest.param('<div class="fool">Hi</div>', "Hi", id="attributes"),
        pytest.param("<img src='x' alt='fool.gif'> Hi", "Hi", id="what a picture is called"),
        pytest.param('<img class="emoji" alt="🖕"> Hi', "🖕 Hi", id="an emoji drawn as a picture"),
        pytest.param('<i title="a > b fool">Hi</i>', "Hi", id="an end mark in an attribute"),
        pytest.param("<script>fool()</script>Hi", "Hi", id="a script"),
        pytest.param("<style>.fool {}</style>Hi", "Hi", id="a style sheet"),
        pytest.param("<!-- fool -->Hi", "Hi", id="a note"),
        pytest.param('<a href="https://x.example/fool">Hi</a>', "Hi", id="a link"),
        pytest.param("[b]fo[/b]ol [url=http://x.example/oaf]Hi[/url]", "fool Hi", id="BBCode"),
        pytest.param("[img]http://x.example/fool.png[/img]Hi", "Hi", id="a BBCode picture"),
        pytest.param("[Hi](https://x.example/fool) you", "Hi you", id="a Markdown link"),
        pytest.param("![fool](https://x.example/fool.png)Hi", "Hi", id="a Markdown picture"),
        pytest.param("'''You fool''', go", "You fool, go", id="a wiki's bold letters"),
        pytest.param("'''''a fool''''', don't", "a fool, don't", id="bold and slanted"),
        pytest.param("**fo**ol", "fool", id="bold letters inside a word"),
    ],
)
def test_only_what_a_reader_sees_is_read(body, seen):
    assert clean_copy(body).text.strip() == seen


@pytest.mark.parametrize(
    "text",
    [
        "a<b and c>d",
        "if a<b>c then <3 and <- or ->",
        "vector<i> holds List<String>",
        "Use the <div> tag, not <span>.",
        "Write `<br>` and ```<p>x</p>``` for it.",
        "<grin> and <sarcasm>great</sarcasm>",
        "x[i] = y[b]; see [1] and [sic]",
        "tr**t and sl**ve",
        "2**3**4 is large",
        "print('''x = 1 and so on",
        "rock 'n''' roll, the '70s and it's 5''' long",
        "*sigh* and _this_",
        "[not a link] (at all)",
        "R&D at AT&T",
    ],
)
def test_plain_text_and_code_are_left_alone(text):
    assert clean_copy(text).text == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("See https://x.example/you-fool.html.", f"See {STAND_IN}."),
        ("(www.x.example/fool) ok", f"({STAND_IN}) ok"),
        ("https://x.example/a_(fool) ok", f"{STAND_IN} ok"),
        ("x.example/fool/oaf ok", f"{STAND_IN} ok"),
        ("write to fool@x.example, please", f"write to {STAND_IN}, please"),
        ("https:&#x2F;&#x2F;x.example&#x2F;fool", STAND_IN),
        ("Wrong.In any case and/or 1.5/2", "Wrong.In any case and/or 1.5/2"),
        ("@fool thanks", "@fool thanks"),
    ],
)
def test_addresses_are_no_words(text, seen):
    assert clean_copy(text).text == seen


def test_an_address_leads_back_whole():
    text = "Timetable: https://x.example/line-4.pdf."
    copy = clean_copy(text)
    at = copy.text.index(STAND_IN)
    where = copy.to_original(at, at + len(STAND_IN))
    assert where.of(text) == "https://x.example/line-4.pdf"


@pytest.mark.parametrize(
    ("quote", "rest"),
    [
        ("<blockquote>You fool, go home.</blockquote>", "<p>Be kind."),
        ('[quote="ann, post:3"]You fool, go home.[/quote]', "\nBe kind."),
        ("<blockquote>Oaf <blockquote>fool</blockquote></blockquote>", "Be kind."),
        ("&gt; You fool, go home.", "<p>Be kind."),
        ("&gt;You fool, go home.", "<br><br>Be kind."),
        (">> You fool, go home.", "\nBe kind."),
        ("» You fool, go home.", "\nBe kind."),
        ("| You fool, go home.", "\nBe kind."),
        ("“You fool, go home at once.”", " Be kind."),
        ("»You fool, go home at once.«", " Be kind."),
    ],
)
def test_quotes_in_the_usual_styles_belong_to_somebody_else(quote, rest):
    body = quote + rest
    result = prepared(body)
    assert [q.span.of(body) for q in result.quotes] == [quote]
    assert "fool" not in result.own.text
    assert result.own.text.endswith("Be kind.")


@pytest.mark.parametrize(
    ("before", "quote"),
    [
        ("Ann wrote:\n", "You fool, go home."),
        ("@ann said: ", "“You fool, go home at once.”"),
        ("On Mon, 3 Mar 2025, Ann Vogel wrote:\n", "> You fool, go home."),
    ],
)
def test_who_is_quoted_may_stand_before_it(before, quote):
    body = f"{before}{quote}\n\nBe kind."
    assert [q.span.of(body) for q in prepared(body).quotes] == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "| line | riders |\n| 7 | many |",
        "> 50% of them are fools",
        "Ann wrote:\nYou fool, go home.",
        "They say » a lot.",
        "Ann said: you fool.\n\nBe kind.",
    ],
)
def test_what_is_no_quote_stays_the_writers_own(text):
    assert prepared(text).quotes == ()


@given(HTML)
def test_every_character_of_a_view_leads_into_the_body(body):
    view = clean_view(body)
    copy = view.copy
    assert len(copy.text) == len(copy.starts) == len(copy.ends)
    assert all(0 <= s < e <= len(body) for s, e in zip(copy.starts, copy.ends, strict=True))
    assert list(copy.starts) == sorted(copy.starts)
    assert list(copy.ends) == sorted(copy.ends)
    for char, start, end in zip(copy.text, copy.starts, copy.ends, strict=True):
        if end == start + 1 and char.isalpha():
            assert body[start] == char
    at = 0
    for span in view.quotes:
        assert at <= span.start <= span.end <= len(copy.text)
        at = span.end
    own = prepared(body).own
    assert all(0 <= s <= e <= len(body) for s, e in zip(own.starts, own.ends, strict=True))
