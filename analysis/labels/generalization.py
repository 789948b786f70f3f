"""Generalization: does the comment speak of a whole group as if its members were alike?"""

from __future__ import annotations

from analysis.domain.label import Example, Facet, FlagEffect, Label, LabelLook
from analysis.labels.generalization_rules import RULES

__all__ = ["LABEL", "RULES"]

LABEL = Label(
    key="generalization",
    short_name="generalization",
    order=3,
    title="Generalization",
    question="Does the comment speak of a group of people as if its members were alike?",
    definition=(
        "A claim about a group of people (a nation, an age group, the users of a service, a "
        "profession, “everyone”) that leaves no or little room for its members to differ."
    ),
    is_not=(
        "Claims about things (“the site is global”).",
        "The speaker's own circle (“99% of my friends there …”): that is evidence.",
        "A figure with a source, or a definition.",
        "Criticising somebody else's generalization.",
        "A party or a government acting as one body.",
    ),
    facets=(
        Facet("universal", "Universal", "All, every, no, only, never."),
        Facet("majority", "Majority", "Most, nearly all, tend to."),
        Facet("generic", "Generic", "A bare plural or “the X” as a class."),
        Facet("hedged", "Hedged", "Some, many, in my experience: leaves room.", flag=True),
        Facet("negative", "Negative", "Puts the group down.", flag=True),
    ),
    examples=(
        Example(
            "Cyclists never stop at a red light.",
            True,
            ("Cyclists", "never"),
            ("universal", "generic"),
            "A bare plural with never.",
        ),
        Example(
            "Foreigners do not get our bread.",
            True,
            ("Foreigners do not get",),
            ("generic", "negative"),
            "A bare plural as a class.",
        ),
        Example(
            "All politicians are liars.",
            True,
            ("All politicians",),
            ("universal", "negative"),
            "All of a group.",
        ),
        Example(
            "Most tourists just want cheap beer.",
            True,
            ("Most tourists",),
            ("majority",),
            "Most of a group without a source.",
        ),
        Example(
            "Many young people are unable to read a timetable.",
            True,
            ("Many young people",),
            ("hedged", "negative"),
            "Hedged, still about the group.",
        ),
        Example(
            "Nobody cares about the old harbour any more.",
            True,
            ("Nobody cares",),
            ("universal",),
            "Nobody does.",
        ),
        Example(
            "These people have no manners.",
            True,
            ("These people have",),
            ("generic", "negative"),
            "These people as one kind.",
        ),
        Example("The site is global and free.", False, why="A claim about a thing."),
        Example(
            "99% of my friends there are people I have met.",
            False,
            why="The speaker's own circle: evidence.",
        ),
        Example(
            "That is a very generalized blanket statement about cyclists.",
            False,
            why="Calls out a generalization.",
        ),
        Example(
            "Not all teachers want longer holidays.",
            False,
            why="Says that members differ.",
        ),
        Example(
            "Three cyclists were fined on Monday.",
            False,
            why="An event with a definite number of people.",
        ),
    ),
    version="1",
    effect=FlagEffect.QUEUE,
    look=LabelLook(light="#B0568A", dark="#E79AC4", underline="wavy", shape="diamond"),
    passage_reason="the model saw a claim about a whole group here",
)
