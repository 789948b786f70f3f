"""What a rule is: a small named function from the commenter's own words to hits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from analysis.domain.passage_reason import PassageReason
from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText


@quick_init
@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule saw something; ``span`` counts characters of the own words.

    ``reason`` is a sentence part for a moderator in English and names the kind of cue, never other
    text of the comment; a translation is found by the rule's name, so a rule with several reasons
    tells them apart by ``variant``, and what changes inside one stands in ``values``.
    ``facets`` adds flags to the rule's own facet. ``level`` grades hostility 1 to 3.
    """

    span: Span
    reason: str
    facets: tuple[str, ...] = ()
    level: int = 0
    variant: str = ""
    values: tuple[tuple[str, str], ...] = ()


def hits_at(matches: Iterable[re.Match[str]], reason: str) -> Iterator[Hit]:
    """A hit at each match, without the space at its end."""
    for match in matches:
        span = Span(match.start(), match.start() + len(match.group().rstrip()))
        if len(span):
            yield Hit(span, reason)


Find = Callable[[AuthorText], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a rule finds nothing without: one of these must stand in the folded text.

    ``words`` are runs of letters and digits with none beside them ("isn" of "isn't"), ``lists``
    cue lists, ``marks`` any characters; ``digits``: any digit.
    """

    words: frozenset[str]
    lists: tuple[str, ...]
    marks: tuple[str, ...]
    digits: bool


def needs(
    words: str = "",
    *,
    lists: tuple[str, ...] = (),
    marks: tuple[str, ...] = (),
    digits: bool = False,
) -> Callable[[Find], Find]:
    """Marks a rule's body with its :class:`Needs`, so that it is spared texts in which it can't
    find anything; ``words`` with blanks between."""

    def mark(find: Find) -> Find:
        find.needs = Needs(frozenset(words.split()), lists, marks, digits)  # type: ignore[attr-defined]
        return find

    return mark


@dataclass(frozen=True, slots=True)
class Rule:
    """A named question to the text; ``name`` is stable, so that it can be switched off.

    ``strength`` is the rule's prior log-odds, used until weights are fitted. ``shown`` is false
    for rules that only steady the score (agreement, thanks) and are no evidence for the label.
    ``softens`` is true where what it finds takes something off the claim (a hedge): a person reads
    it as such, never as the reason of a flag.
    """

    name: str
    label: str
    facet: str
    find: Find
    strength: float
    shown: bool = True
    softens: bool = False

    @property
    def needs(self) -> Needs | None:
        """What it finds nothing without; ``None``: it looks at every text."""
        return getattr(self.find, "needs", None)

    def reason(self, hit: Hit) -> PassageReason:
        """Why this hit matters, under a key that stays: the rule's name and the hit's variant."""
        key = f"{self.name}.{hit.variant}" if hit.variant else self.name
        return PassageReason(key, hit.reason, hit.values)


def from_cues(
    list_name: str,
    reason: str,
    *,
    level: int = 0,
    unless: Callable[[AuthorText, Span], bool] | None = None,
) -> Find:
    """A rule body that reports every unquoted cue of one word list, ``unless`` it is excused."""

    @needs(lists=(list_name,))
    def find(words: AuthorText) -> Iterable[Hit]:
        for span in words.cues(list_name):
            if words.quoted(span) or (unless is not None and unless(words, span)):
                continue
            yield Hit(span, reason, level=level)

    find.__name__ = f"cues_{list_name}"
    return find
