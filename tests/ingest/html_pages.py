"""Saved pages in the markup of well-known and of nameless sites, with words of our own."""

from __future__ import annotations

FIRST, SECOND, THIRD = "The kiln is cold.", "It was hot at noon.", "Thank you for the clay."
NAMES = ("Ada", "Ben", "Cai")


def page(body: str) -> str:
    """A page around the comments, with an article and the site's own links."""
    return (
        "<!DOCTYPE html><html><head><title>Kilns</title><style>.c{}</style></head><body>"
        "<nav><a>News</a><a>Sport</a></nav><h1>Kilns</h1><p>An article about kilns.</p>"
        f"{body}<footer>All rights reserved</footer></body></html>"
    )


def _each(one: str) -> str:
    rows = zip(NAMES, (FIRST, SECOND, THIRD), (0, 1, 0), (7, 8, 9), strict=True)
    return "".join(one.format(name=n, text=t, level=v, day=d) for n, t, v, d in rows)


def _inside(outer: str, inner: str, after: str) -> str:
    """The first comment with the second one inside it, then the third."""
    nested = outer.format(name="Ada", text=FIRST, day=7, inner=inner.format(
        name="Ben", text=SECOND, day=8, inner=""))  # fmt: skip
    return nested + after.format(name="Cai", text=THIRD, day=9, inner="")


_DISQUS = (
    '<li class="post" id="post-{day}"><div class="post-content"><header>'
    '<span class="author"><a href="#">{name}</a></span> <a class="time-ago" '
    'title="Monday, March {day}, 2022 10:12 AM">2 years ago</a></header>'
    '<div class="post-message"><p>{text}</p></div><footer><ul><li class="voting">3</li>'
    '<li class="reply"><a>Reply</a></li></ul></footer></div><ul class="children">{inner}</ul></li>'
)
_WORDPRESS = (
    '<li class="comment depth-1" id="li-comment-{day}"><div id="comment-{day}">'
    '<div class="comment-author vcard"><cite class="fn">{name}</cite> <span>says:</span></div>'
    '<div class="comment-meta"><a>March {day}, 2022 at 10:12 am</a></div><p>{text}</p>'
    '<div class="reply"><a>Reply</a></div></div><ul class="children">{inner}</ul></li>'
)
_CORAL = (
    '<div class="wrap{level}"><div class="coral coral-indent-{level}"><div class="coral-comment" '
    'id="comment-x{day}"><button class="coral-username">{name}</button>'
    '<time datetime="2022-03-0{day}T10:12:00Z">4d</time><div class="coral-content">{text}</div>'
    "<button>Respect</button><button>Reply</button></div></div></div>"
)
_NEWS = (
    '<tr class="athing comtr" id="50{day}"><td><table><tr><td class="ind" indent="{level}"></td>'
    '<td><span class="comhead"><a class="hnuser">{name}</a> <span class="age" '
    'title="2022-03-0{day}T10:12:00"><a>3 days ago</a></span></span><div class="comment">'
    '<div class="commtext">{text}</div><div class="reply"><a>reply</a></div></div></td></tr>'
    "</table></td></tr>"
)
_NAMELESS = (
    '<div class="entry-{day}"><p class="who">{name}</p><p>{day} March 2022</p>'
    '<div class="words"><p>{text}</p></div><a>Reply</a></div>'
)
_NEWSPAPER = (
    '<article class="c-comment c-comment--level-{level}" data-cid="1{day}"><div class="meta">'
    '<strong>{name}</strong><time datetime="2022-03-0{day}T10:12:00Z">x</time></div>'
    '<div class="c-text"><p>{text}</p></div></article>'
)
_DEFINITIONS = '<dt id="c{day}">{name} <small>{day} March 2022, 10:12</small></dt><dd>{text}</dd>'
_MARGINS = (
    '<div class="msg" style="margin-left: {level}0px"><b>{name}</b> <i>{day} March 2022 10:12</i>'
    "<p>{text}</p><a>Answer</a> <a>Report</a></div>"
)

PAGES: dict[str, tuple[str, list[str], bool]] = {
    "disqus": (page(f"<ul id=posts>{_inside(_DISQUS, _DISQUS, _DISQUS)}</ul>"),
               ["7", "8", "9"], True),
    "wordpress, old": (page(f"<ol>{_inside(_WORDPRESS, _WORDPRESS, _WORDPRESS)}</ol>"),
                       ["7", "8", "9"], True),
    "coral": (page(f'<div id="comments">{_each(_CORAL)}</div>'), ["x7", "x8", "x9"], True),
    "hacker news": (page(f"<table>{_each(_NEWS)}</table>"), ["507", "508", "509"], True),
    "a nameless site": (page(f'<section class="discussion">{_each(_NAMELESS)}</section>'),
                        ["block-1", "block-2", "block-3"], False),
    "a newspaper": (page(f"<div>{_each(_NEWSPAPER)}</div>"), ["17", "18", "19"], True),
    "a list of definitions": (page(f'<dl id="comments">{_each(_DEFINITIONS)}</dl>'),
                              ["7", "8", "9"], False),
    "margins": (page(f'<div id="forum">{_each(_MARGINS)}</div>'),
                ["block-1", "block-2", "block-3"], True),
}  # fmt: skip
"""By site: the page, the ids of its three comments, and whether the second answers the first."""

ARTICLES = page(
    '<div class="teasers">' + _each(
        '<article class="post"><h2>A headline about {text}</h2><p>By {name}, {day} March 2022</p>'
        "<p>The first sentence of that article.</p><a>Read more</a></article>"
    ) + "</div>"
)  # fmt: skip
"""A page that lists articles and has no comments."""
