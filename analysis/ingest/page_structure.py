"""The structure of a copied page: which lines are names, times and the page's own, and the blocks.

Found by repetition alone. What a person says of a line wins over what its structure says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.ingest.page_badges import (
    is_badge,
    is_count,
    is_initials,
    is_picture,
    is_rank,
    profile_label,
)
from analysis.ingest.page_heads import (
    LONGEST_NAME,
    REPLY_TO,
    is_other_time,
    is_sentence,
    name_of,
    time_in,
)
from analysis.ingest.page_parts import Line

FEWEST = 2
"""Blocks that make a repetition."""

AGREE = 0.7
"""Share of the times that must have a name in the same place."""

NAME, TIME, TEXT, OWN = "name", "time", "text", "own"
KINDS = (TEXT, NAME, TIME, OWN)
"""What a line of a page is; ``own`` is the page's own: Reply, Share, a count."""

_SHORT = 40
_FEW_WORDS = 3
_TALLEST_HEAD = 4


@dataclass(frozen=True, slots=True)
class Head:
    """Where a block names its author and time: line numbers from 0, the name, the time as shown."""

    first: int
    name: str
    time: str
    name_line: int
    time_line: int
    answers: str | None = None


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


_GROUP = re.compile(r"[rc]/\w+\Z")
"""A forum's name where a comment has its author's: the post above the comments."""


def structure_of(
    lines: Sequence[Line], corrections: Mapping[int, str] | None = None
) -> Structure | None:
    """The structure of a page; ``None`` where no name and time repeat in the same places.

    ``corrections`` is what a person says of lines, by number from 0.
    """
    return _Page(lines, corrections or {}).structure()


