"""The attributes of the Perspective API by name, with what of ours could answer each.

Whether one is offered is no matter of this list but of held-out data: see
``analysis.training.measure_attributes`` and the ``attributes.json`` of each model.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from analysis.domain.attribute import Attribute

_HOSTILITY, _EVIDENCE = "possible_hostility", "constructive_evidence"
_POOL = "comments of news sites, Reddit and debates, read under the codebook"
_NEWS = "comments of news sites: typed by several raters, and quiet ones read under the codebook"

MEASURABLE: tuple[Attribute, ...] = (
    Attribute(
        "TOXICITY", "Rude or disrespectful, so that people may leave the discussion?",
        _HOSTILITY, "", "comments of a newspaper, rated at least mildly toxic on average or not",
    ),
    Attribute("SEVERE_TOXICITY", "Hateful, aggressive or demeaning?", _HOSTILITY, "level_3", _POOL),
    Attribute("INSULT", "Insulting towards a person or a group?", _HOSTILITY, "insult", _NEWS),
    Attribute("PROFANITY", "Swear words or obscene language?", _HOSTILITY, "profanity", _NEWS),
    Attribute(
        "IDENTITY_ATTACK", "Hateful about who somebody is?", _HOSTILITY, "identity_attack",
        "comments on Reddit, abuse directed at an identity or not",
    ),
    Attribute(
        "THREAT", "Wishes or announces harm?", _HOSTILITY, "threat",
        "texts written for this project: threats among texts of all kinds, near misses too",
    ),
    Attribute(
        "ATTACK_ON_COMMENTER", "Attacks another commenter?", _HOSTILITY, "",
        "replies in debate forums, rated as attacking or reasonable, on a topic never trained on",
    ),
    Attribute(
        "PERSONAL_STORY_EXPERIMENTAL", "Tells an experience of one's own?", _EVIDENCE,
        "storyarg.experience", "comments in rule-making discussions, with a testimony or without",
    ),
    Attribute(
        "CONSTRUCTIVE_EXPERIMENTAL", "Constructive in a discussion?", _EVIDENCE, "",
        "comments of a newspaper, rated constructive or not, compared among those of like length",
    ),
    Attribute(
        "GENERALIZATION_EXPERIMENTAL", "Speaks of a whole group?", "generalization", "", _POOL
    ),
    Attribute("DISAGREEMENT", "Contests a claim, a position or a plan?", "disagreement", "", _POOL),
    Attribute(
        "POSSIBLE_HOSTILITY", "Would a fair-minded reader feel attacked?", _HOSTILITY, "", _POOL
    ),
    Attribute("GENERALIZATION", "Speaks of a whole group?", "generalization", "", _POOL),
    Attribute(
        "CONSTRUCTIVE_EVIDENCE", "Brings support that could be weighed?", _EVIDENCE, "", _POOL
    ),
)  # fmt: skip
"""Those for which we hold data with the same question."""

TWINS: Mapping[str, str] = MappingProxyType(
    {
        f"{name}_EXPERIMENTAL": name
        for name in (
            "TOXICITY", "SEVERE_TOXICITY", "INSULT", "PROFANITY", "IDENTITY_ATTACK", "THREAT",
        )
    }
    | {"TOXICITY_FAST": "TOXICITY"}
)  # fmt: skip
"""Names under which the service answered the same question."""

UNANSWERED: tuple[str, ...] = (
    "SEXUALLY_EXPLICIT", "FLIRTATION", "AFFINITY_EXPERIMENTAL", "COMPASSION_EXPERIMENTAL",
    "CURIOSITY_EXPERIMENTAL", "NUANCE_EXPERIMENTAL", "REASONING_EXPERIMENTAL",
    "RESPECT_EXPERIMENTAL", "ALIENATION_EXPERIMENTAL", "FEARMONGERING_EXPERIMENTAL",
    "MORAL_OUTRAGE_EXPERIMENTAL", "SCAPEGOATING_EXPERIMENTAL", "POWER_APPEAL_EXPERIMENTAL",
    "ATTACK_ON_AUTHOR", "ATTACK_ON_PUBLISHER", "INCOHERENT", "INFLAMMATORY", "LIKELY_TO_REJECT",
    "OBSCENE", "OFF_TOPIC", "SPAM", "UNSUBSTANTIAL",
)  # fmt: skip
"""Names of the service for which we hold no data with the same question."""

OFFERED_FROM = 0.75
"""The lower end of the AUC's interval from which an attribute is offered."""
