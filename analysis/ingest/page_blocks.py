"""Copied pages of any site: blocks that repeat a name, a time and a text, by their structure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.dates import is_relative, looks_like_time
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_parts import Line, lines_of
from analysis.ingest.page_text import whole_page
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

FEWEST = 2
"""Blocks that make a repetition."""

_AGREE = 0.7
"""Share of the blocks that must have their name in the same place."""

_LONGEST_HEAD = 90
_LONGEST_NAME = 40
_SEPARATED = re.compile(r"\s+[·•|—–]\s+|\s*[·•|]\s*|,\s+(?=\d)|\s{2,}|\t")
_AGO = re.compile(
    r"(?:(?:about|over|almost|an?|\d+)\s?)+\+?\s?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|"
    r"days?|weeks?|wks?|months?|mos?|years?|yrs?|[smhdwy])\b\.?(?:\s+ago)?(?:\s*\*)?"
    r"(?:\s*\(?edited\)?(?:\s.*)?)?\Z|(?:yesterday|just now)(?:\s+at\s+[\d:apm\s]+)?\Z",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\s+(?:says|said|wrote|writes|commented|posted|replied)\s*:?\Z", re.IGNORECASE)
_POINTS = re.compile(r"\s+[-\u2212]?\d[\d.,]*k?\s+points?\b.*\Z", re.IGNORECASE)
_REPLY_TO = re.compile(
    r"(?:(?P<who>.{1,40}?)\s*(?:→|▶|➜|>|replied to|in reply to|@)\s*|"
    r"(?:in reply to|replying to|reply to)\s+@?)(?P<whom>[^\n]{1,40})\Z",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…][\"'”’)]?\Z")
_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "name", "created_at": "time",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a block names its author and time: line numbers, the name, the time as written."""

    first: int
    name: str
    time: str
    name_line: int
    time_line: int
    indent: int
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    head: _Head
    first: int
    last: int


def has_blocks(text: str) -> bool:
    """Whether the beginning of a text shows repeated blocks with times."""
    return _blocks(text, lines_of(text)) is not None


