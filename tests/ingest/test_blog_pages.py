"""Saved pages of blogs: the name without "says" in any language, and no pingback as a comment."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary, read


def comments_of(path: Path, content: str) -> tuple[list[Comment], ReadSummary]:
    path.write_text(content, encoding="utf-8")
    reading = read(path)
    comments = [comment for piece in reading for comment in piece.comments]
    return comments, reading.summary


def item(number: int, head: str, *, classes: str = "comment even", text: str = "") -> str:
    words = text or f"<p>The ferry was late on day {number}.</p>"
    return (
        f'<li id="comment-{number}" class="{classes}"><article class="comment-body">'
        f'<footer class="comment-meta">{head}<div class="comment-metadata">'
        f'<time datetime="2024-07-0{number}T10:15:00+02:00">{number}. Juli</time></div></footer>'
        f'<div class="comment-content">{words}</div></article></li>'
    )


def page(*items: str) -> str:
    listed = "".join(items)
    return f'<html><body><h1>The ferry</h1><ol class="comment-list">{listed}</ol></body></html>'


def vcard(inner: str) -> str:
    return f'<div class="comment-author vcard"><img class="avatar" src="x.png">{inner}</div>'


@pytest.mark.parametrize(
    "says", ["sagt:", "dit&nbsp;:", "dice:", "says:", "zegt:", "说道：", "пишет:"]
)
@pytest.mark.parametrize(
    "head",
    [
        vcard('<b class="fn"><a href="/ada">Ada L.</a></b> <span class="says">{}</span>'),
        vcard('<cite class="fn">Ada L.</cite> <span class="screen-reader-text says">{}</span>'),
        vcard('<cite class="fn">Ada L. <span class="says">{}</span></cite>'),
        vcard('<a class="url" href="/ada">Ada L.</a> <span class="says">{}</span>'),
        vcard('<span class="comment-author-name">Ada L.</span> {}'),
        vcard('<b class="fn">Ada L.</b> <span class="author-badge">Autor</span> <i>{}</i>'),
    ],
)  # fmt: skip
def test_a_name_is_without_the_word_for_says(tmp_path: Path, head: str, says: str) -> None:
    comments, _ = comments_of(
        tmp_path / "p.html", page(*(item(n, head.format(says)) for n in (1, 2)))
    )
    assert [comment.author for comment in comments] == ["Ada L."] * 2


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (vcard('<b class="fn">Sagt Simon</b> <span class="says">sagt:</span>'), "Sagt Simon"),
        (vcard('<b class="fn">Dit Dupont :</b>'), "Dit Dupont :"),
        (vcard('<span class="screen-reader-text">Ada L.</span>'), "Ada L."),
        (vcard("Ada L. says:"), "Ada L."),
        (vcard('<b class="fn">Essays Ltd</b> <span class="essays">x</span>'), "Essays Ltd"),
    ],
)
def test_a_name_that_only_looks_like_it_stays(tmp_path: Path, head: str, author: str) -> None:
    comments, _ = comments_of(tmp_path / "p.html", page(item(1, head), item(2, head)))
    assert [comment.author for comment in comments] == [author] * 2


def test_names_of_a_page_of_no_known_markup_are_without_it_too(tmp_path: Path) -> None:
    blocks = "".join(
        f'<div class="thing"><p class="who">{name} <span class="says">说道：</span></p>'
        f"<p>3 July 2024, 10:1{n}</p><p>The ferry was late again on day {n}, they say.</p>"
        '<a class="reply">Reply</a></div>'
        for n, name in enumerate(("Ada L.", "Ben", "Cem", "Dot"), start=1)
    )
    comments, _ = comments_of(tmp_path / "p.html", f'<body><div id="replies">{blocks}</div></body>')
    assert [comment.author for comment in comments] == ["Ada L.", "Ben", "Cem", "Dot"]


ADA = vcard('<b class="fn">Ada L.</b>')
LINK = '<a href="http://x.example">Other blog</a>'


@pytest.mark.parametrize(
    "ping",
    [
        f'<li id="comment-3" class="pingback"><p class="comment-body">Pingback: {LINK}</p></li>',
        f'<li id="comment-3" class="trackback"><p class="comment-body">Trackback: {LINK}</p></li>',
        f'<li class="post pingback"><p>Pingback : {LINK}</p></li>',
        item(3, vcard(f'<b class="fn">{LINK}</b>'), classes="pingback", text="<p>[…] late […]</p>"),
        item(3, "", text=f"<p>Pingback: {LINK}</p>"),
        '<li id="comment-3" class="comment"><div class="pingback"><div class="comment-content">'
        f"<p>Ping : {LINK}</p></div></div></li>",
    ],
)  # fmt: skip
def test_a_pingback_is_left_out_and_said(tmp_path: Path, ping: str) -> None:
    comments, report = comments_of(tmp_path / "p.html", page(item(1, ADA), item(2, ADA), ping))
    assert [comment.id for comment in comments] == ["1", "2"]
    assert report.skipped == (("a pingback or trackback, no comment", 1),)


@pytest.mark.parametrize(
    "real",
    [
        item(3, ADA, text="<p>Pingback: what is that?</p>"),
        item(3, ADA, text=f"<p>Pingback: {LINK}</p>"),
        item(3, ADA, classes="comment no-pingbacks"),
        item(3, ADA + '<a class="trackback" href="/t">Trackback</a>'),
        item(3, "", text="<p>My pingback did not work, why?</p>"),
    ],
)
def test_a_comment_about_pingbacks_is_a_comment(tmp_path: Path, real: str) -> None:
    comments, report = comments_of(tmp_path / "p.html", page(item(1, ADA), item(2, ADA), real))
    assert [comment.id for comment in comments] == ["1", "2", "3"]
    assert report.skipped == ()


ROWS = [
    {"id": "1", "type": "comment", "author_name": "Ada", "content": "The ferry was late."},
    {"id": "2", "type": "pingback", "author_name": "Other blog", "content": "[…] late […]"},
    {"id": "3", "type": "Trackback", "author_name": "Third blog", "content": "[…] late […]"},
    {"id": "4", "type": "comment", "author_name": "Ben", "content": "pingback"},
]


@pytest.mark.parametrize("name", ["c.json", "c.csv"])
def test_a_table_that_tells_the_type_leaves_pingbacks_out_too(tmp_path: Path, name: str) -> None:
    """As a blog's own interface gives its comments."""
    out = io.StringIO()
    rows = csv.DictWriter(out, ROWS[0])
    rows.writeheader()
    rows.writerows(ROWS)
    content = json.dumps(ROWS) if name.endswith("json") else out.getvalue()
    comments, report = comments_of(tmp_path / name, content)
    assert [comment.id for comment in comments] == ["1", "4"]
    assert report.skipped == (("a pingback or trackback, no comment", 2),)
