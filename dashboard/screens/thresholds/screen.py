"""Thresholds: see what a change would do, publish it as a version, compare, roll back."""

from __future__ import annotations

import streamlit as st

from analysis.domain.profile import Profile
from analysis.services.thresholds import profiles
from dashboard import wiring
from dashboard.components.plain import plain
from dashboard.screens.queue import reason_codes
from dashboard.screens.thresholds import cost, draft, label_thresholds, publishing, triage, versions
from dashboard.texts import all_labels, label_of, text

#: What is looked at label by label, and what concerns the whole site.
LABEL_VIEWS = {"set": label_thresholds.render, "cost": cost.render, "triage": triage.render}
SITE_VIEWS = ("versions", "reasons")
#: Characters of a version's reason in the line that says what is in force.
REASON_SHOWN = 90


def render() -> None:
    """Draw the chosen view for the chosen label."""
    store = wiring.store()
    profile = profiles.active_profile(store)
    st.title(text("thresholds.title"))
    st.markdown(text("thresholds.intro"))
    _in_force(profile)
    if draft.asked_to_show():
        # Before the choice is drawn: afterwards it could not be moved any more.
        st.session_state["view"] = "set"
        st.session_state["thresholds_said"] = text("thresholds.proposal_taken")
    view = st.segmented_control(
        text("thresholds.view"),
        [*LABEL_VIEWS, *SITE_VIEWS],
        default="set",
        required=True,
        format_func=lambda name: text(f"thresholds.view_{name}"),
        key="view",
        bind="query-params",
    )
    if publishing.under_way(store):
        return
    notice = st.session_state.pop("thresholds_said", None)
    if notice:
        st.success(notice)
    if view == "versions":
        versions.render(store, profile)
        return
    if view == "reasons":
        reason_codes.render(store)
        return
    keys = [
        shown_label.key
        for shown_label in sorted(all_labels(), key=lambda shown_label: not shown_label.concern)
    ]
    chosen = st.segmented_control(
        text("thresholds.label"),
        keys,
        default=keys[0],
        required=True,
        format_func=lambda key: label_of(key).title,
        key="lab",
        bind="query-params",
    )
    meant = label_of(chosen)
    st.caption(
        f"{meant.question} "
        + text("thresholds.concern" if meant.concern else "thresholds.no_concern"),
        help=meant.definition,
    )
    LABEL_VIEWS[view](store, profile, chosen)


def _in_force(profile: Profile) -> None:
    """What is in force, by whom and why; a long reason begins here and goes on in the help."""
    who = (
        text("thresholds.by", author=plain(profile.author), day=f"{profile.created_at:%d %B %Y}")
        if profile.author and profile.created_at
        else text("thresholds.shipped")
    )
    whole = " ".join(profile.reason.split())
    long = len(whole) > REASON_SHOWN
    shown = f"{whole[:REASON_SHOWN].rsplit(' ', 1)[0]}…" if long else whole
    st.markdown(
        text(
            "thresholds.in_force",
            name=plain(profile.name),
            version=profile.version,
            who=who,
            reason=plain(shown),
        ),
        help=plain(whole) if long else None,
    )
