"""Threats, hate and calls for harm: what the rules see, and what looks like it and is not."""

from __future__ import annotations

import pytest

from analysis.labels.author_text import AuthorText
from analysis.labels.cue_pattern import cue_pattern
from analysis.labels.severe_rules import RULES
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.text.sentences import sentences


def rules_on(text: str) -> set[str]:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    return {rule.name.removeprefix("hostility.") for rule in RULES if list(rule.find(words))}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Honestly I can't stand lesbians.", "hate_of_group"),
        ("we all despise the Welsh round here", "hate_of_group"),
        ("Keep those filthy immigrants away from our pool.", "hate_of_group"),
        ("I would never hire an Albanian.", "hate_of_group"),
        ("Pensioners make me sick.", "hate_of_group"),
        ("Disabled people shouldn't be allowed to breed.", "hate_of_group"),
        ("Hindus don't belong in this league.", "hate_of_group"),
        ("Gay couples should all be sterilised.", "hate_of_group"),
        ("Look at these Romanians. They are nothing but vermin.", "hate_of_them"),
        ("Deport all the Somalis, today.", "harm_to_group"),
        ("shoot every last one of the poor", "harm_to_group"),
        ("I'm going to strangle you, Derek.", "threat"),
        ("We're coming for you and your kids", "threat"),
        ("I hope she gets cancer.", "threat"),
        ("Do us all a favour and jump.", "threat"),
        ("Someone ought to push that Ellis off the quay.", "threat"),
    ],
)
def test_the_gravest_hostility_is_seen_without_a_slur(text: str, rule: str) -> None:
    assert rule in rules_on(text)


@pytest.mark.parametrize(
    "text",
    [
        "I can't stand jokes about lesbians.",
        "I hate it when pensioners are left in the cold.",
        "I don't hate immigrants and never did.",
        "He shouted that Hindus don't belong in this league.",
        "Anyone who says gay couples should be sterilised has lost the plot.",
        "I hate Welsh drizzle.",
        '"I can\'t stand lesbians" was all he had to say.',
        "We deport all the paperwork to the cellar.",
        "I'm going to kill this feature request.",
        "I hate seeing immigrants being spat at.",
        "Women make the best referees.",
        "How clever of him: he hates gays and says so in a minute's silence.",
        "I will find you that recipe.",
        "We push the boxes off the quay and row home.",
    ],
)
def test_near_misses_are_left_alone(text: str) -> None:
    assert rules_on(text) == set()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Kill all the bankers.", True),
        ("We should just deport all Somalis.", True),
        ("Time to round up all the gypsies!", True),
        ("I'd shoot every one of the prisoners", True),
        ("They have had enough, so hang all politicians.", True),
        ("Cops shoot black people there and walk free.", False),
        ("In those years they executed gays and still hang homosexuals today.", False),
        ("He is more likely to kill women than men.", False),
        ("Their plan to enslave Africans failed.", False),
        ("Men kill women every week in this country.", False),
        ("The law lets them deport refugees without a hearing.", False),
    ],
)
def test_a_call_for_harm_is_no_report_of_it(text: str, *, seen: bool) -> None:
    assert ("harm_to_group" in rules_on(text)) == seen


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("(go|get (out|lost)) now", "get lost now", "get lost now"),
        ("(go|get (out|lost)) now", "get now", None),
        ("people (of|with) [odd|very (big|loud)] hats", "people with very loud hats", "whole"),
        ("Canad(a|ian(s|ness))".lower(), "canadians", "whole"),
    ],
)
def test_groups_of_a_cue_may_be_nested(entry: str, text: str, expected: str | None) -> None:
    spans = WordLists({"list": [entry]}).find(text).get("list", [])
    assert [span.of(text) for span in spans] == (
        [] if expected is None else [text if expected == "whole" else expected]
    )


@pytest.mark.parametrize("entry", ["(a|b", "a)", "a [b", "()", "(a|)", "([b] c)", "a ~b)"])
def test_a_bracket_too_many_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|closes|begins"):
        cue_pattern(entry)
