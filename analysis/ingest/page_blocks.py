"""Copied pages of any site: blocks that repeat a name, a time and a text, by their structure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput
from analysis.ingest.options import ReadOptions
from analysis.ingest.page_heads import date_of
from analysis.ingest.page_lines import KINDS
from analysis.ingest.page_parts import Line, lines_of
from analysis.ingest.page_structure import Structure, structure_of
from analysis.ingest.page_text import whole_page
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.ingest.source import Source

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "name", "created_at": "time",
}  # fmt: skip
_SHOWN = 6


def has_blocks(text: str) -> bool:
    """Whether the beginning of a text shows repeated blocks with times."""
    return structure_of(lines_of(text)) is not None


def line_kinds(text: str, corrections: Mapping[int, str] | None = None) -> list[tuple[str, str]]:
    """Every line of a page with what it was taken for (``KINDS``); empty without a structure.

    ``corrections`` is what a person says of lines, by number from 1.
    """
    lines = lines_of(text)
    structure = structure_of(lines, _from_zero(corrections or {}, len(lines)))
    if structure is None:
        return []
    return [
        (structure.kind_of(number), text[line.start : line.end])
        for number, line in enumerate(lines)
    ]


def read_blocks(source: Source, log: ReadLog, options: ReadOptions) -> Iterator[Discussion]:
    """Read a page of blocks; ``BadInput`` where no name and time repeat in the same places."""
    text = whole_page(source, log, options)
    lines = lines_of(text)
    structure = structure_of(lines, _from_zero(options.lines, len(lines)))
    if structure is None:
        raise BadInput(
            f"{source.name} shows no repeated blocks of name, time and text; read it with "
            "--format paragraphs (each paragraph a comment) or --format text (one comment)."
        )
    _tell(log, lines, structure)

    def records(log: ReadLog) -> Iterator[Record]:
        yield from _records(text, lines, structure, log)

    yield from discussions(records, source.stem, log, options, fixed=_COLUMNS)


def _from_zero(corrections: Mapping[int, str], lines: int) -> dict[int, str]:
    for number, kind in corrections.items():
        if kind not in KINDS or not 1 <= number <= lines:
            raise BadInput(f"Line {number} can't be {kind!r}; allowed: {', '.join(KINDS)}.")
    return {number - 1: kind for number, kind in corrections.items()}


def _records(
    text: str, lines: Sequence[Line], structure: Structure, log: ReadLog
) -> Iterator[Record]:
    above: list[tuple[int, str]] = []
    latest: dict[str, str] = {}
    for number, block in enumerate(structure.blocks, start=1):
        head, name = block.head, f"block-{number}"
        indent = _indent(text, lines[head.name_line])
        while above and above[-1][0] >= indent:
            above.pop()
        parent = above[-1][1] if above else None
        if head.answers:
            parent = latest.get(head.answers.casefold(), parent)
        above.append((indent, name))
        latest[head.name.casefold()] = name
        if block.first >= block.last:
            log.quarantine(f"line {head.first + 1}", "a name and a time without a text below")
            continue
        # What a page puts before a line moves the whole comment and is not its author's.
        first = lines[block.first]
        start = first.start + _indent(text, first)
        yield Record(
            f"line {block.first + 1}",
            {
                "text": text[start : lines[block.last - 1].end],
                "id": name,
                "parent": parent,
                "name": head.name,
                "time": date_of(head.time),
                "time_as_shown": head.time,
                "lines": f"{block.first + 1}-{block.last}",
            },
        )


def _indent(text: str, line: Line) -> int:
    raw = text[line.start : line.end]
    return len(raw) - len(raw.lstrip(" \t"))


def _tell(log: ReadLog, lines: Sequence[Line], structure: Structure) -> None:
    def listed(numbers: list[int]) -> str:
        shown = ", ".join(str(n + 1) for n in numbers[:_SHOWN])
        return shown + (f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else "")

    blocks = structure.blocks
    log.note(f"Taken for names: lines {listed([b.head.name_line for b in blocks])}.")
    log.note(f"Taken for times: lines {listed([b.head.time_line for b in blocks])}.")
    if structure.furniture:
        log.note(f"Taken for the page's own: {', '.join(sorted(structure.furniture)[:8])}.")
    above = sum(1 for n in range(blocks[0].head.first) if lines[n].text)
    if above:
        log.note(f"{above} lines above the first block were left out.")
    last = max(blocks[-1].last, blocks[-1].head.time_line + 1)
    below = sum(1 for n in range(last, len(lines)) if lines[n].text)
    if below:
        log.note(f"{below} lines below the last text were left out.")
    if any(date_of(b.head.time) is None for b in blocks):
        log.note("Times such as '2 years ago' say nothing without the day of the copy; left out.")