class _Page:
    def __init__(self, lines: Sequence[Line], corrections: Mapping[int, str]) -> None:
        self._lines, self._corrections = lines, corrections
        self._handles: dict[str, str] = {}
        self._profile = self._profile_lines()
        self._times = self._find_times()
        self._time_lines = {number for number, _, _ in self._times}
        self._furniture = self._repeated()

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

    def _without_echoes(self, heads: list[Head]) -> list[Head]:
        """Without heads that the next one repeats, with nothing between ("Posted by Nora, …")."""
        distinct: list[Head] = []
        for head in heads:
            if distinct and head.name.casefold() in distinct[-1].name.casefold():
                below = range(max(distinct[-1].name_line, distinct[-1].time_line) + 1, head.first)
                if not any(len(self._text(n)) > 1 and not self._is_own(n) for n in below):
                    head = replace(head, first=distinct.pop().first)
            distinct.append(head)
        return distinct

    def _text(self, number: int) -> str:
        return self._lines[number].text

    def _profile_lines(self) -> set[int]:
        """The lines that say of an author when he joined and how much he wrote."""
        lines: set[int] = set()
        for number, line in enumerate(self._lines):
            complete = profile_label(line.text)
            value = self._lines[number + 1].text if number + 1 < len(self._lines) else ""
            if complete:
                lines.add(number)
            elif complete is False and (is_count(value) or (value and time_in(value))):
                lines.update((number, number + 1))
        return lines

    def _find_times(self) -> list[tuple[int, str, str]]:
        times: list[tuple[int, str, str]] = []
        for number, line in enumerate(self._lines):
            says = self._corrections.get(number)
            if says is None and number in self._profile:
                continue
            match = time_in(line.text) if says in (None, TIME) else None
            if says == TIME and match is None:
                match = ("", line.text)
            if match is not None:
                times.append((number, *match))
        return times

    def _repeated(self) -> frozenset[str]:
        """Plain forms of short lines that come about as often as the times do, names aside."""
        seen: Counter[str] = Counter()
        above: Counter[str] = Counter()
        for number, line in enumerate(self._lines):
            if line.text and len(line.text) <= _SHORT and number not in self._time_lines:
                seen[plain(line.text)] += 1
        for number, before, _ in self._times:
            at = self._words_above(number)
            if at is not None and not before:
                above[plain(self._text(at))] += 1
        enough = max(FEWEST, len(self._times) / 2)
        repeated = {w for w, n in seen.items() if n >= enough and above[w] < n / 2}
        return frozenset(repeated)

    def _is_own(self, number: int) -> bool:
        says = self._corrections.get(number)
        if says is not None:
            return says == OWN
        text = self._text(number)
        if not text:
            return False
        if number in self._profile:
            return True
        return plain(text) in self._furniture or is_badge(text) or not re.search(r"[^\W_]", text)

    def _words_above(self, number: int) -> int | None:
        for at in range(number - 1, max(-1, number - 5), -1):
            if re.search(r"[^\W_]", self._text(at)):
                return at
        return None

    def _times_stand_below(self) -> bool:
        """Whether furniture follows on the times, as where they stand at a comment's end."""
        votes = 0
        for number, before, _ in self._times:
            if before:
                continue
            for at in range(number + 1, len(self._lines)):
                if not self._text(at) or plain(self._text(at)) == "#":
                    continue
                votes += self._is_own(at) and bool(re.search(r"[^\W\d_]", self._text(at)))
                break
        return votes > len(self._times) / 2

    def _heads_above_text(self) -> list[Head]:
        heads: list[Head] = []
        for number, before, when in self._times:
            name = name_of(before) if before else None
            if before and name is None and re.search(r"[^\W\d_]", before):
                continue
            numbers = [number] if name else self._head_lines(number)
            if not numbers or any(_GROUP.match(self._text(n)) for n in numbers):
                continue
            at = numbers[0]
            if name is None:
                at = next((n for n in numbers if self._corrections.get(n) == NAME), at)
                name = name_of(self._text(at))
            if name is None or (heads and numbers[0] <= heads[-1].time_line):
                continue
            others = [self._text(n) for n in numbers if n not in (at, number)]
            self._handles.update({o[1:].casefold(): name for o in others if o.startswith("@")})
            known = {head.name.casefold(): head.name for head in heads}
            name, answers = _addressed(name, others, known)
            above = self._author_above(numbers[0]) if name.casefold() in known else None
            if above is not None and answers is None and not before:
                name, answers, at = name_of(self._text(above)) or name, name, above
                numbers = [above, *numbers]
            heads.append(Head(min(numbers[0], number), name, when, at, number, answers))
        return heads

    def _head_lines(self, number: int) -> list[int]:
        """The lines above a time that belong to it: name, place, whom it answers; top first."""
        lines: list[int] = []
        whole = True
        for at in range(number - 1, -1, -1):
            text, says = self._text(at), self._corrections.get(at)
            if not text:
                if lines:
                    break
                continue
            if at in self._profile and says is None:
                continue
            if at in self._time_lines:
                # "Nora commented March 4" above her name, her place and the same day.
                whole = any(self._text(n).casefold() in text.casefold() for n in lines)
                break
            if is_badge(text) and says is None:
                if lines and not is_rank(text):
                    break
                continue
            if self._is_own(at):
                if lines or re.search(r"[^\W\d_]", text):
                    break
                continue
            if says == TEXT or is_sentence(text) or len(text) > LONGEST_NAME:
                break
            lines.insert(0, at)
            if len(lines) > _TALLEST_HEAD:
                whole = False
                break
        if not whole:
            lines = lines[-1:]
        return self._without_pictures(lines)

    def _author_above(self, number: int) -> int | None:
        """The line of an author above a blank one, where the name below is whom he answers."""
        lines = [n for n in range(max(0, number - 6), number) if self._text(n)]
        if len(lines) < 2 or lines[-1] == number - 1 or not self._is_own(lines[-2]):
            return None
        at = lines[-1]
        text = self._text(at)
        fits = not self._is_own(at) and not is_sentence(text) and at not in self._time_lines
        return at if fits and len(text) <= LONGEST_NAME and name_of(text) else None

    def _without_pictures(self, lines: list[int]) -> list[int]:
        """Without lines that stand for a picture (an initial, ``name avatar``) or lie above one."""
        for place in range(len(lines) - 2, -1, -1):
            if is_picture(self._text(lines[place])):
                return lines[place + 1 :]
            top, name = (self._text(lines[place + n]).casefold() for n in (0, 1))
            picture = (
                (len(top) == 1 and name.startswith(top)) or (name in top and top != name)
                or is_initials(self._text(lines[place]), self._text(lines[place + 1]))
            )  # fmt: skip
            if picture and self._corrections.get(lines[place]) != NAME:
                return lines[place + 1 :]
        return lines

    def _heads_of_names_below(self) -> list[Head]:
        """Heads where the time stands above the name, as in forums."""
        heads: list[Head] = []
        for place, (number, before, when) in enumerate(self._times):
            end = self._times[place + 1][0] if place + 1 < len(self._times) else len(self._lines)
            at = next((n for n in range(number + 1, end) if self._text(n)), None)
            name = name_of(self._text(at)) if at is not None and not self._is_own(at) else None
            if at is None or before or name is None or name not in self._text(at):
                continue
            heads.append(Head(number, name, when, at, number))
        return heads if len(heads) >= max(FEWEST, AGREE * len(self._times)) else []

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

    def _heads_around_text(self) -> list[Head]:
        """Heads where the name stands above a text and the time below it."""
        heads: list[Head] = []
        for number, before, when in self._times:
            start = heads[-1].time_line + 1 if heads else self._paragraph_above(number)
            region = [
                n for n in range(start, number)
                if self._text(n) and not self._is_own(n) and not is_count(self._text(n))
            ]  # fmt: skip
            if before or len(region) < 2:
                continue
            name = name_of(self._text(region[0]))
            if name is None:
                continue
            first = self._text(region[1])
            answers = next((h.name for h in heads if first.startswith(h.name + " ")), None)
            heads.append(Head(region[0], name, when, region[0], number, answers))
        return heads

    def _paragraph_above(self, number: int) -> int:
        at = number
        while at and self._text(at - 1):
            at -= 1
        return at

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
        return len(text.split()) <= _FEW_WORDS and len(text) <= _SHORT and not is_sentence(text)


def plain(line: str) -> str:
    """A short line without its numbers: ``12 likes`` as ``likes``, a number alone as ``#``."""
    if len(line) > _SHORT:
        return line
    bare = re.sub(r"\(\s*\d[\d.,]*\s?[km]?\s*\)\Z", "", line.casefold())  # Respect (3)
    bare = re.sub(r"[-+\u2212]?\d[\d.,]*\s?[km]?\b", "#", bare.strip() or line.casefold())
    words = bare.replace("#", "").strip()
    if words != bare and words.isalpha():  # 12 likes, 1 like
        words = re.sub(r"ies\Z", "y", words).removesuffix("s")
    return words or bare


def _addressed(
    name: str, others: Sequence[str], known: Mapping[str, str]
) -> tuple[str, str | None]:
    """The author's name and whom the comment answers, where the head says it."""
    reply = REPLY_TO.match(name)
    if reply and reply["who"]:
        return reply["who"].strip(), reply["whom"].strip()
    for other in others:
        match = REPLY_TO.match(other)
        whom = (match["whom"] if match and not match["who"] else other).strip().lstrip("@")
        if whom.casefold() in known:
            return name, known[whom.casefold()]
    for earlier in known.values():
        if name.casefold().endswith(" " + earlier.casefold()):
            return name[: -len(earlier) - 1].strip(), earlier
    return name, None
