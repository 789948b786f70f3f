"""The lines of a copied page: which are times, which the page's own, and which stand in between.

Found by repetition alone. What a person says of a line wins over what its structure says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from analysis.ingest.page_badges import is_badge, is_count, profile_label
from analysis.ingest.page_heads import time_in
from analysis.ingest.page_parts import Line

FEWEST = 2
"""Blocks that make a repetition."""

NAME, TIME, TEXT, OWN = "name", "time", "text", "own"
KINDS = (TEXT, NAME, TIME, OWN)
"""What a line of a page is; ``own`` is the page's own: Reply, Share, a count."""

SHORT = 40
"""Characters of a line at most that can be the page's own."""


class PageLines:
    """The lines of a page, by number from 0, and what a person says of them."""

    def __init__(self, lines: Sequence[Line], corrections: Mapping[int, str]) -> None:
        self._lines, self._corrections = lines, corrections
        self._profile = self._profile_lines()
        self._times = self._find_times()
        self._time_lines = {number for number, _, _ in self._times}
        self._furniture = self._repeated()

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
            if line.text and len(line.text) <= SHORT and number not in self._time_lines:
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

    def _paragraph_above(self, number: int) -> int:
        at = number
        while at and self._text(at - 1):
            at -= 1
        return at


def plain(line: str) -> str:
    """A short line without its numbers: ``12 likes`` as ``likes``, a number alone as ``#``."""
    if len(line) > SHORT:
        return line
    bare = re.sub(r"\(\s*\d[\d.,]*\s?[km]?\s*\)\Z", "", line.casefold())  # Respect (3)
    bare = re.sub(r"[-+\u2212]?\d[\d.,]*\s?[km]?\b", "#", bare.strip() or line.casefold())
    words = bare.replace("#", "").strip()
    if words != bare and words.isalpha():  # 12 likes, 1 like
        words = re.sub(r"ies\Z", "y", words).removesuffix("s")
    return words or bare
