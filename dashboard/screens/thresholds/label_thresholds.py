"""One label's two thresholds over its scores: what moves, what to expect, publish."""

from __future__ import annotations

import streamlit as st

from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.domain.thresholds import LabelPreview, Preview
from analysis.evaluation.proportions import rate
from analysis.services.thresholds import label_answers, previews, profile_publishing, thresholds_lab
from analysis.storage.database import Store
from dashboard import state
from dashboard.charts.comparing import Estimate, estimates, moved_bars
from dashboard.charts.scores import score_histogram
from dashboard.charts.shares import in_words
from dashboard.components.attempt import attempted
from dashboard.components.comment_list import comment_list, line_of_view
from dashboard.components.page_look import dark
from dashboard.components.range_address import keep_range, range_in_address
from dashboard.screens.thresholds import basis, draft, magnifier, publishing, work
from dashboard.screens.thresholds.changes import changes_in_words, moves_in_words
from dashboard.screens.thresholds.examples import views
from dashboard.texts import label_of, text

#: Comments shown on each side of a boundary.
EXAMPLES = 5


def render(store: Store, profile: Profile, label: str) -> None:
    """Draw slider, histogram, consequences and the form that publishes."""
    bins = previews.histogram(store, label)
    if not any(bar.count for bar in bins):
        st.info(text("thresholds.no_scores"))
        return
    published = profile.thresholds[label]
    proposed = _slider(profile, label)
    _headline(store, label)
    cut = magnifier.draw(bins)
    st.altair_chart(
        score_histogram(
            bins,
            label_title=label_of(label).title,
            clear_below=proposed.clear_below,
            flag_at=proposed.flag_at,
            published=(published.clear_below, published.flag_at),
            cut=cut,
            dark=dark(),
        ),
        width="stretch",
        key="score_histogram",
    )
    # Looking through all scores takes seconds on millions of comments: only for a proposal.
    preview = (
        previews.preview(store, draft.draft(profile), examples=EXAMPLES)
        if draft.changed(profile)
        else None
    )
    if preview is None:
        st.markdown(text("thresholds.moves_none"))
    else:
        _moves(store, label, preview.labels[label])
    _expectations(store, label, published, proposed)
    work.render(store, preview.labels[label] if preview else previews.in_force(store, label))
    if preview is not None:
        _publish(store, profile, preview)


def _headline(store: Store, label: str) -> None:
    """The share that is flagged now, above the picture of all scores."""
    now = previews.in_force(store, label).now
    flagged = rate(now.get(Recommendation.FLAG, 0), sum(now.values()))
    st.markdown(text("thresholds.headline", words=in_words(flagged)))


def _slider(profile: Profile, label: str) -> Threshold:
    name, published = draft.address_name(label), profile.thresholds[label]
    usual = (published.clear_below, published.flag_at)
    asked = range_in_address(name)
    if asked is not None and label not in draft.changed(profile):
        draft.propose(profile, label, Threshold(flag_at=asked[1], clear_below=asked[0]))
    threshold = draft.draft(profile)[label]
    key = f"band_{label}_{profile.version}"
    if st.session_state.get(key) != (threshold.clear_below, threshold.flag_at):
        st.session_state[key] = (threshold.clear_below, threshold.flag_at)

    def keep() -> None:
        low, high = (round(end, 3) for end in st.session_state[key])
        draft.propose(profile, label, Threshold(flag_at=high, clear_below=low))
        keep_range(name, (low, high), usual=usual)

    st.container(key="score_axis").slider(
        text("thresholds.range"),
        min_value=0.0,
        max_value=1.0,
        step=0.01,
        format="%.2f",
        key=key,
        help=text("thresholds.range_help"),
        on_change=keep,
    )
    # A slider that takes its two handles from the session gives them back there.
    low, high = st.session_state[key]
    keep_range(name, (low, high), usual=usual)
    return Threshold(flag_at=high, clear_below=low)


