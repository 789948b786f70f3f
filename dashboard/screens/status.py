"""Status: how the work stands, whether scores have entry, and when it was last made safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from analysis.domain.status import SystemStatus
from analysis.evaluation.drift import LabelDrift
from analysis.services.admin.drift import NEWEST, REFERENCE, drift
from analysis.services.admin.status import status
from dashboard import wiring
from dashboard.components.data_table import data_table
from dashboard.components.plain import plain
from dashboard.texts import text


def render() -> None:
    """Draw the numbers of now; nothing here changes anything."""
    store = wiring.store()
    now = status(store)
    st.title(text("status.title"))
    st.caption(text("status.at", when=f"{now.at:%Y-%m-%d %H:%M}"))
    for problem in problems(now):
        st.warning(problem)
    work, findings, oldest = st.columns(3)
    work.metric(text("status.waiting"), f"{now.waiting:,}")
    findings.metric(text("status.unscored"), f"{now.unscored:,}")
    oldest.metric(text("status.failed"), f"{now.failed:,}")
    st.table(rows(now), hide_index=True, border="horizontal")
    st.subheader(text("status.drift"))
    st.markdown(text("status.drift_intro", newest=NEWEST, before=REFERENCE))
    data_table(drift_rows(drift(store)), alt=text("status.drift"))


def problems(now: SystemStatus) -> list[str]:
    """What somebody should do something about, in sentences."""
    sentences = []
    if now.chain_faults or now.check_faults:
        sentences.append(text("status.faults", n=max(now.chain_faults, now.check_faults)))
    if now.failed:
        sentences.append(text("status.some_failed", n=now.failed))
    if now.backup_at is None:
        sentences.append(text("status.no_backup"))
    if now.chain_verified_at is None:
        sentences.append(text("status.never_verified"))
    if now.erasures_outstanding:
        sentences.append(text("status.erasures", n=now.erasures_outstanding))
    return sentences


def rows(now: SystemStatus) -> list[dict[str, str]]:
    """Everything that is no single number, one line each."""
    unknown = text("status.not_here")
    size, free = now.database_bytes, now.disk_free_bytes
    values = {
        "oldest": _ago(now, now.oldest_waiting) if now.oldest_waiting else text("status.none"),
        "scorers": plain(", ".join(now.scorers)) or text("status.none"),
        "profile": plain(now.profile),
        "backup": _ago(now, now.backup_at),
        "chain": text(
            "status.chain_is", links=now.chain_length, when=_ago(now, now.chain_verified_at)
        ),
        "check": _ago(now, now.checked_at),
        "size": unknown if size is None else f"{size / 1e6:,.1f} MB",
        "disk": unknown if free is None else f"{free / 1e9:,.1f} GB",
    }
    return [
        {text("status.what"): text(f"status.{name}"), text("status.value"): value}
        for name, value in values.items()
    ]


def drift_rows(drifts: Sequence[LabelDrift]) -> list[dict[str, str]]:
    """One line per label: how far scores and flags lie from those before."""
    return [
        {
            text("status.label"): entry.label,
            text("status.verdict"): _verdict(entry),
            text("status.distance"): "" if entry.distance is None else f"{entry.distance:.3f}",
            text("status.p_value"): "" if entry.p_value is None else f"{entry.p_value:.2g}",
            text("status.flags"): ""
            if entry.flags is None
            else text(
                "status.flags_are",
                change=100 * entry.flags.value,
                low=100 * entry.flags.low,
                high=100 * entry.flags.high,
            ),
            text("status.n"): f"{entry.before:,} / {entry.now:,}",
        }
        for entry in drifts
    ]


def _verdict(entry: LabelDrift) -> str:
    if entry.distance is None:
        return text("status.too_few")
    return text("status.moved" if entry.moved else "status.as_before")


def _ago(now: SystemStatus, moment: datetime | None) -> str:
    if moment is None:
        return text("status.never")
    hours = max(0.0, (now.at - moment).total_seconds() / 3600)
    if hours < 48:
        return text("status.hours_ago", hours=hours)
    return text("status.days_ago", days=hours / 24)
