"""A discussion page copied as plain text: article, count, comments that end in a vote line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.domain.comment import Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.encoding import errors_for, is_broken
from analysis.ingest.identity import CommentIds
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_layout import Parts, article_of, divide, double_gaps
from analysis.ingest.page_parts import Line, is_blank, is_furniture, lines_of
from analysis.ingest.reading import ReadLog
from analysis.ingest.source import Source
from analysis.ingest.values import LARGEST_COUNT
from analysis.ingest.votes import VoteLine, find_votes, fits

MAX_BYTES = 256 * 1024 * 1024
"""A page is held in memory as a whole; anything larger is no page."""


def read_page(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read one page; raises ``BadInput`` when it holds no vote line to tell comments apart."""
    yield page_discussion(whole_page(source, log, options), log)


def whole_page(source: Source, log: ReadLog, options: ReadOptions) -> str:
    """The text of a page; raises ``BadInput`` for one too large, or a mapping of columns."""
    if options.mapping:
        raise BadInput("A page of text has no columns; leave the column mapping out.")
    with source.open_bytes() as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{source.name} is larger than {MAX_BYTES >> 20} MB, expected one page.")
    if source.damage:
        log.note(f"Read as far as it goes: {source.damage}.")
    try:
        return raw.decode(log.encoding, errors_for(log.encoding))
    except UnicodeError:
        log.note(f"Some places are not valid {log.encoding} and read as \ufffd.")
        return raw.decode(log.encoding, "replace")


def has_vote_line(text: str) -> bool:
    """Whether a text holds a line of votes as this layout has them."""
    return any(find_votes(text, line.start, line.end) for line in lines_of(text))


def page_discussion(text: str, log: ReadLog) -> Discussion:
    """The discussion that the page ``text`` holds; remarks go to ``log``."""
    lines = lines_of(text)
    votes: dict[int, VoteLine] = {}
    for number, line in enumerate(lines):
        vote_line = find_votes(text, line.start, line.end)
        if vote_line:
            votes[number] = vote_line
    if not votes:
        raise BadInput(
            f"{log.file} has no vote line such as '5 ( +5 / -0 )', so it can't be read as "
            "page-text. If it is comments without a page around them, say how they are parted: "
            "--format text (it is one comment), --format paragraphs or --format lines; "
            "`moderato formats` lists the others."
        )
    parts = divide(lines, min(votes), log)
    article = article_of(text, lines, parts)
    places = _places(lines, votes, parts, log)
    comments = tuple(_comments(text, lines, places, article.id, log))
    _compare_counts(parts.expected, len(comments) + log.quarantined_count, log)
    return Discussion(article, comments)


@dataclass(frozen=True, slots=True)
class _Place:
    """A comment's lines, ``[first, last)``, and its votes with the number of their line."""

    first: int
    last: int
    votes: VoteLine | None
    vote_line: int | None


def _comments(
    text: str, lines: Sequence[Line], places: Sequence[_Place], thread_id: str, log: ReadLog
) -> Iterator[Comment]:
    ids = CommentIds()
    position = 0
    for place in places:
        start, end = lines[place.first].start, lines[place.last - 1].end
        if place.votes and place.votes.attached:
            log.tally("the votes stood at the end of the text's last line")
            end = start + len(text[start : place.votes.start].rstrip())
        original = text[start:end]
        if is_broken(original):
            log.quarantine(f"line {place.first + 1}", f"holds bytes that are not {log.encoding}")
            continue
        if place.votes and not fits(place.votes.votes):
            log.quarantine(f"line {place.first + 1}", f"its votes lie beyond {LARGEST_COUNT:,}")
            continue
        if place.votes and not _adds_up(place.votes):
            log.tally("the score differs from the votes beside it; both are kept")
        position += 1
        yield Comment(
            id=ids.make(thread_id, original),
            thread_id=thread_id,
            position=position,
            text=original,
            votes=place.votes.votes if place.votes else None,
            raw={
                "lines": [place.first + 1, place.last],
                "votes": lines[place.vote_line].text[-100:] if place.vote_line else None,
            },
        )


def _places(
    lines: Sequence[Line], votes: Mapping[int, VoteLine], parts: Parts, log: ReadLog
) -> list[_Place]:
    """The comments' places in order, those without a vote line included where that is safe."""
    places: list[_Place] = []
    begin = parts.comments
    for number in sorted(votes):
        stop = number + 1 if votes[number].attached else number
        words = _words_between(lines, begin, stop)
        begin = number + 1
        if words is None:
            log.note(f"Line {number + 1} shows votes without a comment above them.")
        else:
            places.append(_Place(*words, votes[number], number))
    if parts.expected is None or parts.expected > len(places):
        places = _parted(lines, places, double_gaps(lines, parts.comments, begin), log)
    words = _words_between(lines, begin, _footer(lines, begin, log))
    if words is not None:
        log.note("The last comment has no vote line; it was read without votes.")
        places.append(_Place(*words, None, None))
    return places


def _parted(
    lines: Sequence[Line], places: Sequence[_Place], gaps: Sequence[int], log: ReadLog
) -> list[_Place]:
    """Places taken apart at ``gaps``, where a vote line was most likely lost."""
    parted: list[_Place] = []
    for place in places:
        first = place.first
        for gap in (number for number in gaps if place.first < number < place.last):
            words = _words_between(lines, first, gap)
            if words is not None:
                log.note(
                    f"A vote line seems to be missing above line {gap + 1} (the gap is twice as "
                    "high as all others); the comment above it was read without votes."
                )
                parted.append(_Place(*words, None, None))
                first = gap
        parted.append(_Place(first, place.last, place.votes, place.vote_line))
    return parted


def _footer(lines: Sequence[Line], begin: int, log: ReadLog) -> int:
    """The line at which a comment without votes ends that follows the last vote line.

    It is only taken for a comment when the page's own furniture shows where it ends.
    """
    for number in range(begin, len(lines)):
        if is_furniture(lines[number]):
            return number
    left = sum(1 for line in lines[begin:] if not is_blank(line))
    if left:
        log.note(
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


def _compare_counts(expected: int | None, actual: int, log: ReadLog) -> None:
    log.expected = expected
    if expected is None or expected == actual:
        return
    log.note(
        f"The page says {expected} comments; {actual} were found."
        + (
            " The others are not in this copy, or lack a vote line and stand in the next comment."
            if actual < expected
            else ""
        )
    )
