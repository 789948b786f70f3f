"""Hate and calls for harm are seen for peoples, for their kin and for those in one state."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.severe_rules import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def rules_on(text: str) -> set[str]:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return {rule.name.removeprefix("hostility.") for rule in RULES if list(rule.find(words))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("I can't stand Hungarians.", "hate_of_group"),
        ("we all despise the Dutch round here", "hate_of_group"),
        ("Muslim kids should not be allowed in this school.", "hate_of_group"),
        ("Disabled children shouldn't be allowed on the bus.", "hate_of_group"),
        ("Somali neighbours make me sick.", "hate_of_group"),
        ("Keep anyone on benefits away from our pool.", "hate_of_group"),
        ("Those with HIV disgust me.", "hate_of_group"),
        ("Deport all Ethiopians tonight.", "harm_to_group"),
        ("shoot every one of the prisoners", "harm_to_group"),
        ("Look at the Serbs. They are nothing but vermin.", "hate_of_them"),
    ],
)
def test_a_group_is_known_by_nation_kin_or_state(text: str, rule: str) -> None:
    assert rule in rules_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "I hate Dutch weather.",
        "I can't stand jokes about Hungarians.",
        "Muslim kids should be allowed to pray at school.",
        "We deport all the boxes from the Ethiopian cafe to the cellar.",
        "Deaf children hate it when nobody looks at them.",
        "I don't despise anyone on benefits.",
        "The Serbs won, and they were glad.",
        "Smokers should stay two metres from the door.",
        "He said that gay couples should not be allowed to marry, and I left the room.",
    ],
)
def test_what_only_names_the_group_is_left_alone(text: str) -> None:
    assert rules_on(text) == set()
