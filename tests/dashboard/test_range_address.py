"""Sliders live in the address: what one shows can be sent, and a wrong range is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analysis.services.site.pipelines import default_profile
from dashboard.screens.thresholds import draft

Screen = Callable[..., AppTest]


def test_a_shared_address_shows_the_same_proposal_and_moving_back_leaves_none(
    demo_url: str, screen: Screen
) -> None:
    at = screen("thresholds", draft_hostility="0.2-0.6")
    [slider] = at.slider
    assert slider.value == (0.2, 0.6)
    slider.set_value((0.2, 0.7)).run()
    assert at.query_params["draft_hostility"] in ("0.2-0.7", ["0.2-0.7"])
    shipped = default_profile().thresholds["possible_hostility"]
    given = (shipped.clear_below, shipped.flag_at)
    at.slider[0].set_value(given).run()
    assert "draft_hostility" not in at.query_params
    assert at.slider[0].value == given


def test_a_range_of_scores_is_taken_from_the_address(demo_url: str, screen: Screen) -> None:
    at = screen("thresholds", range_hostility="0.3-0.9")
    at.session_state["view"] = "triage"
    at.run()
    assert at.slider(key="range_possible_hostility").value == (0.3, 0.9)


@pytest.mark.parametrize("wrong", ["0.9-0.3", "-1-2", "much", "0.1", "1e-3-0.5", ""])
def test_a_wrong_range_is_refused_in_a_sentence(demo_url: str, screen: Screen, wrong: str) -> None:
    at = screen("thresholds", draft_hostility=wrong)
    assert "two numbers from 0 to 1" in str(at.exception[0].message)


def test_a_proposal_has_a_name_for_each_label() -> None:
    assert draft.address_name("possible_hostility") == "draft_hostility"
