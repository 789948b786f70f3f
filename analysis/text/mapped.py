"""A changed copy of a text that remembers where each of its characters came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span


@quick_init
@dataclass(frozen=True, slots=True)
class MappedText:
    """``text`` with, for each code point, the original range it came from.

    ``starts[i]`` and ``ends[i]`` bound the original range of ``text[i]``; both have the length
    of ``text`` and never decrease.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def identity(cls, text: str) -> MappedText:
        """The copy that changes nothing."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def to_original(self, start: int, end: int) -> Span:
        """The smallest original span that covers ``text[start:end]`` (which is not empty)."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"not a range of {len(self.text)} characters: {start}, {end}")
        return Span(self.starts[start], self.ends[end - 1])

    def original(self, span: Span) -> Span:
        """The same for a span, which is its own original in a copy that changes nothing."""
        if type(self.starts) is range and span.start < span.end <= len(self.text):
            return span
        return self.to_original(span.start, span.end)

    def replaced(self, edits: Iterable[tuple[int, int, str]]) -> MappedText:
        """The copy with each range ``[start, end)`` of it (in order, disjoint, not empty) read as
        the text given; every new character maps to all that its range came from."""
        edits = list(edits)
        if not edits:
            return self
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in edits:
            text += (self.text[at:start], new)
            starts.extend(self.starts[at:start])
            ends.extend(self.ends[at:start])
            starts.extend([self.starts[start]] * len(new))
            ends.extend([self.ends[end - 1]] * len(new))
            at = end
        text.append(self.text[at:])
        starts.extend(self.starts[at:])
        ends.extend(self.ends[at:])
        return MappedText("".join(text), tuple(starts), tuple(ends))

    def cut(self, keep: Iterable[Span], *, joiner: str | Sequence[str] = "\n") -> MappedText:
        """The pieces ``keep`` (ranges of this copy, in order) joined; joiners map to no width.

        ``joiner`` is one for all gaps, or one per gap between the pieces that are not empty.
        """
        keep = list(keep)
        if keep == [Span(0, len(self.text))]:
            return self
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for number, span in enumerate(span for span in keep if len(span)):
            if number:
                between = joiner if isinstance(joiner, str) else joiner[number - 1]
                text.append(between)
                starts.extend([ends[-1]] * len(between))
                ends.extend([ends[-1]] * len(between))
            text.append(span.of(self.text))
            starts.extend(self.starts[span.start : span.end])
            ends.extend(self.ends[span.start : span.end])
        return MappedText("".join(text), tuple(starts), tuple(ends))
