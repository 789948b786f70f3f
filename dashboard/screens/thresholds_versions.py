"""Every published version: who, when, why; compare with the one in force, publish again."""

from __future__ import annotations

import streamlit as st

from analysis.domain.profile import Profile
from analysis.labels import label as label_of
from analysis.services import profiles
from analysis.storage.database import Store
from dashboard import state
from dashboard.charts.comparing import moved_bars
from dashboard.components.comment_list import comment_list, line_of_view
from dashboard.components.page_look import dark
from dashboard.components.plain import plain
from dashboard.screens import thresholds_draft
from dashboard.screens.thresholds_examples import views
from dashboard.texts import text

EXAMPLES = 3


def render(store: Store, profile: Profile) -> None:
    """List the versions, newest first, and compare one with what is in force."""
    _shadow(store, profile)
    published = profiles.profiles(store)
    if not published:
        st.info(text("thresholds.versions_none"))
        return
    st.dataframe(
        [_row(one, profile) for one in published],
        hide_index=True,
        key="versions",
        alt=text("thresholds.view_versions"),
    )
    others = [one.version for one in published if one.version != profile.version]
    if not others:
        return
    chosen = st.selectbox(text("thresholds.version"), others, key="version_compared", width=240)
    old = next(one for one in published if one.version == chosen)
    _compare(store, old)
    with st.form("roll_back"):
        reason = st.text_input(
            text("thresholds.reason"), key="roll_back_reason", help=text("thresholds.reason_help")
        )
        go = st.form_submit_button(
            text("thresholds.roll_back", version=old.version),
            help=text("thresholds.roll_back_help"),
        )
    if go and not reason.strip():
        st.error(text("thresholds.reason_missing"))
    elif go:
        new = profiles.roll_back(store, old.version, person=state.person(), reason=reason)
        thresholds_draft.forget()
        st.session_state["thresholds_said"] = text("thresholds.published", version=new.version)
        st.rerun()


def _row(one: Profile, active: Profile) -> dict[str, str]:
    row = {
        text("thresholds.version"): f"{one.version}"
        + (f" ({text('thresholds.in_force_short')})" if one.version == active.version else ""),
        text("thresholds.when"): f"{one.created_at:%Y-%m-%d %H:%M}" if one.created_at else "",
        text("thresholds.who"): one.author,
        text("thresholds.why"): one.reason,
    }
    for key, threshold in one.thresholds.items():
        row[label_of(key).title] = f"{threshold.clear_below:.2f} / {threshold.flag_at:.2f}"
    return row


def _compare(store: Store, other: Profile) -> None:
    st.subheader(text("thresholds.compare_title", version=other.version))
    found = profiles.preview(store, other.thresholds, examples=EXAMPLES)
    st.markdown(text("thresholds.compare_waiting", now=found.waiting_now, then=found.waiting_then))
    names = (text("thresholds.now"), text("thresholds.version_n", version=other.version))
    for key, one in found.labels.items():
        st.markdown(f"**{label_of(key).title}**")
        st.altair_chart(
            moved_bars(
                {outcome.value: count for outcome, count in one.now.items()},
                {outcome.value: count for outcome, count in one.then.items()},
                names=names,
                dark=dark(),
            ),
            width="stretch",
            key=f"versions_{key}",
        )
        if not one.moved_up and not one.moved_down:
            st.caption(text("thresholds.moves_none_other"))
            continue
        left, right = st.columns(2)
        for side, name, count, ids in (
            (left, "up", one.moved_up, one.up_examples),
            (right, "down", one.moved_down, one.down_examples),
        ):
            with side:
                st.markdown(text(f"thresholds.{name}", n=count))
                comment_list(
                    [line_of_view(view, key) for view in views(store, ids[:EXAMPLES])],
                    key=f"versions_{key}_{name}",
                    empty=text("thresholds.none_move"),
                )


def _shadow(store: Store, profile: Profile) -> None:
    shadow = profiles.shadow_profile(store)
    if shadow is None:
        return
    found = profiles.preview(store, shadow.thresholds, examples=0)
    st.info(
        text(
            "thresholds.shadow_on",
            day=f"{shadow.created_at:%d %B %Y}" if shadow.created_at else "",
            words=plain(shadow.reason),
            now=found.waiting_now,
            then=found.waiting_then,
        )
    )
    buttons = st.container(horizontal=True)
    if buttons.button(text("thresholds.shadow_load"), key="shadow_load"):
        thresholds_draft.propose_all(profile, shadow.thresholds)
        st.info(text("thresholds.cost_taken"))
    if buttons.button(text("thresholds.shadow_stop"), key="shadow_stop"):
        profiles.set_shadow(
            store, None, person=state.person(), reason=text("thresholds.shadow_stop")
        )
        st.rerun()
