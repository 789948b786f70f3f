"""What a label is: a question we ask about a comment, with its facets and examples."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """One named way in which a label can hold; ``flag`` facets qualify rather than cause it."""

    key: str
    title: str
    definition: str
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A short text written for this project, run as a test.

    ``matches`` says whether the rules must find the label; ``proof`` are words of the text that
    an evidence span must cover; ``why`` says what the example teaches. ``parent`` is the comment
    it answers and ``article`` the article's text, where that matters.
    """

    text: str
    matches: bool
    proof: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    why: str = ""
    parent: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A label's definition; the codebook in code. ``version`` changes when its meaning does.

    ``concern`` says whether a flag asks for a moderator's look. Disagreement and constructive
    evidence are no concern: they are shown and studied, and never put a comment into a queue.
    """

    key: str
    title: str
    question: str
    definition: str
    is_not: tuple[str, ...]
    facets: tuple[Facet, ...]
    examples: tuple[Example, ...]
    version: str
    concern: bool

    def facet(self, key: str) -> Facet:
        """The facet with this key; ``KeyError`` when the label has none."""
        for facet in self.facets:
            if facet.key == key:
                return facet
        raise KeyError(key)