def read_blocks(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read a page of blocks; ``BadInput`` where no name and time repeat in the same places."""
    text = whole_page(source, log, options)
    lines = lines_of(text)
    blocks = _blocks(text, lines)
    if blocks is None:
        raise BadInput(
            f"{source.name} shows no repeated blocks of name, time and text; read it with "
            "--format paragraphs (each paragraph a comment) or --format text (one comment)."
        )
    furniture = _furniture(lines, blocks)
    _tell(log, lines, blocks, furniture)

    def records(log: ReadLog) -> Iterator[Record]:
        yield from _records(text, lines, blocks, furniture, log)

    yield from discussions(records, source.stem, log, options, fixed=_COLUMNS)


def _records(
    text: str,
    lines: Sequence[Line],
    blocks: Sequence[_Block],
    furniture: frozenset[str],
    log: ReadLog,
) -> Iterator[Record]:
    above: list[tuple[int, str]] = []
    latest: dict[str, str] = {}
    for number, block in enumerate(blocks, start=1):
        head = block.head
        first, last = block.first, block.last
        while first < last and (not lines[first].text or _plain(lines[first].text) in furniture):
            first += 1
        while last > first and (
            not lines[last - 1].text or _plain(lines[last - 1].text) in furniture
        ):
            last -= 1
        name = f"block-{number}"
        while above and above[-1][0] >= head.indent:
            above.pop()
        parent = above[-1][1] if above else None
        if head.answers:
            parent = latest.get(head.answers.casefold(), parent)
        above.append((head.indent, name))
        latest[head.name.casefold()] = name
        body = text[lines[first].start : lines[last - 1].end] if first < last else None
        if body is None:
            log.quarantine(f"line {head.first + 1}", "a name and a time without a text below")
            continue
        yield Record(
            f"line {first + 1}",
            {
                "text": body,
                "id": name,
                "parent": parent,
                "name": head.name,
                "time": None if _AGO.match(head.time) else head.time,
                "time_as_shown": head.time,
                "lines": [first + 1, last],
            },
        )


def _blocks(text: str, lines: Sequence[Line]) -> list[_Block] | None:
    above = _heads(text, lines, below=False)
    below = _heads(text, lines, below=True)
    times = sum(1 for line in lines if _time_in(line.text) is not None)
    best = above if len(above) >= _AGREE * times else below
    if len(best) < max(FEWEST, _AGREE * times):
        return None
    blocks = []
    for place, head in enumerate(best):
        end = best[place + 1].first if place + 1 < len(best) else len(lines)
        if best is above:
            first = max(head.name_line, head.time_line) + 1
        else:  # the time stands below its text
            first, end = head.name_line + 1, head.time_line
        blocks.append(_Block(head, first, end))
    filled = sum(any(lines[n].text for n in range(b.first, b.last)) for b in blocks)
    return blocks if filled >= FEWEST else None


def _heads(text: str, lines: Sequence[Line], *, below: bool) -> list[_Head]:
    heads: list[_Head] = []
    for number, line in enumerate(lines):
        name_and_time = _time_in(line.text)
        if name_and_time is None:
            continue
        before, when = name_and_time
        name = _name_of(before)
        at = number
        if name is None:
            at = _previous(lines, number)
            if below:
                at = _name_above_text(lines, number, heads[-1].time_line if heads else -1)
            name = _name_of(lines[at].text) if at >= 0 else None
        elif below:
            continue
        if name is None or at < 0:
            continue
        reply = _REPLY_TO.match(name)
        answers = reply["whom"].strip() if reply else None
        if reply and reply["who"]:
            name = reply["who"].strip()
        first = min(at, number)
        start = lines[at].start
        indent = len(text[start : lines[at].end]) - len(text[start : lines[at].end].lstrip(" \t"))
        heads.append(_Head(first, name, when, at, number, indent, answers))
    return heads


def _time_in(line: str) -> tuple[str, str] | None:
    """What stands before the time on a line, and the time; ``None`` for a line without one."""
    if not line or len(line) > _LONGEST_HEAD:
        return None
    if not re.search(r"\d|yesterday|just now|\ban?\b", line, re.IGNORECASE):
        return None
    if _is_time(line):
        return "", line
    parts = [part for part in _SEPARATED.split(line) if part]
    for place, part in enumerate(parts):
        if _is_time(part):
            return " ".join(parts[:place]), part
    words = line.split(" ")
    for place in range(1, len(words)):
        rest = " ".join(words[place:])
        if _is_time(rest) and (place > 0):
            return " ".join(words[:place]), rest
    return None


def _is_time(words: str) -> bool:
    if not words or words.isdigit() or re.fullmatch(r"[\d.,\s]+k?", words, re.IGNORECASE):
        return False
    bare = words.removesuffix("(edited)").strip(" .")
    return bool(_AGO.match(words)) or is_relative(bare) or looks_like_time(bare)


def _name_of(line: str) -> str | None:
    """The author's name that a line consists of, without what sites put behind it."""
    name = _POINTS.sub("", _SAYS.sub("", line)).strip(" ·•|,:—–")
    if not name or len(name) > _LONGEST_NAME or len(name.split()) > 6:
        return None
    if _SENTENCE.search(name) and not re.search(r"\b[A-Z]\.\Z|\b(?:jr|sr)\.\Z", name, re.I):
        return None
    return name if re.search(r"[^\W_]", name) and not _is_time(name) else None


def _previous(lines: Sequence[Line], number: int) -> int:
    for at in range(number - 1, max(-1, number - 4), -1):
        if lines[at].text and re.search(r"[^\W_]", lines[at].text):
            return at
    return -1


def _name_above_text(lines: Sequence[Line], number: int, floor: int) -> int:
    """The first line of the block that ends at ``number``, if a text stands between them."""
    first = next((n for n in range(floor + 1, number) if lines[n].text), -1)
    between = any(lines[n].text for n in range(first + 1, number)) if first >= 0 else False
    return first if between else -1


def _furniture(lines: Sequence[Line], blocks: Sequence[_Block]) -> frozenset[str]:
    """Short lines that most blocks have, with any numbers in them: Reply, Share, 12 likes."""
    seen: Counter[str] = Counter()
    for block in blocks:
        seen.update(
            {
                _plain(lines[n].text)
                for n in range(block.first, block.last)
                if lines[n].text and len(lines[n].text) <= 40
            }
        )
    enough = max(FEWEST, len(blocks) / 2)
    return frozenset(words for words, times in seen.items() if times >= enough)


def _plain(line: str) -> str:
    return re.sub(r"\d[\d.,]*k?", "#", line.casefold()) if len(line) <= 40 else line


def _tell(
    log: ReadLog, lines: Sequence[Line], blocks: Sequence[_Block], furniture: frozenset[str]
) -> None:
    def listed(numbers: list[int]) -> str:
        shown = ", ".join(str(n + 1) for n in numbers[:6])
        return shown + (f" and {len(numbers) - 6} more" if len(numbers) > 6 else "")

    log.note(f"Taken for names: lines {listed([b.head.name_line for b in blocks])}.")
    log.note(f"Taken for times: lines {listed([b.head.time_line for b in blocks])}.")
    if furniture:
        log.note(f"Taken for the page's own: {', '.join(sorted(furniture)[:8])}.")
    above = sum(1 for n in range(blocks[0].head.first) if lines[n].text)
    if above:
        log.note(f"{above} lines above the first block were left out.")
    if any(_AGO.match(b.head.time) for b in blocks):
        log.note("Times such as '2 years ago' say nothing without the day of the copy; left out.")