def _moves(store: Store, label: str, preview: LabelPreview) -> None:
    if not preview.moved_up and not preview.moved_down:
        st.markdown(text("thresholds.moves_none"))
        return
    st.markdown(moves_in_words(preview))
    st.altair_chart(
        moved_bars(
            {outcome.value: count for outcome, count in preview.now.items()},
            {outcome.value: count for outcome, count in preview.then.items()},
            names=(text("thresholds.now"), text("thresholds.then")),
            dark=dark(),
        ),
        width="stretch",
        key="moved_bars",
    )
    moved = [
        ("up", preview.moved_up, preview.up_examples),
        ("down", preview.moved_down, preview.down_examples),
    ]
    moved = [side for side in moved if side[1]]
    for column, (name, count, ids) in zip(st.columns(len(moved)), moved, strict=True):
        with column:
            st.markdown(f"##### {text(f'thresholds.{name}', n=count)}")
            st.caption(text("thresholds.examples"))
            comment_list(
                [line_of_view(view, label) for view in views(store, ids[:EXAMPLES])],
                key=f"moved_{name}",
                empty=text("thresholds.none_move"),
            )


def _expectations(store: Store, label: str, published: Threshold, proposed: Threshold) -> None:
    st.subheader(text("thresholds.expect"))
    answers = label_answers.label_answers(store, [label])[label]
    outcomes = label_answers.outcomes(answers)
    after = thresholds_lab.expected(outcomes, proposed)
    st.caption(basis.in_words(answers))
    if not after.judged:
        st.info(
            text(
                "thresholds.expect_none"
                if answers.by_decisions
                else "thresholds.expect_none_annotated"
            )
        )
    else:
        compared = {text("thresholds.now"): thresholds_lab.expected(outcomes, published)}
        if proposed != published:
            compared[text("thresholds.then")] = after
        rows = [
            Estimate.of(number, line=text(f"thresholds.{name}"), side=side)
            for name in ("precision", "recall", "seen")
            for side, whole in compared.items()
            if (number := getattr(whole, name)) is not None and number.value is not None
        ]
        if rows:
            st.altair_chart(
                estimates(
                    rows,
                    sides=list(compared),
                    title=text("thresholds.share_axis"),
                    dark=dark(),
                ),
                width="stretch",
                key="expected",
            )
        if after.precision.too_few or after.recall.too_few:
            st.warning(
                text("thresholds.expect_few", flagged=after.precision.n, positives=after.recall.n)
            )
        st.caption(text("thresholds.expect_how"))


def _publish(store: Store, profile: Profile, preview: Preview) -> None:
    changes = draft.changed(profile)
    if not changes:
        return
    st.subheader(text("thresholds.changed"))
    st.markdown(
        changes_in_words(profile.thresholds, preview.profile.thresholds, preview.labels),
        help=text("thresholds.change_help"),
    )
    st.markdown(text("thresholds.waiting", now=preview.waiting_now, then=preview.waiting_then))
    with st.form("publish_profile"):
        reason = st.text_input(
            text("thresholds.reason"), help=text("thresholds.reason_help"), key="publish_reason"
        )
        with st.container(horizontal=True):
            go = st.form_submit_button(text("thresholds.publish"), type="primary")
            shadow = st.form_submit_button(
                text("thresholds.shadow"), help=text("thresholds.shadow_help")
            )
            drop = st.form_submit_button(text("thresholds.reset"))
            beside = st.empty()
    if drop:
        draft.forget()
        st.rerun()
    if not (go or shadow):
        return
    if not reason.strip():
        beside.error(text("thresholds.reason_missing"))
        return
    if go:
        person = state.person()
        publishing.publish(
            store,
            lambda progress: profile_publishing.publish_profile(
                store, changes, person=person, reason=reason, progress=progress
            ),
        )
    elif attempted(
        lambda: profile_publishing.set_shadow(store, changes, person=state.person(), reason=reason)
    ):
        draft.forget()
        st.rerun()
