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


class RuleIndex:
    """Rules in their order, and for each text those whose :class:`Needs` it meets.

    Sets of rules are numbers with a bit for each, so that one pass over a text joins them all.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._bits = tuple((1 << number, rule) for number, rule in enumerate(self.rules))
        self._always = _joined(bit for bit, rule in self._bits if rule.needs is None)
        self._by_word: dict[str, int] = {}
        self._by_mark: dict[str, int] = {}
        self._by_list: dict[str, int] = {}
        self._by_digit = 0
        self._of_pieces = _OfPieces(self._by_word)
        for bit, rule in self._bits:
            if rule.needs is not None:
                for names, by_name in (
                    (rule.needs.words, self._by_word),
                    (rule.needs.marks, self._by_mark),
                    (rule.needs.lists, self._by_list),
                ):
                    for name in names:
                        by_name[name] = by_name.get(name, 0) | bit
                self._by_digit |= bit if rule.needs.digits else 0

    def possible(self, words: AuthorText) -> list[Rule]:
        """The rules that may find something in these words, in order; no other can."""
        folded = words.folded
        of_pieces = set(map(self._of_pieces.__getitem__, folded.split()))
        rules = reduce(or_, of_pieces, self._always)
        for mark, of_mark in self._by_mark.items():
            if mark in folded:
                rules |= of_mark
        for name in words.cue_lists:
            rules |= self._by_list.get(name, 0)
        if words.has_digits:
            rules |= self._by_digit
        return [rule for bit, rule in self._bits if rules & bit]


class _OfPieces(dict[str, int]):
    """The rules that a word in a piece calls for, by the piece; worked out when first asked."""

    def __init__(self, by_word: Mapping[str, int]) -> None:
        super().__init__()
        self._by_word = by_word

    def __missing__(self, piece: str) -> int:
        rules = _joined(self._by_word.get(run, 0) for run in _RUN.findall(piece))
        if len(piece) <= _LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[piece] = rules
        return rules


def _joined(rules: Iterable[int]) -> int:
    return reduce(or_, rules, 0)
