"""Letters that are looked for before an expression stand in whatever it matches."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_texts import every_alternative
from thoroughness import examples

from analysis.labels import evidence_figures, exclusions, quantified_groups

SIGNS = [
    (exclusions._NEGATION, exclusions._NEGATION_SIGNS),
    (exclusions._NOBODY, exclusions._NEGATION_SIGNS),
    (exclusions._REPORTED, exclusions._REPORTED_SIGNS),
    (exclusions._OBJECTS, exclusions._OBJECTS_SIGNS),
    (evidence_figures._PERCENT, evidence_figures._PERCENT_SIGNS),
    (evidence_figures._MONEY, evidence_figures._MONEY_SIGNS),
    (quantified_groups._ALL, quantified_groups._ALL_SIGNS),
    (quantified_groups._MOST, quantified_groups._MOST_SIGNS),
    (quantified_groups._SOME, quantified_groups._SOME_SIGNS),
]


@pytest.mark.hypothesis
@pytest.mark.parametrize(("pattern", "signs"), SIGNS, ids=lambda value: str(value)[:40])
def test_a_look_for_letters_hides_no_match(
    pattern: re.Pattern[str], signs: tuple[str, ...]
) -> None:
    texts = every_alternative(pattern)
    assert texts
    for text in texts:
        assert exclusions.holds_any(text, signs), text

    @given(st.from_regex(pattern))
    @settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
    def holds_one(text: str) -> None:
        match = pattern.search(text)
        assert match is not None
        assert exclusions.holds_any(match.group(), signs)

    holds_one()


@given(st.from_regex(evidence_figures._YEAR))
@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_dated_event_holds_the_digits_of_a_year(text: str) -> None:
    assert evidence_figures._YEAR_DIGITS.search(text)
