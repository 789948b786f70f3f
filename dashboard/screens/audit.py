"""Audit: who did what, when, under which thresholds and run; filtered and taken along."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import streamlit as st

from analysis.domain.audit import AuditEvent, AuditFilter
from analysis.domain.decision import Action
from analysis.services.admin import audit_log
from analysis.services.moderation import bulk_decisions
from dashboard import state, wiring
from dashboard.components.attempt import attempted
from dashboard.components.data_table import data_table, safe_cell
from dashboard.components.plain import plain
from dashboard.texts import text

PAGE_SIZE = 50
ERASE = "erase"


def render() -> None:
    """Draw the filter, one page of events, and the exports."""
    store = wiring.store()
    st.title(text("audit.title"))
    st.markdown(text("audit.intro"))
    where = _filter(audit_log.audit_actions(store))
    person = state.person()
    first = audit_log.audit(store, where, person=person, page=1, page_size=PAGE_SIZE)
    if not first.total:
        st.info(text("audit.none" if where != AuditFilter() else "audit.none_at_all"))
        return
    st.caption(text("audit.count", n=first.total))
    shown = first
    pages = math.ceil(first.total / PAGE_SIZE)
    if pages > 1:
        at = st.pagination(pages, key=f"audit_page_{hash(where)}")
        if at > 1:
            shown = audit_log.audit(store, where, person=person, page=at, page_size=PAGE_SIZE)
    data_table(
        [event_row(event) for event in shown.events],
        alt=text("audit.title"),
        column_config={
            text("audit.on"): st.column_config.LinkColumn(
                help=text("audit.on_help"), display_text=r"comment=(\d+)"
            )
        },
    )
    _bulks(shown.events, person)
    downloads = st.container(horizontal=True)
    downloads.download_button(
        text("audit.export"),
        lambda: events_csv(audit_log.audit_events(store, where, person=person)),
        file_name="moderato-audit.csv",
        mime="text/csv",
        on_click="ignore",
        key="audit_csv",
    )
    downloads.download_button(
        text("audit.export_jsonl"),
        lambda: events_jsonl(audit_log.audit_events(store, where, person=person)),
        file_name="moderato-audit.jsonl",
        mime="application/x-ndjson",
        on_click="ignore",
        key="audit_jsonl",
    )


def _filter(actions: list[str]) -> AuditFilter:
    who, what, on, begin, end = st.columns(5, vertical_alignment="bottom")
    person = who.text_input(text("audit.person"), placeholder=text("audit.anybody"), key="who")
    only_erased = st.toggle(
        text("audit.erasures"), help=text("audit.erasures_help"), key="erasures"
    )
    action = what.selectbox(
        text("audit.action"),
        ["", *actions],
        format_func=lambda listed_action: listed_action.replace("_", " ") or text("audit.anything"),
        key="what",
        disabled=only_erased,
    )
    comment = on.number_input(
        text("audit.comment"), min_value=1, value=None, step=1, key="audit_comment"
    )
    return AuditFilter(
        person=person.strip() or None,
        action=ERASE if only_erased else action or None,
        comment_id=None if comment is None else int(comment),
        date_from=begin.date_input(text("audit.from"), value=None, key="audit_from"),
        date_to=end.date_input(text("audit.to"), value=None, key="audit_to"),
    )


def _bulks(events: Sequence[AuditEvent], person: str) -> None:
    """The bulk decisions among these entries, each with the way to take all of it back."""
    store = wiring.store()
    batches = dict.fromkeys(
        str(event.detail["batch"])
        for event in events
        if event.action != Action.UNDO and isinstance(event.detail.get("batch"), str)
    )
    for batch in batches:
        holds = bulk_decisions.still_held_in_batch(store, batch)
        if not holds:
            continue
        first = next(event for event in events if event.detail.get("batch") == batch)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(
                text(
                    "audit.bulk",
                    person=plain(first.person),
                    action=text(f"review.action_{first.action}"),
                    when=f"{first.at:%Y-%m-%d %H:%M}",
                ),
                width="content",
            )
            go = st.button(text("review.undo_bulk", n=holds), key=f"undo_bulk_{batch}")
        if go and attempted(partial(bulk_decisions.undo_batch, store, batch, person=person)):
            st.rerun()


def comment_address(comment_id: int | None) -> str | None:
    """Where the comment of an entry is read, without a claim; nothing where it names none."""
    return None if comment_id is None else f"review?comment={comment_id}&queue=all&read=1"


def event_row(event: AuditEvent) -> dict[str, str | None]:
    """One event as the table shows it."""
    return {
        text("audit.when"): f"{event.at:%Y-%m-%d %H:%M:%S}",
        text("audit.person"): event.person,
        text("audit.action"): event.action.replace("_", " "),
        text("audit.on"): comment_address(event.comment_id),
        text("audit.thresholds"): _profile(event),
        text("audit.run"): (event.run_id or "")[:8],
        text("audit.detail"): details_in_words(event.detail),
    }


def _profile(event: AuditEvent) -> str:
    return f"{event.profile_name} {event.profile_version}" if event.profile_name else ""


def details_in_words(detail: Mapping[str, object]) -> str:
    """The details as a reader needs them; numbers that only programs follow stay in the exports."""
    words = [
        text(f"audit.detail_{_kind(name, detail[name])}", value=detail[name])
        for name in _DETAILS_IN_WORDS
        if detail.get(name) not in (None, "")
    ]
    rest = {
        name: value
        for name, value in detail.items()
        if value and name not in {*_DETAILS_IN_WORDS, *_DETAILS_FOR_PROGRAMS}
    }
    return "; ".join(part for part in (*words, _words(rest)) if part)


def _kind(name: str, value: object) -> str:
    """Imports are numbered; a bulk decision's batch has a name."""
    return "import" if name == "batch" and isinstance(value, int) else name


_DETAILS_IN_WORDS = ("replaces", "batch")
_DETAILS_FOR_PROGRAMS = ("sequence",)


def _words(detail: Mapping[str, object]) -> str:
    details = {name.replace("_", " "): value for name, value in detail.items()}
    return "; ".join(
        f"{name}: {json.dumps(value) if isinstance(value, dict | list) else value}"
        for name, value in details.items()
        if value not in (None, "", [], {})
    )


def events_csv(events: Iterable[AuditEvent]) -> str:
    """All events as CSV, oldest first; no cell can start a formula."""
    out = io.StringIO(newline="")
    columns = ("id", "at", "person", "action", "comment", "profile", "run", "detail")
    writer = csv.writer(out)
    writer.writerow(columns)
    for event in events:
        writer.writerow(
            safe_cell(value)
            for value in (
                event.id,
                event.at.isoformat(),
                event.person,
                event.action,
                "" if event.comment_id is None else event.comment_id,
                _profile(event),
                event.run_id or "",
                _words(event.detail),
            )
        )
    return out.getvalue()


def events_jsonl(events: Iterable[AuditEvent]) -> str:
    """All events as JSON Lines, oldest first."""
    return "".join(
        json.dumps(
            {
                "id": event.id,
                "at": event.at.isoformat(),
                "person": event.person,
                "action": event.action,
                "comment_id": event.comment_id,
                "run_id": event.run_id,
                "profile_name": event.profile_name,
                "profile_version": event.profile_version,
                "detail": dict(event.detail),
            },
            ensure_ascii=False,
            default=str,
        )
        + "\n"
        for event in events
    )
