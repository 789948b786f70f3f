"""Where the parts of a copied page are: title, article, header, and the first comment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.domain.comment import Article
from analysis.ingest.identity import article_id
from analysis.ingest.page_parts import (
    Line,
    is_blank,
    is_furniture,
    is_login,
    paragraphs,
    stated_count,
)
from analysis.ingest.reading import ReadLog

_URL = re.compile(r"(?:(?:url|source|link)\s*:\s*)?(https?://\S{4,2000})\Z", re.IGNORECASE)
_SECTION_WORDS = 3
"""A line above the title with at most so many words names the section."""
_FEWEST_GAPS = 8
_ODD_GAPS = 0.15
"""Share of double gaps up to which they are exceptions rather than the page's style."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Line numbers: the title's, the article's range, and the first that may be a comment's."""

    title: int | None
    body: tuple[int, int]
    comments: int
    expected: int | None


def divide(lines: Sequence[Line], first_vote: int, log: ReadLog) -> Parts:
    """Where title, article and comments stand above the first vote line."""
    above = range(first_vote)
    counts = [n for n in above if stated_count(lines[n]) is not None]
    logins = [n for n in above if is_login(lines[n])]
    expected = stated_count(lines[counts[-1]]) if counts else None
    if len({stated_count(lines[n]) for n in counts}) > 1:
        log.note("The page states different numbers of comments; the last one was used.")
    if not counts and not logins:
        log.note("The page has no line such as '12 Comments' that ends the article.")
        return _without_header(lines, 0, first_vote, expected, log)
    header_end = max(counts[-1:] + logins[-1:]) + 1
    body_end = header_end
    while body_end and (
        is_blank(lines[body_end - 1])
        or is_furniture(lines[body_end - 1])
        or stated_count(lines[body_end - 1]) is not None
    ):
        body_end -= 1
    while header_end < first_vote and (
        is_blank(lines[header_end]) or is_furniture(lines[header_end])
    ):
        header_end += 1
    if counts and counts[0] < body_end:
        title = _words_above(lines, counts[0])
        return Parts(title, (counts[0] + 1, body_end), header_end, expected)
    title = _first_title(lines, body_end)
    body_start = body_end if title is None else title + 1
    if body_start == body_end and not logins:
        log.note("No line such as '12 Comments' stands between article and comments.")
        return _without_header(lines, header_end, first_vote, expected, log, title=title)
    return Parts(title, (body_start, body_end), header_end, expected)


def _without_header(
    lines: Sequence[Line],
    start: int,
    first_vote: int,
    expected: int | None,
    log: ReadLog,
    *,
    title: int | None = None,
) -> Parts:
    """Nothing marks the end of the article: the last paragraph is taken for a comment."""
    blocks = [block for block in paragraphs(lines, start, first_vote) if block[0] < first_vote]
    if len(blocks) < 2:
        return Parts(title, (start, start), start, expected)
    log.note("Only the last paragraph above the first vote line was read as its comment.")
    if title is None:
        title = _first_title(lines, blocks[-1][0])
        start = start if title is None else title + 1
    return Parts(title, (min(start, blocks[-1][0]), blocks[-1][0]), blocks[-1][0], expected)


def _words_above(lines: Sequence[Line], below: int) -> int | None:
    for number in range(below - 1, -1, -1):
        if not is_blank(lines[number]) and not is_furniture(lines[number]):
            return number
    return None


def _first_title(lines: Sequence[Line], until: int) -> int | None:
    """The first line with enough words for a title, else the first one with words."""
    words = [
        n
        for n in range(until)
        if not is_blank(lines[n]) and not is_furniture(lines[n]) and not _URL.match(lines[n].text)
    ]
    titles = [n for n in words if len(lines[n].text.split()) > _SECTION_WORDS] or words
    return titles[0] if titles else None


def article_of(text: str, lines: Sequence[Line], parts: Parts) -> Article:
    """The article of the page: title, paragraphs, and section and address where it shows them."""
    title = "" if parts.title is None else lines[parts.title].text
    section = url = None
    if parts.title is not None:
        above = _words_above(lines, parts.title)
        if above is not None and len(lines[above].text.split()) <= _SECTION_WORDS:
            section = lines[above].text
    for line in lines[: parts.body[0]]:
        address = _URL.match(line.text)
        if address:
            url = address[1]
            section = None if section == line.text else section
    body = tuple(
        text[lines[first].start : lines[last - 1].end].strip()
        for first, last in paragraphs(lines, *parts.body)
        if not is_furniture(lines[first])
    )
    return Article(
        id=article_id(url=url, title=title, beginning=body[0] if body else ""),
        title=title,
        paragraphs=body,
        url=url,
        section=section,
    )


def double_gaps(lines: Sequence[Line], first: int, last: int) -> list[int]:
    """Lines behind a gap twice as high as every other gap of the page, where those all agree.

    A web page shows its paragraphs at one distance, so a double gap is where a line was lost.
    """
    runs: list[tuple[int, int]] = []
    blank = 0
    for number in range(first, last):
        if is_blank(lines[number]):
            blank += 1
        else:
            if blank:
                runs.append((blank, number))
            blank = 0
    heights = Counter(height for height, _ in runs)
    if len(runs) < _FEWEST_GAPS or len(heights) != 2:
        return []
    (usual, _), (odd, times) = heights.most_common()
    if odd != 2 * usual or times > _ODD_GAPS * len(runs):
        return []
    return [number for height, number in runs if height == odd]
