"""Decide the open comments of a score range together: those that the form on screen was made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import streamlit as st

from analysis.domain.decision import Action
from analysis.domain.notes import LONGEST_NOTE
from analysis.domain.review import QueueFilter
from analysis.services.moderation import bulk_decisions
from analysis.services.moderation.bulk_form import (
    BulkForm,
    LeftOut,
    bulk_form,
    left_out_of_batch,
)
from analysis.services.moderation.reason_codes import reason_codes
from analysis.storage.database import Store
from dashboard import state
from dashboard.components.attempt import attempted
from dashboard.texts import text

#: More than this in one act is no triage any more but a policy; the range has to be narrowed.
BULK_LIMIT = 500

_OPEN = "bulk_open"
_DRAWN = "bulk_drawn"
_SENT = "bulk_sent"


def offered(store: Store, where: QueueFilter) -> BulkForm | None:
    """What the form offers: what it offered when it was sent, else what is open now.

    ``None`` while the form is closed. Asked for before the list is read (see ``bulk_form``).
    """
    if not st.session_state.get(_OPEN):
        return None
    sent: BulkForm | None = st.session_state.get(_SENT)
    return sent or bulk_form(store, where, most=BULK_LIMIT)


def draw(store: Store, form: BulkForm | None) -> None:
    """The switch, the form, and what it asks for once it was sent."""
    sent = st.session_state.pop(_SENT, None) is not None
    if not st.toggle(text("thresholds.bulk"), key=_OPEN) or form is None:
        return
    if form.total > BULK_LIMIT:
        st.warning(text("thresholds.bulk_many", limit=BULK_LIMIT, n=form.total))
        return
    count = len(form.shown)
    if not count:
        st.info(text("thresholds.bulk_none"))
        return
    st.session_state[_DRAWN] = form
    codes = {code.key: code.title for code in reason_codes(store) if code.in_use}
    st.markdown(text("thresholds.bulk_count", n=count, of=form.total))
    with st.form("bulk"):
        action = st.radio(
            text("thresholds.bulk_action"),
            [Action.APPROVE, Action.REJECT],
            format_func=lambda choice: text(f"thresholds.{choice.value}"),
            horizontal=True,
        )
        code = st.selectbox(
            text("thresholds.bulk_reason"), list(codes), index=None, format_func=codes.__getitem__
        )
        note = st.text_input(text("thresholds.bulk_note"), max_chars=LONGEST_NOTE)
        # Who is sure of some comments is not sure of others, though they be as many.
        sure = st.checkbox(text("thresholds.bulk_sure", n=count), key=f"bulk_sure_{_name(form)}")
        st.form_submit_button(
            text("thresholds.bulk_go", n=count), type="primary", on_click=_keep_what_was_shown
        )
    if not sent:
        return
    if not (code and sure):
        st.error(text("thresholds.bulk_need"))
        return

    def decide_them() -> None:
        batch = bulk_decisions.decide_many(
            store,
            list(form.shown),
            action,
            person=state.person(),
            reason_code=code,
            note=note,
            shown=form.shown,
            seen_reports=form.reports,
        )
        st.session_state["last_batch"] = (
            batch,
            bulk_decisions.decided_in_batch(store, batch),
            left_out_of_batch(store, batch, form.shown),
        )

    if attempted(decide_them):
        st.rerun()


def draw_undo(store: Store) -> None:
    """What the last form did, what it left out, and the way back."""
    last = st.session_state.get("last_batch")
    if last is None:
        return
    batch, count, left_out = last
    st.success(" ".join([text("thresholds.bulk_done", n=count), *_left_out_in_words(left_out)]))

    def take_back() -> None:
        back = bulk_decisions.undo_batch(store, batch, person=state.person())
        del st.session_state["last_batch"]
        st.toast(text("thresholds.bulk_undone", n=back))

    if st.button(text("thresholds.bulk_undo"), key="bulk_undo") and attempted(take_back):
        st.rerun()


def _keep_what_was_shown() -> None:
    """Runs before the page is drawn again, from what may be other comments by then."""
    st.session_state[_SENT] = st.session_state.get(_DRAWN)


def _name(form: BulkForm) -> str:
    """Tells a form of these texts from every other one."""
    texts = sorted((number, shown.revision) for number, shown in form.shown.items())
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:16]


def _left_out_in_words(left_out: Mapping[LeftOut, int]) -> list[str]:
    return [
        text(f"thresholds.bulk_left_{reason.value}", n=left_out[reason])
        for reason in LeftOut
        if left_out.get(reason)
    ]
