"""What a label is: a question we ask about a comment, with all that any other part needs of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from analysis.domain.profile import Threshold

HIGHEST_DEGREE = 3
"""The highest degree that a graded label may have; the database refuses higher ones."""


class FlagEffect(StrEnum):
    """What a flag does: ask for a moderator's look, or be counted and shown as tone only."""

    QUEUE = "queue"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class Facet:
    """One named way in which a label can hold; ``flag`` facets qualify rather than cause it.

    A facet with a ``degree`` is a level of a graded label. ``head`` names the rules' own head for
    "this level or above", where they have one.
    """

    key: str
    title: str
    definition: str
    flag: bool = False
    degree: int | None = None
    head: str | None = None


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
class LabelLook:
    """How a label is drawn: a colour for each base, an underline and a shape that need none.

    Colours are ``#RRGGBB`` with a contrast of at least 3:1 (WCAG 1.4.11) on their base;
    ``underline`` is a CSS line style, ``shape`` a Vega-Lite mark. The defaults are neutral.
    """

    light: str = "#6B6B6B"
    dark: str = "#B5B5B5"
    underline: str = "double"
    shape: str = "cross"


@dataclass(frozen=True, slots=True)
class ToneKind:
    """One kind of a label's flagged comments in the tone charts: its name, title and help."""

    name: str
    title: str
    help: str


@dataclass(frozen=True, slots=True)
class ToneSplit:
    """How a label's flagged comments are told apart by the answer for another label, ``by``.

    ``clear`` and ``flag`` are the kinds where that label is clear or flagged; ``neither`` names
    the rest (unsure, unsupported or never asked).
    """

    by: str
    clear: ToneKind
    flag: ToneKind
    neither: str


@dataclass(frozen=True, slots=True)
class Label:
    """A label's definition, the codebook in code, and all that other parts know about it.

    ``version`` changes when its meaning does. ``short_name`` is a second key, as stable as
    ``key``: columns of score files, rows of a model's features and counts of tone bear it.
    Labels are listed by ``order``. ``thresholds`` are where a label starts that the shipped
    profile does not name (it was fitted without it). A graded label has facets with degrees and
    holds from the degree ``holds_from`` on. ``has_target`` says that findings tell what the
    comment contests, ``distressing`` that reading it may hurt, so that whoever wishes sees it
    blurred. ``passage_reason`` is what a model's passage is said to show.
    """

    key: str
    short_name: str
    order: int
    title: str
    question: str
    definition: str
    is_not: tuple[str, ...]
    facets: tuple[Facet, ...]
    examples: tuple[Example, ...]
    version: str
    effect: FlagEffect
    look: LabelLook = field(default_factory=LabelLook)
    thresholds: Threshold = field(default_factory=lambda: Threshold(flag_at=0.5, clear_below=0.25))
    holds_from: int | None = None
    has_target: bool = False
    distressing: bool = False
    tone_split: ToneSplit | None = None
    passage_reason: str = "the model saw a sign of it here"

    def __post_init__(self) -> None:
        degrees = [facet.degree for facet in self.levels]
        expected = list(range(1, len(degrees) + 1))
        if degrees != expected or len(degrees) > HIGHEST_DEGREE:
            raise ValueError(f"{self.key}: levels must have the degrees 1 to at most 3 in order")
        if (self.holds_from is not None) != bool(degrees) or self.holds_from not in (
            None,
            *degrees,
        ):
            raise ValueError(f"{self.key}: holds_from must name one of its degrees")

    @property
    def concern(self) -> bool:
        """Whether a flag asks for a moderator's look; others never put a comment in a queue."""
        return self.effect is FlagEffect.QUEUE

    @property
    def short_title(self) -> str:
        """The title where there is room for one word."""
        return self.short_name.replace("_", " ").capitalize()

    @property
    def column(self) -> str:
        """The column that annotated files of comments keep it in: three letters."""
        return self.short_name[:3]

    @property
    def levels(self) -> tuple[Facet, ...]:
        """The facets that are levels, lowest first; none where the label is not graded."""
        return tuple(facet for facet in self.facets if facet.degree is not None)

    @property
    def degrees(self) -> tuple[int, ...]:
        """The degrees that a person can give, 0 included; empty where it is not graded."""
        return (0, *(facet.degree or 0 for facet in self.levels)) if self.levels else ()

    def holds_at(self, degree: int) -> bool:
        """Whether the label holds at this degree; ``ValueError`` when it is not graded."""
        if self.holds_from is None:
            raise ValueError(f"{self.key} is not graded")
        return degree >= self.holds_from

    def facet(self, key: str) -> Facet:
        """The facet with this key; ``KeyError`` when the label has none."""
        for facet in self.facets:
            if facet.key == key:
                return facet
        raise KeyError(key)
