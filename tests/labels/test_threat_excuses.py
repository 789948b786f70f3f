"""A threat names its speaker and may follow on words of speech; neither makes it a report."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.severe_rules import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.sentences import sentences


def threatens(text: str) -> bool:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return any(list(rule.find(words)) for rule in RULES if rule.name == "hostility.threat")


@pytest.mark.parametrize(
    "text",
    [
        "Trust me, you're dead.",
        "Whoever took our boat, you're next.",
        "i bench 120 and i'm coming for you",
        "As God is my witness I will strangle you, conductor.",
        "if u touch my bike i will hurt u",
        "Say that again and I'll break your jaw.",
        "Write one more line about the choir and we'll burn your shed.",
        "If you tell the warden, I'll kill you.",
        "Call me a cheat once more, and think about it first, and I'll smash your windows.",
        "Stop teaching my girl that or I will hurt you.",
    ],
)
def test_a_speaker_s_own_threat_counts(text: str) -> None:
    assert threatens(text)


@pytest.mark.parametrize(
    "text",
    [
        "I should be shot for buying this caravan.",
        "We ought to be hanged for that chorus, it was so flat.",
        "He told me I'll burn your house and drove off.",
        "She wrote that you're dead and that the dog is hers.",
        "Somebody sprayed we know where you live on the chapel.",
        "They said I'm coming for you, so I rang the police.",
        "Nobody said you'll regret this.",
        "Whether you're dead or only asleep, the alarm will ring.",
        "You wrote that you will die without chocolate.",
    ],
)
def test_what_others_said_or_the_speaker_says_of_himself_does_not(text: str) -> None:
    assert not threatens(text)
