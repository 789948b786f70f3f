"""A discussion page copied as plain text: article, count, comments that end in a vote line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.encoding import errors_for, is_broken
from analysis.ingest.identity import CommentIds, article_id
from analysis.ingest.page_parts import (
    Line,
    is_blank,
    is_furniture,
    is_login,
    lines_of,
    paragraphs,
    stated_count,
)
from analysis.ingest.reading import Account
from analysis.ingest.votes import VoteLine, find_votes

MAX_BYTES = 256 * 1024 * 1024
"""A page is held in memory as a whole; anything larger is no page."""

_URL = re.compile(r"(?:(?:url|source|link)\s*:\s*)?(https?://\S{4,2000})\Z", re.IGNORECASE)
_SECTION_WORDS = 3
"""A line above the title with at most so many words names the section."""


def read_page(
    path: Path, account: Account, mapping: Mapping[str, str] | None
) -> Iterator[Discussion]:
    """Read one page; raises ``BadInput`` when it holds no vote line to tell comments apart."""
    if mapping:
        raise BadInput("A page of text has no columns; leave the column mapping out.")
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(f"{path.name} is larger than {MAX_BYTES >> 20} MB, expected one page.")
    raw = path.read_bytes()
    try:
        text = raw.decode(account.encoding, errors_for(account.encoding))
    except UnicodeError:
        text = raw.decode(account.encoding, "replace")
        account.note(f"Some places are not valid {account.encoding} and read as \ufffd.")
    yield page_discussion(text, account)


def page_discussion(text: str, account: Account) -> Discussion:
    """The discussion that the page ``text`` holds; remarks go to ``account``."""
    lines = lines_of(text)
    votes: dict[int, VoteLine] = {}
    for number, line in enumerate(lines):
        found = find_votes(text, line.start, line.end)
        if found:
            votes[number] = found
    if not votes:
        raise BadInput(
            f"{account.file} has no vote line such as '5 ( +5 / -0 )', "
            "so it can't be read as page-text; other formats: csv, tsv, jsonl, parquet."
        )
    parts = _divide(lines, min(votes), account)
    article = _article(text, lines, parts)
    comments = tuple(_comments(text, lines, votes, parts.comments, article.id, account))
    _compare_counts(parts.expected, len(comments) + account.quarantined_count, account)
    return Discussion(article, comments)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Line numbers: the title's, the article's range, and the first that may be a comment's."""

    title: int | None
    body: tuple[int, int]
    comments: int
    expected: int | None


def _divide(lines: Sequence[Line], first_vote: int, account: Account) -> _Parts:
    """Where title, article and comments stand above the first vote line."""
    above = range(first_vote)
    counts = [n for n in above if stated_count(lines[n]) is not None]
    logins = [n for n in above if is_login(lines[n])]
    expected = stated_count(lines[counts[-1]]) if counts else None
    if len({stated_count(lines[n]) for n in counts}) > 1:
        account.note("The page states different numbers of comments; the last one was used.")
    if not counts and not logins:
        account.note("The page has no line such as '12 Comments' that ends the article.")
        return _without_header(lines, 0, first_vote, expected, account)
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
        return _Parts(title, (counts[0] + 1, body_end), header_end, expected)
    title = _first_title(lines, body_end)
    body_start = body_end if title is None else title + 1
    if body_start == body_end and not logins:
        account.note("No line such as '12 Comments' stands between article and comments.")
        return _without_header(lines, header_end, first_vote, expected, account, title=title)
    return _Parts(title, (body_start, body_end), header_end, expected)


def _without_header(
    lines: Sequence[Line],
    start: int,
    first_vote: int,
    expected: int | None,
    account: Account,
    *,
    title: int | None = None,
) -> _Parts:
    """Nothing marks the end of the article: the last paragraph is taken for a comment."""
    blocks = [block for block in paragraphs(lines, start, first_vote) if block[0] < first_vote]
    if len(blocks) < 2:
        return _Parts(title, (start, start), start, expected)
    account.note("Only the last paragraph above the first vote line was read as its comment.")
    if title is None:
        title = _first_title(lines, blocks[-1][0])
        start = start if title is None else title + 1
    return _Parts(title, (min(start, blocks[-1][0]), blocks[-1][0]), blocks[-1][0], expected)


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


def _article(text: str, lines: Sequence[Line], parts: _Parts) -> Article:
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
    found = tuple(
        text[lines[first].start : lines[last - 1].end].strip()
        for first, last in paragraphs(lines, *parts.body)
        if not is_furniture(lines[first])
    )
    return Article(
        id=article_id(url=url, title=title, beginning=found[0] if found else ""),
        title=title,
        paragraphs=found,
        url=url,
        section=section,
    )


def _comments(
    text: str,
    lines: Sequence[Line],
    votes: Mapping[int, VoteLine],
    first: int,
    thread_id: str,
    account: Account,
) -> Iterator[Comment]:
    ids = CommentIds()
    position = 0
    begin = first
    for number in [*sorted(votes), None]:
        vote = None if number is None else votes[number]
        if number is None:
            stop = _footer(lines, begin, account)
        else:
            stop = number + 1 if vote and vote.attached else number
        span = _words_between(lines, begin, stop)
        line = begin + 1
        begin = begin if number is None else number + 1
        if span is None:
            if number is not None:
                account.note(f"Line {number + 1} shows votes without a comment above them.")
            continue
        start, end = lines[span[0]].start, lines[span[1] - 1].end
        if vote and vote.attached:
            end = vote.start
            account.tally("the votes stood at the end of the text's last line")
        original = text[start:end].rstrip() if vote and vote.attached else text[start:end]
        if is_broken(original):
            account.quarantine(f"line {line}", f"holds bytes that are not {account.encoding}")
            continue
        if vote is None:
            account.note("The last comment has no vote line; it was read without votes.")
        elif not _adds_up(vote):
            account.tally("the score differs from the votes beside it; both are kept")
        position += 1
        yield Comment(
            id=ids.make(thread_id, original),
            thread_id=thread_id,
            position=position,
            text=original,
            votes=None if vote is None else vote.votes,
            raw={
                "lines": [span[0] + 1, span[1]],
                "votes": None if number is None else lines[number].text[-100:],
            },
        )


def _footer(lines: Sequence[Line], begin: int, account: Account) -> int:
    """The line at which a comment without votes ends that follows the last vote line.

    It is only taken for a comment when the page's own furniture shows where it ends.
    """
    for number in range(begin, len(lines)):
        if is_furniture(lines[number]):
            return number
    left = sum(1 for line in lines[begin:] if not is_blank(line))
    if left:
        account.note(
            f"{left} {'line' if left == 1 else 'lines'} below the last vote line "
            "(the page's own, or a comment without votes) were left out."
        )
    return begin


def _words_between(lines: Sequence[Line], first: int, last: int) -> tuple[int, int] | None:
    while first < last and is_blank(lines[first]):
        first += 1
    while last > first and is_blank(lines[last - 1]):
        last -= 1
    return (first, last) if first < last else None


def _adds_up(vote: VoteLine) -> bool:
    votes = vote.votes
    return votes.up is None or votes.down is None or votes.score == votes.up - votes.down


def _compare_counts(expected: int | None, found: int, account: Account) -> None:
    account.expected = expected
    if expected is None or expected == found:
        return
    account.note(
        f"The page says {expected} comments; {found} were found."
        + (
            " The others are not in this copy, or lack a vote line and stand in the next comment."
            if found < expected
            else ""
        )
    )
