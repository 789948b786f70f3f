"""Disagreement: does the comment contest a claim, a position or a plan?"""

from __future__ import annotations

from analysis.domain.label import Example, Facet, FlagEffect, Label, LabelLook, ToneKind, ToneSplit
from analysis.labels.disagreement_rules import RULES

__all__ = ["LABEL", "RULES"]

_CLAIM = "You cannot switch off the reminders in the library app, I tried everything."

LABEL = Label(
    key="disagreement",
    short_name="disagreement",
    order=1,
    title="Disagreement",
    question="Does the comment contest a claim, a position or a plan?",
    definition=(
        "The comment contests a claim, position or reasoning of the article, of somebody quoted "
        "in it, or of another commenter. The target says whom: the article, a comment, or unclear."
    ),
    is_not=(
        "Disliking a product or a person without contesting a claim.",
        "A neutral question, or a different topic.",
        "Being voted down.",
        "“I agree with X” alone; but agreeing with one side against another is disagreement.",
    ),
    facets=(
        Facet("contradiction", "Contradiction", "Says that it is false or not so."),
        Facet(
            "counter_evidence",
            "Counter-evidence",
            "Offers a fact or an experience against it.",
        ),
        Facet("rejection", "Rejection", "Dismisses it without a reason."),
        Facet("partial", "Partial", "Grants something and contests the rest: “true, but …”."),
        Facet(
            "concession",
            "Concession",
            "Takes back an own claim or grants the other's point: “Ah, true”.",
        ),
    ),
    examples=(
        Example(
            "Actually you can turn that off.",
            True,
            ("Actually", "turn that off"),
            ("contradiction",),
            "A correction after a claim is disagreement, however friendly.",
            parent=_CLAIM,
        ),
        Example(
            "Except that half of the stalls were empty when I went on Saturday.",
            True,
            ("Except that",),
            ("contradiction",),
            "“Except that” opens a counter-example.",
            article="The new market hall is fully let, the operator says.",
        ),
        Example(
            "True, but the old bridge was closed every winter, so who really lost anything?",
            True,
            ("True, but",),
            ("partial",),
            "Grants a point and goes on to contest.",
        ),
        Example(
            "What a crock. The fares went up twice and nobody asked the riders.",
            True,
            ("What a crock",),
            ("rejection",),
            "A dismissal of the claim, not of a person.",
        ),
        Example(
            "Actually, I have to agree with the spokesman. The rest of you never read the plan.",
            True,
            ("I have to agree with",),
            ("contradiction",),
            "Agreeing with the article against the crowd is disagreement with the crowd.",
        ),
        Example(
            "That is simply not true, the pool was never open on Mondays.",
            True,
            ("not true",),
            ("contradiction",),
            "Says outright that it is false.",
        ),
        Example(
            "I agree with Marta, well said.",
            False,
            why="Agreement alone is no disagreement.",
        ),
        Example(
            "I love the new reading room and prefer it to the old one.",
            False,
            why="A preference contests nothing.",
        ),
        Example(
            "Does anybody know when the ferry starts again?",
            False,
            why="A neutral question.",
        ),
        Example(
            "Ah, true. Thanks for the correction.",
            False,
            facets=("concession",),
            why="A concession ends a disagreement; the facet is shown, the label stays low.",
        ),
    ),
    version="1",
    effect=FlagEffect.TONE,
    look=LabelLook(light="#0072B2", dark="#6CB8EC", underline="dashed", shape="square"),
    has_target=True,
    tone_split=ToneSplit(
        by="possible_hostility",
        clear=ToneKind(
            "civil", "Disagreement, civil", "Contests a claim, and possible hostility is clear."
        ),
        flag=ToneKind(
            "hostile",
            "Disagreement, hostile",
            "Contests a claim, and possible hostility is flagged.",
        ),
        neither="unsure",
    ),
    passage_reason="the model saw a claim contested here",
)
