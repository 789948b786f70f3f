"""Whoever would take rights or help from a group says so as a policy, a question or a shrug."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.stripped_rights import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def strips(text: str) -> bool:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return any(list(rule.find(words)) for rule in RULES)


@pytest.mark.parametrize(
    "text",
    [
        "Why do we still let Hindus run a chemist's?",
        "How long will we allow Albanians to buy up the harbour?",
        "It's time we stopped letting Muslims near the council.",
        "Why are Somalis even allowed to drive?",
        "Time we took the vote away from women.",
        "Take the kids off lesbians, no hearing.",
        "We should strip Sikhs of their passports.",
        "Deny gays the vote.",
        "No benefits for refugees!",
        "Catholics out of this club!",
        "Should women even be allowed to vote?",
        "Why should my taxes pay for asylum seekers?",
        "What if we just stopped treating drug addicts and let nature do the rest?",
        "Let the sick die.",
    ],
)
def test_a_group_shall_lose_a_right(text: str) -> None:
    assert strips(text)


@pytest.mark.parametrize(
    "text",
    [
        "Why do we let refugees wait two years for an answer?",
        "Why do we let pensioners freeze?",
        "Why are women still paid less?",
        "Why are refugees not allowed to work?",
        "How long will we allow Muslims to be spat at?",
        "It's time we stopped blaming immigrants.",
        "The bill would strip refugees of their benefits.",
        "They voted to take the right to strike from teachers.",
        "We must not take the vote away from women.",
        "Nobody should deny gays the vote.",
        "He wants to strip Muslims of citizenship, and that is unlawful.",
        "Why do we let landlords own half the town?",
        "Should prisoners vote?",
        "Should women really have to prove it?",
        "No school for refugees has opened yet.",
        "We got the Catholics out of the flood by boat.",
        "Why are we housing refugees in tents?",
        "Why should we pay women less?",
        "Don't let the sick die alone.",
        '"Let the sick die" was his platform.',
        "Women out of work can apply until Friday.",
    ],
)
def test_harm_to_a_group_that_is_told_or_opposed_is_left_alone(text: str) -> None:
    assert not strips(text)
