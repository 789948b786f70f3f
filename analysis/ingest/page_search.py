"""Where the comments of a copied page name their authors and times."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.ingest.page_badges import is_badge, is_count, is_initials, is_picture, is_rank
from analysis.ingest.page_heads import LONGEST_NAME, REPLY_TO, is_sentence, name_of
from analysis.ingest.page_lines import FEWEST, NAME, TEXT, PageLines, plain
from analysis.ingest.page_parts import Line

AGREE = 0.7
"""Share of the times that must have a name in the same place."""

_TALLEST_HEAD = 4
_GROUP = re.compile(r"[rc]/\w+\Z")
"""A forum's name where a comment has its author's: the post above the comments."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a block names its author and time: line numbers from 0, the name, the time as shown."""

    first: int
    name: str
    time: str
    name_line: int
    time_line: int
    answers: str | None = None


class PageHeads(PageLines):
    """The heads of a page, for each of the layouts in which they stand."""

    def __init__(self, lines: Sequence[Line], corrections: Mapping[int, str]) -> None:
        super().__init__(lines, corrections)
        self._handles: dict[str, str] = {}

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
