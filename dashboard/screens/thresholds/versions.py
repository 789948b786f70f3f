"""Every published version: who, when, why; compare any two, publish one again."""

from __future__ import annotations

import streamlit as st

from analysis.domain.learned import ChangeKind
from analysis.domain.profile import Profile
from analysis.services.thresholds import previews, profile_publishing, profiles
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.screens.thresholds import change_summary, compare, draft, publishing
from dashboard.screens.thresholds.changes import changes_in_words
from dashboard.texts import label_of, text


def render(store: Store, profile: Profile) -> None:
    """List the versions, newest first, compare any two, and publish one again."""
    _shadow(store, profile)
    published = profiles.profiles(store)
    if not published:
        st.info(text("thresholds.versions_none"))
        return
    data_table(
        [_row(profile_version, profile) for profile_version in published],
        key="versions",
        alt=text("thresholds.view_versions"),
    )
    st.subheader(text("change.title"))
    change_summary.render(store, (ChangeKind.PROFILE,), key="versions")
    numbers = [profile_version.version for profile_version in published]
    if len(numbers) < 2:
        return
    _compare(store, profile, numbers)
    _again(store, [number for number in numbers if number != profile.version])


def _again(store: Store, numbers: list[int]) -> None:
    """Publish an old version once more."""
    st.subheader(text("thresholds.again"))
    # Outside the form, so that the button says where it goes.
    version = st.selectbox(text("thresholds.version"), numbers, key="version_again", width=240)
    with st.form("roll_back"):
        reason = st.text_input(
            text("thresholds.reason"), key="roll_back_reason", help=text("thresholds.reason_help")
        )
        with st.container(horizontal=True):
            go = st.form_submit_button(
                text("thresholds.roll_back", version=version),
                help=text("thresholds.roll_back_help"),
            )
            beside = st.empty()
    if go and not reason.strip():
        beside.error(text("thresholds.reason_missing"))
    elif go:
        person = state.person()
        publishing.publish(
            store,
            lambda progress: profile_publishing.roll_back(
                store, version, person=person, reason=reason, progress=progress
            ),
        )


def _row(version: Profile, active: Profile) -> dict[str, str]:
    row = {
        text("thresholds.version"): f"{version.version}"
        + (f" ({text('thresholds.in_force_short')})" if version.version == active.version else ""),
        text("thresholds.when"): f"{version.created_at:%Y-%m-%d %H:%M}"
        if version.created_at
        else "",
        text("thresholds.who"): version.author,
        text("thresholds.why"): version.reason,
    }
    for key, threshold in version.thresholds.items():
        row[label_of(key).title] = f"{threshold.clear_below:.2f} / {threshold.flag_at:.2f}"
    return row


def _compare(store: Store, profile: Profile, numbers: list[int]) -> None:
    st.subheader(text("thresholds.compare"))
    left, right = st.columns(2)
    first = left.selectbox(
        text("thresholds.compare_first"),
        numbers,
        index=numbers.index(profile.version),
        key="version_first",
    )
    rest = [number for number in numbers if number != first]
    second = right.selectbox(text("thresholds.compare_second"), rest, key="version_second")
    compare.render(store, first, second)


def _shadow(store: Store, profile: Profile) -> None:
    shadow = profile_publishing.shadow_profile(store)
    if shadow is None:
        return
    preview = previews.preview(store, shadow.thresholds, examples=0)
    changes = changes_in_words(profile.thresholds, shadow.thresholds, preview.labels)
    st.info(
        text(
            "thresholds.shadow_on",
            version=shadow.version,
            day=f"{shadow.created_at:%d %B %Y}" if shadow.created_at else "",
            words=plain(shadow.reason),
            now=preview.waiting_now,
            then=preview.waiting_then,
        )
        + "\n\n"
        + (changes or text("thresholds.shadow_same"))
    )
    buttons = st.container(horizontal=True)
    if buttons.button(
        text("thresholds.shadow_load"), key="shadow_load", help=text("thresholds.take_help")
    ):
        draft.propose_all(profile, shadow.thresholds)
        draft.show()
    if buttons.button(text("thresholds.shadow_stop"), key="shadow_stop") and attempted(
        lambda: profile_publishing.set_shadow(
            store, None, person=state.person(), reason=text("thresholds.shadow_stop")
        )
    ):
        st.rerun()
