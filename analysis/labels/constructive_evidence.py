"""Constructive evidence: is there support that a reader could weigh or check?"""

from __future__ import annotations

from analysis.domain.label import Example, Facet, FlagEffect, Label, LabelLook
from analysis.labels.evidence_rules import RULES

__all__ = ["LABEL", "RULES"]

LABEL = Label(
    key="constructive_evidence",
    short_name="evidence",
    order=4,
    title="Constructive evidence",
    question="Does the comment give support that a reader could weigh or check?",
    definition=(
        "Support that a reader could weigh or check, or a contribution that moves the discussion "
        "on. Reasoning counts only where the chain is explicit and specific, a solution only where "
        "the proposal is concrete; a bare link counts, a bare aphorism does not."
    ),
    is_not=(
        "A bare opinion or preference.",
        "Rhetorical numbers (“a million times”), appeals to what everyone knows.",
        "Length.",
        "Insults with numbers in them.",
    ),
    facets=(
        Facet("statistic", "Statistic", "A figure that can be checked."),
        Facet("source", "Source", "A named person, outlet or study, or a link."),
        Facet(
            "personal_experience",
            "Personal experience",
            "Specific and first-hand: what, when, with what result.",
        ),
        Facet("example", "Example", "A concrete case."),
        Facet(
            "correction",
            "Correction",
            "A specific, checkable fix of a factual claim, how-to steps included.",
        ),
        Facet("reasoning", "Reasoning", "A stated chain of because and so."),
        Facet("solution", "Solution", "A concrete proposal."),
    ),
    examples=(
        Example(
            "The city counted 1,840 riders a day in March, 12% more than a year ago.",
            True,
            ("12%",),
            ("statistic",),
            "Figures that can be checked.",
        ),
        Example(
            "Here is the timetable: https://tram.example/line-4.pdf",
            True,
            ("https://tram.example/line-4.pdf",),
            ("source",),
            "A bare link counts.",
        ),
        Example(
            "I worked at the ferry office for 12 years and we sold 300 tickets on a good day.",
            True,
            ("I worked at the ferry office",),
            ("personal_experience",),
            "First-hand, with time and figures.",
        ),
        Example(
            "99% of my friends there are people I have met.",
            True,
            ("99% of my friends",),
            ("statistic",),
            "The speaker's own circle is evidence.",
        ),
        Example(
            "You can turn that off: go to settings, then notifications, then quiet hours.",
            True,
            ("You can turn that off",),
            ("correction",),
            "How-to steps are a correction.",
        ),
        Example(
            "According to the annual report of the harbour, fees fell by 4% in 2019.",
            True,
            ("According to",),
            ("source", "statistic"),
            "A named source with a figure.",
        ),
        Example("I like the old station better.", False, why="A preference."),
        Example(
            "I have said it a million times, this is 110% stupid.",
            False,
            why="Rhetorical numbers.",
        ),
        Example("Everyone knows that trams are the future.", False, why="An appeal to all."),
        Example("Life is what you make of it.", False, why="An aphorism."),
    ),
    version="1",
    effect=FlagEffect.TONE,
    look=LabelLook(light="#00805E", dark="#3ECBA0", underline="dotted", shape="circle"),
    passage_reason="the model saw support that can be weighed here",
)
