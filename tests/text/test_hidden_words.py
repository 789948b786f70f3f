"""Words inside what looks like markup are read; real markup around them stays none."""

import pytest
from written_thread import prepared

from analysis.text.clean import clean_copy


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("if a<b and b=c you are a fool, and a>0 too.", id="a comparison"),
        pytest.param("when a<p and p=q, you fool, for every a>1", id="letters that are tags"),
        pytest.param("x <u think=you are a fool> y", id="a value that goes on"),
        pytest.param("x <i a=1 I will find you> y", id="words behind a value"),
        pytest.param("x <b style=You are a fool> y <b>z", id="a known attribute"),
        pytest.param("x <u you=are a=fool> y", id="words as attributes"),
        pytest.param('x <u zqx="you are a fool"> y', id="a sentence in an unknown attribute"),
        pytest.param("x <p you fool> y", id="bare words"),
        pytest.param("x <!DOCTYPE you are a fool> y", id="a document type"),
        pytest.param("x [b you fool]y[/b] z", id="BBCode with bare words"),
        pytest.param("x [user you fool]y[/user] z", id="BBCode's user"),
        pytest.param("x [size=I will kill you]y[/size] z", id="a sentence as a size"),
        pytest.param("x [color=you_fool]y[/color] z", id="words as a colour"),
        pytest.param("x [url=You are a fool]y[/url] z", id="a sentence as an address"),
        pytest.param("x [quote=You are a fool]y[/quote] z", id="a sentence as a name"),
        pytest.param('x [quote name="You are a fool"]y[/quote] z', id="a named sentence"),
    ],
)
def test_a_tag_with_words_in_it_is_none(text):
    assert clean_copy(text).text == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Use <style> here. You are a fool. </style> y", "Use here. You are a fool. y"),
        ("&lt;script&gt;You are a fool&lt;/script&gt; y", "You are a fool y"),
        ("<title>you fool</title> y", "you fool y"),
        ("<svg>You are {} a fool</svg> y", "You are {} a fool y"),
        ("<object><b>You</b> are a fool</object> y", "You are a fool y"),
        (
            "<script>f(1); g(2); h(x); x = 3; y = 4; // You are a fool\n</script> y",
            "You are a fool y",
        ),
        ("<style>You&nbsp;are&nbsp;a&nbsp;fool</style> y", "You are a fool y"),
        ("&lt;p you fool&gt; y", "<p you fool> y"),
        ("<!-- You are a fool --> y", "You are a fool y"),
        ("&lt;!-- kill yourself --&gt; y", "kill yourself y"),
        ("[img]You are a fool[/img] y", "You are a fool y"),
        ("[youtube]you_moron[/youtube] y", "you moron y"),
        ("[attach]fool[/attach] y", "fool y"),
        ("[video]http://x.example/a You fool[/video] y", "https://www.link.com You fool y"),
        ("![You are a fool](/a.png) y", "You are a fool y"),
        ('[x](/ "I will kill you") y', "x I will kill you y"),
        ('![a b](/a.png "c d") y', "a b c d y"),
        ('<img src="a.png" alt="You are a fool"> y', "You are a fool y"),
        ("<img alt='You &amp; the fool' src=a.png /> y", "You & the fool y"),
    ],
)
def test_words_in_place_of_code_and_addresses_are_read(text, seen):
    assert " ".join(clean_copy(text).text.split()) == seen


CLOSED = {"<a": "</a>", "<p": "</p>", "<font": "</font>", "&lt;a": "</a>", "&amp;lt;a": "</a>"}


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="http://x.example/fool?a=b&amp;c=d" rel="nofollow noopener" class="fool x">',
        "<a href=http://x.example/fool>",
        '<font color=red size="+1" face="Times New Roman">',
        '<p style="margin: 0 auto; color: red" id=fool data-mood="you fool">',
        '<td align=center nowrap indent="40" jsaction="fool:x">',
        '<img alt="fool.gif"src="fool.gif"/>',
        "<input type=checkbox checked disabled>",
        '<a href="x" onclick="return fool(this);">',
        '<a href="x" title="you fool">',
        r"<a href=\"x\" title=\"fool\">",
        "&lt;a href=&quot;http://x.example/fool&quot; class=&quot;you fool&quot;&gt;",
        "&amp;lt;a href=&amp;quot;fool&amp;quot;&amp;gt;",
        "<script>document.write('fool'); var fool = 1;</script>",
        '<script type="application/ld+json">{"@type": "Fool", "name": "fool"}</script>',
        "<style>.fool, #oaf { color: red; font: 12px/1.5 serif; }</style>",
        "<!--more-->",
        "<!-- fool -->",
        '<!-- wp:quote {"className":"fool"} -->',
        "<!DOCTYPE html>",
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://x.example/fool.dtd">',
        "[img]http://x.example/fool.png[/img]",
        "[img width=100 height=50]fool.png[/img]",
        "[img=100x50]http://x.example/a[/img]",
        "[youtube]dQw4w9WgXcQ[/youtube]",
        "[attach]1234[/attach]",
        "[url=http://x.example/you-fool][/url]",
        '[color=#ff0000][/color][size=12pt][/size][font="Times New Roman"][/font]',
        "![fool.png](/fool.png)",
        "[](http://x.example/fool)",
    ],
)
def test_real_markup_is_still_no_words(markup):
    end = next((end for begin, end in CLOSED.items() if markup.startswith(begin)), "")
    assert clean_copy(f"{markup}y{end}").text.split() == ["y"]


@pytest.mark.parametrize(
    "name",
    [
        '="ann, post:3, topic:12"',
        "=Ann Lee",
        "=Ann;1234",
        "=I_am_Ann",
        " author=Ann Lee link=topic=1.msg2#msg2 date=12",
        " name='Ann' timestamp='12' post='3'",
    ],
)
def test_a_quote_in_a_forums_own_way_is_one(name):
    body = f"[quote{name}]You fool, go home.[/quote]\nBe kind."
    assert prepared(body).own.text == "Be kind."


def test_words_read_from_a_picture_lead_back_to_it():
    text = "![You are a fool](/a.png) y"
    copy = clean_copy(text)
    at = copy.text.index("fool")
    assert copy.to_original(at, at + 4).start == text.index("fool")
