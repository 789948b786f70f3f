"""The attributes of the Perspective API by name, with what of ours could answer each.

Whether one is offered is no matter of this list but of held-out data: see
``analysis.training.measure_attributes`` and the ``attributes.json`` of each model.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analysis.domain.attribute import WHOLE, Attribute

_HOSTILITY, _EVIDENCE = "possible_hostility", "constructive_evidence"
_STORY = "storyarg.experience"

MEASURABLE: tuple[Attribute, ...] = (
    Attribute(
        "TOXICITY", "Rude or disrespectful, so that people may leave the discussion?",
        _HOSTILITY, (WHOLE, "insult"),
    ),
    Attribute(
        "SEVERE_TOXICITY", "Hateful, aggressive or demeaning?", _HOSTILITY, ("level_3",), "level_3"
    ),
    Attribute(
        "INSULT", "Insulting towards a person or a group?", _HOSTILITY, ("insult",), "insult"
    ),
    Attribute(
        "PROFANITY", "Swear words or obscene language?", _HOSTILITY, ("profanity",), "profanity"
    ),
    Attribute(
        "IDENTITY_ATTACK", "Hateful about who somebody is?", _HOSTILITY,
        ("cad.identity", "identity_attack"), "identity_attack",
    ),
    Attribute("THREAT", "Wishes or announces harm?", _HOSTILITY, ("level_3",), "threat"),
    Attribute("ATTACK_ON_COMMENTER", "Attacks another commenter?", _HOSTILITY, (WHOLE, "insult")),
    Attribute("INFLAMMATORY", "Means to provoke or inflame?", _HOSTILITY),
    Attribute(
        "PERSONAL_STORY_EXPERIMENTAL", "Tells an experience of one's own?", _EVIDENCE, (_STORY,),
    ),
    Attribute("REASONING_EXPERIMENTAL", "Makes specific or well-reasoned points?", _EVIDENCE),
    Attribute("CONSTRUCTIVE_EXPERIMENTAL", "Constructive in a discussion?", _EVIDENCE),
    Attribute("GENERALIZATION_EXPERIMENTAL", "Speaks of a whole group?", "generalization"),
    Attribute("DISAGREEMENT", "Contests a claim, a position or a plan?", "disagreement"),
    Attribute("POSSIBLE_HOSTILITY", "Would a fair-minded reader feel attacked?", _HOSTILITY),
    Attribute("GENERALIZATION", "Speaks of a whole group?", "generalization"),
    Attribute("CONSTRUCTIVE_EVIDENCE", "Brings support that could be weighed?", _EVIDENCE),
)  # fmt: skip
"""Those for which we hold data with the same question."""

_RUDE: tuple[tuple[str, ...], ...] = (
    (WHOLE,), ("insult",), ("level_1",), ("cad.person",), (WHOLE, "insult"), (WHOLE, "cad.person"),
    (WHOLE, "level_1"), ("level_1", "insult"), (WHOLE, "level_1", "insult"),
)  # fmt: skip
_HATEFUL: tuple[tuple[str, ...], ...] = (
    (WHOLE,), ("cad.identity",), ("identity_attack",), ("level_3",),
    ("cad.identity", "identity_attack"), ("cad.identity", "identity_attack", "level_3"),
)  # fmt: skip
_GRAVE: tuple[tuple[str, ...], ...] = (("level_3",), ("threat",), ("threat", "level_3"), (WHOLE,))

CANDIDATES: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "TOXICITY": _RUDE,
        "INSULT": _RUDE,
        "ATTACK_ON_COMMENTER": _RUDE,
        "INFLAMMATORY": _RUDE,
        "PROFANITY": (("profanity",), ("profanity", "insult"), (WHOLE, "profanity"), (WHOLE,)),
        "IDENTITY_ATTACK": _HATEFUL,
        "SEVERE_TOXICITY": _GRAVE,
        "THREAT": _GRAVE,
        "PERSONAL_STORY_EXPERIMENTAL": ((_STORY,), (WHOLE,), (WHOLE, _STORY)),
        "REASONING_EXPERIMENTAL": ((_STORY,), (WHOLE,), (WHOLE, _STORY)),
        "CONSTRUCTIVE_EXPERIMENTAL": ((_STORY,), (WHOLE,), (WHOLE, _STORY)),
    }
)
"""Heads that were compared as an attribute's source, on rows that no figure is of."""

TWINS: Mapping[str, str] = MappingProxyType(
    {
        f"{name}_EXPERIMENTAL": name
        for name in (
            "TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT",
        )
    }
    | {"TOXICITY_FAST": "TOXICITY", "OBSCENE": "PROFANITY"}
)  # fmt: skip
"""Names under which the service answered the same question."""

UNANSWERED: tuple[str, ...] = (
    "SEXUALLY_EXPLICIT", "FLIRTATION", "AFFINITY_EXPERIMENTAL", "COMPASSION_EXPERIMENTAL",
    "CURIOSITY_EXPERIMENTAL", "NUANCE_EXPERIMENTAL", "RESPECT_EXPERIMENTAL",
    "ALIENATION_EXPERIMENTAL", "FEARMONGERING_EXPERIMENTAL",
    "MORAL_OUTRAGE_EXPERIMENTAL", "SCAPEGOATING_EXPERIMENTAL", "POWER_APPEAL_EXPERIMENTAL",
    "ATTACK_ON_AUTHOR", "ATTACK_ON_PUBLISHER", "INCOHERENT", "LIKELY_TO_REJECT",
    "OFF_TOPIC", "SPAM", "UNSUBSTANTIAL",
)  # fmt: skip
"""Names of the service for which we hold no data with the same question."""

OFFERED_FROM = 0.75
"""The lower end of the mean AUC's interval from which an attribute is offered."""
WEAKEST_FROM = 0.6
"""What the lower end of every single set must reach: below it, a site of that kind is served
little better than by chance, whatever the mean says."""
TAUGHT = "TF-IDF"
"""The baseline that was taught with judged comments of the very set. An attribute must be surely
ahead of it, as of every other."""
