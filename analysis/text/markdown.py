"""The links, pictures and bold letters of Markdown in a text, and what is read of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.text.edits import Edit
from analysis.text.prose import is_prose

_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]\n]{0,500})\]"
    r"(?P<to>\((?:https?:|www\.|mailto:|/|#|<|\w[\w.-]{0,60}\.[a-z]{2,6}(?=[/)\s]))[^\s()]{0,1500}"
    r"(?:\([^\s()]{0,200}\)[^\s()]{0,300})?(?:\s+[\"'](?P<title>[^\"'\n]{0,300})[\"'])?\))"
)
_BOLD = re.compile(r"(?<![\w*\\])(\*\*\*?)(?=[^\s*])([^*\n]{1,300})(?<=\S)\1(?!\*)")
_WIKI_BOLD = re.compile(r"(?<![\w'])('''(?:'')?)(?=[^\s'])((?:(?!'')[^\n]){1,300})(?<=\S)\1(?!')")


def link_edits(text: str) -> Iterator[Edit]:
    """What is read of links and pictures: a link's words, and the words that a page shows in place
    of a picture or over a link where there are several; no address."""
    if "](" not in text:
        return
    for match in _LINK.finditer(text):
        at = match.start()
        if not match["image"] or is_prose(match["text"]):
            yield Edit(at, match.start("text"), "")
            at = match.end("text")
        if match["title"] and is_prose(match["title"]):
            yield Edit(at, match.start("title"), " ")
            at = match.end("title")
        yield Edit(at, match.end(), "")


def bold_edits(text: str) -> Iterator[Edit]:
    """The stars around bold words, and a wiki's apostrophes, which are not read."""
    for bold in (_BOLD, _WIKI_BOLD):
        for match in bold.finditer(text):
            yield Edit(match.start(1), match.end(1), "")
            yield Edit(match.end(2), match.end(), "")
