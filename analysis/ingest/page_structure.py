"""The structure of a copied page: its comments as blocks, and what every line is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.ingest.page_badges import is_count
from analysis.ingest.page_heads import REPLY_TO, is_other_time, is_sentence
from analysis.ingest.page_lines import FEWEST, NAME, OWN, SHORT, TEXT, TIME, plain
from analysis.ingest.page_parts import Line
from analysis.ingest.page_search import AGREE, Head, PageHeads

_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A comment: its head and the lines of its text, end exclusive; empty without a text."""

    head: Head
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a page, its repeated short lines in plain form, and what every line is."""

    blocks: tuple[Block, ...]
    furniture: frozenset[str]

    def kind_of(self, number: int) -> str:
        """What the line of this number (from 0) was taken for."""
        for block in self.blocks:
            if number == block.head.time_line:
                return TIME
            if number == block.head.name_line:
                return NAME
            if block.first <= number < block.last:
                return TEXT
        return OWN


def structure_of(
    lines: Sequence[Line], corrections: Mapping[int, str] | None = None
) -> Structure | None:
    """The structure of a page; ``None`` where no name and time repeat in the same places.

    ``corrections`` is what a person says of lines, by number from 0.
    """
    return _Page(lines, corrections or {}).structure()


class _Page(PageHeads):
    def structure(self) -> Structure | None:
        below = self._times_stand_below()
        heads = self._heads_above_text() if not below else self._heads_around_text()
        if not below and len(heads) < max(FEWEST, AGREE * len(self._times)):
            heads = self._heads_of_names_below() or heads
        before = len(heads)
        heads = self._without_echoes(heads) if not below else heads
        echoes = before - len(heads)
        since = sum(number >= heads[0].first for number, _, _ in self._times) if heads else 0
        if len(heads) < max(FEWEST, AGREE * (since - echoes)):
            return None
        if not below and (texts := self._texts_above(heads)):
            return Structure(tuple(self._trimmed(texts, below=True)), self._furniture)
        blocks = []
        for place, head in enumerate(heads):
            end = heads[place + 1].first if place + 1 < len(heads) else len(self._lines)
            if below:
                blocks.append(Block(head, head.name_line + 1, head.time_line))
            else:
                blocks.append(Block(head, max(head.name_line, head.time_line) + 1, end))
        trimmed = self._trimmed(blocks, below=below)
        if sum(block.first < block.last for block in trimmed) < FEWEST:
            return None
        return Structure(tuple(trimmed), self._furniture)

    def _texts_above(self, heads: Sequence[Head]) -> list[Block]:
        """Blocks whose texts stand above their heads; empty where they may stand below.

        They do where nothing stands below the last head, and words above the first.
        """
        last = max(heads[-1].name_line, heads[-1].time_line)
        if any(self._text(n) and not self._is_own(n) for n in range(last + 1, len(self._lines))):
            return []
        blocks = []
        start = heads[0].first
        while start and not self._text(start - 1):
            start -= 1
        start = self._paragraph_above(start)
        for head in heads:
            words = [n for n in range(start, head.first) if self._text(n) and not self._is_own(n)]
            if not words:
                return []
            blocks.append(Block(head, words[0], head.first))
            start = max(head.name_line, head.time_line) + 1
        return blocks

    def _trimmed(self, blocks: Sequence[Block], *, below: bool) -> list[Block]:
        """The blocks without the furniture around their texts."""
        ends = [self._text_end(block, whole=True) for block in blocks]
        starters = {
            plain(self._text(end)) for block, end in zip(blocks, ends, strict=True)
            if block.first < end < block.last
        }  # fmt: skip
        trimmed = []
        for place, (block, end) in enumerate(zip(blocks, ends, strict=True)):
            if place == len(blocks) - 1 and not below and end == block.last:
                end = self._text_end(block, whole=False, starters=starters)
            first = block.first
            while first < end and (
                not self._text(first)
                or self._is_own(first)
                or self._text(first).casefold().startswith("edited ")
                or self._is_leading_count(first, end)
            ):
                first += 1  # fmt: skip
            while end > first and not self._text(end - 1):
                end -= 1
            if first < end - 1 and (whom := self._answers_below(first)):
                block, first = replace(block, head=replace(block.head, answers=whom)), first + 1
                while first < end - 1 and not self._text(first):
                    first += 1
            trimmed.append(replace(block, first=first, last=end))
        return trimmed

    def _is_leading_count(self, number: int, end: int) -> bool:
        """A count between the head and the words: likes that stand above a text."""
        more = any(self._text(n) and not self._is_own(n) for n in range(number + 1, end))
        says = self._corrections.get(number)
        return says is None and more and is_count(self._text(number))

    def _answers_below(self, number: int) -> str | None:
        """Whom a first line such as ``Replying to @nora`` names."""
        match = REPLY_TO.match(self._text(number))
        if match is None or match["who"] or self._corrections.get(number) == TEXT:
            return None
        whom = match["whom"].strip().lstrip("@")
        return self._handles.get(whom.casefold(), whom)

    def _text_end(
        self, block: Block, *, whole: bool, starters: frozenset[str] | set[str] = frozenset()
    ) -> int:
        """Where the text of a block ends: at the first of its furniture with nothing else below.

        With ``whole`` unset (the last block, which has the page's foot below it) at the first line
        that begins the furniture of other blocks.
        """
        words = False
        for number in range(block.first, block.last):
            text = self._text(number)
            if not text:
                continue
            if not self._is_own(number):
                words = True
                continue
            below = range(number + 1, block.last)
            ends = all(map(self._is_foot, below)) if whole else plain(text) in starters
            if words and ends:
                return number
        return block.last

    def _is_foot(self, number: int) -> bool:
        text = self._text(number)
        if not text or self._is_own(number) or is_other_time(text):
            return True
        if self._corrections.get(number) == TEXT:
            return False
        return len(text.split()) <= _FEW_WORDS and len(text) <= SHORT and not is_sentence(text)
