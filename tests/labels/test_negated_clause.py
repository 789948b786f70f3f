"""A negation denies what stands in its own clause, not what the next subject is said to be."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.hostility_rules import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def rules_on(text: str) -> set[str]:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return {rule.name.removeprefix("hostility.") for rule in RULES if list(rule.find(words))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("They're not neighbours, they're vermin.", "dehumanising"),
        ("She isn't a teacher; she is a parasite.", "dehumanising"),
        ("It does not, and you should be put down for it.", "dehumanising"),
        ("I'm not joking, you will regret this.", "threat"),
        ("It isn't polite, I know - I despise foreigners.", "hate_of_group"),
        ("I don't care who hears it, he is a moron.", "name_calling"),
        ("He's no poet, he's an idiot with a rhyming book.", "name_calling"),
    ],
)
def test_behind_a_comma_another_subject_is_not_denied(text: str, rule: str) -> None:
    assert rule in rules_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "They are not vermin.",
        "She isn't, as you claim, a parasite.",
        "He is neither rude nor an idiot.",
        "You're not a fool, an idiot.",
        "He is not, they say, an idiot.",
        "Nobody, it seems, is vermin here.",
        "Never, I repeat, never call them vermin.",
        "I do not despise foreigners.",
    ],
)
def test_within_its_clause_it_is(text: str) -> None:
    assert not rules_on(text) & {"dehumanising", "threat", "hate_of_group", "name_calling"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("She should be deported.", True),
        ("The whole board should be sacked, no excuses.", True),
        ("Nobody should be deported for the faith they hold.", False),
        ("No one here should be fired for that.", False),
        ("It does not follow that he must be charged.", False),
    ],
)
def test_who_denies_that_somebody_should_go_denies_nobody_s_place(text: str, *, seen: bool) -> None:
    assert ("unfit" in rules_on(text)) == seen
