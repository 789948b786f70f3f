"""Which rules can find anything in a text: told by its words and marks, before any rule looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

from analysis.labels.author_text import AuthorText
from analysis.labels.rule import Rule

MOST_REMEMBERED = 50_000
"""Pieces between blanks whose rules are remembered; words repeat."""
_LONGEST_REMEMBERED = 60
_RUN = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")


class RuleIndex:
    """Rules in their order, and for each text those whose :class:`Needs` it meets.

    Sets of rules are numbers with a bit for each, so that one pass over a text joins them all.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._bits = tuple((1 << number, rule) for number, rule in enumerate(self.rules))
        self._always = _joined(bit for bit, rule in self._bits if rule.needs is None)
        self._bytes = (len(self.rules) + 7) // 8
        self._of_bytes: dict[tuple[int, int], list[Rule]] = {}
        self._by_list: dict[str, int] = {}
        by_word: dict[str, int] = {}
        by_mark: dict[str, int] = {}
        by_digit = 0
        for bit, rule in self._bits:
            if rule.needs is not None:
                for names, by_name in (
                    (rule.needs.words, by_word),
                    (rule.needs.marks, by_mark),
                    (rule.needs.lists, self._by_list),
                ):
                    for name in names:
                        by_name[name] = by_name.get(name, 0) | bit
                by_digit |= bit if rule.needs.digits else 0
        self._of_pieces = _OfPieces(by_word, by_mark, by_digit)

    def possible(self, words: AuthorText) -> list[Rule]:
        """The rules that may find something in these words, in order; no other can."""
        of_pieces = set(map(self._of_pieces.__getitem__, words.folded.split()))
        rules = reduce(or_, of_pieces, self._always)
        for name in words.cue_lists:
            rules |= self._by_list.get(name, 0)
        possible: list[Rule] = []
        for number, byte in enumerate(rules.to_bytes(self._bytes, "little")):
            if byte:
                possible += self._of_bytes.get((number, byte)) or self._of_byte(number, byte)
        return possible

    def _of_byte(self, number: int, byte: int) -> list[Rule]:
        """The rules of eight bits in a row, remembered."""
        eight = self._bits[8 * number : 8 * number + 8]
        rules = [rule for bit, rule in eight if byte << 8 * number & bit]
        self._of_bytes[number, byte] = rules
        return rules


class _OfPieces(dict[str, int]):
    """The rules that a piece between blanks calls for, by its words, marks and digits; worked out
    when first asked."""

    def __init__(
        self, by_word: Mapping[str, int], by_mark: Mapping[str, int], by_digit: int
    ) -> None:
        super().__init__()
        self._by_word = by_word
        self._marks = [(_PieceOfMark(mark), rules) for mark, rules in by_mark.items()]
        self._by_digit = by_digit

    def __missing__(self, piece: str) -> int:
        rules = _joined(self._by_word.get(run, 0) for run in _RUN.findall(piece))
        rules |= _joined(of_mark for mark, of_mark in self._marks if mark.stands_in(piece))
        if _DIGIT.search(piece) is not None:
            rules |= self._by_digit
        if len(piece) <= _LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[piece] = rules
        return rules


class _PieceOfMark:
    """What some piece between blanks must hold for a mark to stand in a text: the mark's first
    characters up to a blank, at the piece's beginning or end where the mark has a blank there."""

    def __init__(self, mark: str) -> None:
        parts = mark.split()
        self._part = parts[0]
        self._begins = mark[0].isspace()
        self._ends = len(parts) > 1 or mark[-1].isspace()

    def stands_in(self, piece: str) -> bool:
        """Whether it does in this piece."""
        if self._begins and self._ends:
            return piece == self._part
        if self._begins:
            return piece.startswith(self._part)
        return piece.endswith(self._part) if self._ends else self._part in piece


def _joined(rules: Iterable[int]) -> int:
    return reduce(or_, rules, 0)
