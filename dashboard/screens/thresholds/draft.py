"""The proposed thresholds of this browser session, before anybody publishes them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analysis.domain.profile import Profile, Threshold
from analysis.labels import label as label_of
from dashboard.components.range_address import forget_ranges

_KEY = "thresholds_draft"
_SHOW = "thresholds_draft_show"
_ADDRESS = "draft_"


def draft(profile: Profile) -> dict[str, Threshold]:
    """All labels' proposed thresholds; those in force where nothing was moved.

    A draft belongs to the version it started from: when somebody else publishes, it starts anew.
    """
    stored = st.session_state.get(_KEY)
    if stored is None or stored[0] != profile.version:
        return dict(profile.thresholds)
    return {**profile.thresholds, **stored[1]}


def propose(profile: Profile, label: str, threshold: Threshold) -> None:
    """Keep one label's proposal."""
    st.session_state[_KEY] = (profile.version, {**draft(profile), label: threshold})


def propose_all(profile: Profile, thresholds: Mapping[str, Threshold]) -> None:
    """Keep a whole set of thresholds as the proposal."""
    st.session_state[_KEY] = (profile.version, {**profile.thresholds, **thresholds})


def show() -> None:
    """Go to where the proposal is looked at and published, and say that it is one."""
    st.session_state[_SHOW] = True
    st.rerun()


def asked_to_show() -> bool:
    """Whether somebody just took a proposal; true once."""
    return bool(st.session_state.pop(_SHOW, False))


def forget() -> None:
    """Drop the proposal, in the address too."""
    st.session_state.pop(_KEY, None)
    forget_ranges(_ADDRESS)


def address_name(label: str) -> str:
    """Under which name the address holds the proposal for one label."""
    return f"{_ADDRESS}{label_of(label).short_name}"


def changed(profile: Profile) -> dict[str, Threshold]:
    """The labels whose proposal differs from what is in force."""
    return {
        key: value for key, value in draft(profile).items() if profile.thresholds.get(key) != value
    }
