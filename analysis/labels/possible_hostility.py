"""Possible hostility: would a fair-minded reader on the receiving end feel attacked?"""

from __future__ import annotations

from analysis.domain.label import Example, Facet, FlagEffect, Label, LabelLook
from analysis.labels.hostility_rules import RULES

__all__ = ["LABEL", "RULES"]

LABEL = Label(
    key="possible_hostility",
    short_name="hostility",
    order=2,
    title="Possible hostility",
    question="Would a fair-minded reader on the receiving end feel attacked?",
    definition=(
        "Language that attacks, demeans or threatens a person or a group of people, present or "
        "talked about. It is graded: none, sharp (1), hostile (2), severe (3). The probability is "
        "that of level 2 or above; sharpness is shown as tone and never flagged."
    ),
    is_not=(
        "A sharp critique of a claim, a policy or a company (“this makes no sense”).",
        "Harsh words that are quoted or reported in order to object to them.",
        "Profanity for emphasis with no target, or capital letters alone.",
        "An unpopular opinion, however many votes it lost.",
        "Irony without a victim.",
    ),
    facets=(
        Facet("insult", "Insult", "Belittles a person or a group."),
        Facet("mockery", "Mockery", "Sarcasm at a person's cost."),
        Facet("condescension", "Condescension", "Talks down to a person."),
        Facet("dismissal", "Dismissal", "Dismisses a person, not a claim."),
        Facet("profanity", "Profanity", "Swearing aimed at somebody."),
        Facet("threat", "Threat", "Threatens, or wishes that somebody is harmed."),
        Facet("identity_attack", "Identity attack", "Attacks people for who they are."),
        Facet("bad_faith", "Bad faith", "Accuses somebody of vile motives without support."),
        Facet(
            "level_1",
            "Sharp",
            "Level 1: sarcasm or contempt for an idea or a conduct, harsh blame; tone, no flag.",
            flag=True,
            degree=1,
            head="hostility.sharp",
        ),
        Facet(
            "level_2",
            "Hostile",
            "Level 2: insults or belittles a person or a group as such.",
            flag=True,
            degree=2,
        ),
        Facet(
            "level_3",
            "Severe",
            "Level 3: slurs, dehumanising, threats, wishing harm, attacks on identity.",
            flag=True,
            degree=3,
        ),
    ),
    examples=(
        Example(
            "You are an idiot if you think the tram will ever pay for itself.",
            True,
            ("idiot",),
            ("insult", "level_2"),
            "Name calling of the person addressed.",
        ),
        Example(
            "Whoopty do, Karl, you sorted one bottle. You're so green.",
            True,
            ("Whoopty do",),
            ("mockery", "level_2"),
            "Mock praise with a victim.",
        ),
        Example(
            "What a genius our mayor is, he bought snowploughs in June.",
            True,
            ("What a genius",),
            ("mockery", "level_2"),
            "Irony about a person.",
        ),
        Example(
            "These clowns at the council could not organise a bake sale.",
            True,
            ("clowns",),
            ("insult", "level_2"),
            "Name calling of a group.",
        ),
        Example(
            "You clearly don't understand how a budget works. Do your homework.",
            True,
            ("clearly don't",),
            ("condescension", "level_2"),
            "Talks down to the other.",
        ),
        Example(
            "Somebody should punch that bus driver, I hope he chokes on his lunch.",
            True,
            ("should punch",),
            ("threat", "level_3"),
            "Wishing harm is severe.",
        ),
        Example(
            "Shut up and go back to where you came from.",
            True,
            ("Shut up",),
            ("dismissal", "level_2"),
            "Tells a person to leave.",
        ),
        Example(
            "Screw you and your damn boat.",
            True,
            ("Screw",),
            ("profanity", "level_2"),
            "Swearing that is aimed at somebody.",
        ),
        Example(
            "They are just in it for the money, and they lie about it.",
            True,
            ("in it for",),
            ("bad_faith", "level_2"),
            "Vile motives without support.",
        ),
        Example(
            "Those vermin behind the station should get out of our town.",
            True,
            ("vermin",),
            ("identity_attack", "level_3"),
            "Speaks of people as pests.",
        ),
        Example(
            "This plan makes no sense and shows a poor understanding of the market.",
            False,
            why="A sharp critique of a plan.",
        ),
        Example(
            "I prefer the old market. I never go to the new one.",
            False,
            why="An unpopular opinion, whatever the votes.",
        ),
        Example(
            "Calling him an idiot does not help anybody here.",
            False,
            why="Harsh words reported in order to object to them.",
        ),
        Example(
            "The damn escalator is broken AGAIN.",
            False,
            why="Swearing and capitals without a target.",
        ),
        Example(
            "I was such an idiot, I parked on the tram tracks.",
            False,
            why="About the speaker.",
        ),
        Example(
            "Nobody is saying you are stupid, only that the figure is old.",
            False,
            why="Negated.",
        ),
        Example(
            "Funny, my train was on time all week.",
            False,
            why="Irony without a victim.",
        ),
    ),
    version="1",
    effect=FlagEffect.QUEUE,
    look=LabelLook(light="#D55E00", dark="#FF9248", underline="solid", shape="triangle-up"),
    holds_from=2,
    distressing=True,
    passage_reason="the model saw the strongest sign of hostility here",
)
