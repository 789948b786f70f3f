"""A belittling adjective counts where its subject are people, and not where it is a thing."""

from __future__ import annotations

import pytest

from analysis.domain.comment import Article, Comment, Discussion
from analysis.scorers.rules import RuleScorer
from analysis.settings import Settings
from analysis.text.prepare import Preparer

REASON = "says of a person that they are less"


def reasons(text: str) -> set[str]:
    discussion = Discussion(Article("t"), (Comment("c", "t", 1, text),))
    batch = Preparer(Settings().spacy_model).prepare(discussion)
    [findings] = RuleScorer().score(batch)
    return {
        evidence.reason.sentence
        for finding in findings
        if finding.label == "possible_hostility"
        for evidence in finding.evidence
    }


@pytest.mark.parametrize(
    "text",
    [
        "Men are stupid, every one of them.",
        "Most men are so gullible.",
        "Women are stupid when it comes to boats.",
        "The man is stupid.",
        "The idea men are clueless.",
    ],
)
def test_said_of_men_and_women(text: str) -> None:
    assert REASON in reasons(text)


@pytest.mark.parametrize(
    "text",
    [
        "My idea was stupid, I admit.",
        "The plan for men is stupid.",
        "A bus line for women was stupid.",
        "The specimen is pathetic.",
        "That ferry for old men is clueless planning.",
    ],
)
def test_near_misses(text: str) -> None:
    assert REASON not in reasons(text)
