"""Which attributes are offered: by what was measured, and on how many kinds of site."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.domain.attribute import Attribute, Figure, HeldOut, Lead, value_of
from analysis.domain.finding import Finding, LabelResult, Status
from analysis.labels.attributes import (
    MEASURABLE,
    OFFERED_FROM,
    TAUGHT,
    TWINS,
    UNANSWERED,
    WEAKEST_FROM,
)
from analysis.services.serving.offered_attributes import (
    is_good_enough,
    is_offered,
    measured_attributes,
    offered_attributes,
)

NEWS = HeldOut("a newspaper", 0.75, 0.70, 0.80, 400, 200)
FORUM = HeldOut("a forum", 0.90, 0.86, 0.94, 400, 200)
LEAD = {"length": Lead(0.2, 0.1), TAUGHT: Lead(0.05, 0.01)}
GOOD = Figure(0.825, 0.79, 0.86, (NEWS, FORUM), LEAD)


@pytest.mark.parametrize(
    ("figure", "enough"),
    [
        (GOOD, True),
        (replace(GOOD, low=OFFERED_FROM), True),
        (replace(GOOD, low=OFFERED_FROM - 0.001), False),
        (replace(GOOD, sets=(replace(NEWS, low=WEAKEST_FROM), FORUM)), True),
        (replace(GOOD, sets=(replace(NEWS, low=WEAKEST_FROM - 0.001), FORUM)), False),
        (replace(GOOD, lead={**LEAD, "length": Lead(0.2, 0.0)}), False),
        (replace(GOOD, lead={**LEAD, TAUGHT: Lead(0.05, -0.001)}), False),
    ],
    ids=[
        "good",
        "mean at the bar",
        "mean below",
        "weakest at its bar",
        "weakest below",
        "no lead",
        "not surely ahead of the taught",
    ],
)
def test_an_attribute_is_offered_by_its_mean_its_weakest_set_and_its_lead(
    figure: Figure, enough: bool
) -> None:
    assert is_good_enough(figure) is enough
    assert is_offered(Attribute("TOXICITY", "?", "possible_hostility", figure=figure)) is enough


def test_what_was_not_measured_is_not_offered_but_for_our_own_labels() -> None:
    assert not is_offered(Attribute("TOXICITY", "?", "possible_hostility"))
    assert is_offered(Attribute("POSSIBLE_HOSTILITY", "?", "possible_hostility"))


def test_the_shipped_model_answers_what_every_migrating_site_asks_for() -> None:
    offered = offered_attributes("open")
    assert {"TOXICITY", "TOXICITY_EXPERIMENTAL", "TOXICITY_FAST"} <= set(offered)
    assert offered["TOXICITY"].figure == offered["TOXICITY_FAST"].figure


def test_every_name_is_measured_twinned_or_unanswered_and_only_one_of_them() -> None:
    names = [*(a.name for a in MEASURABLE), *TWINS, *UNANSWERED]
    assert len(names) == len(set(names))
    assert set(TWINS.values()) <= {a.name for a in MEASURABLE}


def test_figures_are_of_the_sources_that_answer() -> None:
    assert [a.name for a in measured_attributes("open") if a.figure is None] == []


class Scored:
    """As much of an analysis as an attribute looks at."""

    def __init__(self, label: float, **heads: float) -> None:
        rules = Finding("possible_hostility", "rules", Status.SCORED, 0.9, facet_scores={"a": 0.9})
        model = Finding("possible_hostility", "embedded-x", Status.SCORED, 0.2, facet_scores=heads)
        result = LabelResult("possible_hostility", Status.SCORED, label, parts=(rules, model))
        self.labels = {"possible_hostility": result}


@pytest.mark.parametrize(
    ("heads", "value"),
    [
        (("",), 0.8),
        (("a",), 0.2),  # the model's head, not the rules' facet of that name
        (("", "a"), 0.5),  # log-odds of 0.8 and 0.2 cancel out
        (("", "b"), 2 / 3),  # the mean of log 4 and 0 is log 2
        (("", "missing"), None),
    ],
)
def test_an_answer_is_the_mean_of_the_heads_log_odds(
    heads: tuple[str, ...], value: float | None
) -> None:
    attribute = Attribute("TOXICITY", "?", "possible_hostility", heads)
    answer = value_of(attribute, Scored(0.8, a=0.2, b=0.5))  # type: ignore[arg-type]
    assert answer == (value if value is None else pytest.approx(value))
