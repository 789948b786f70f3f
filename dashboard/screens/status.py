"""Status: how the work stands, whether scores have drifted, and when it was last made safe."""

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
    said = []
    if now.chain_faults or now.check_faults:
        said.append(text("status.faults", n=max(now.chain_faults, now.check_faults)))
    if now.failed:
        said.append(text("status.some_failed", n=now.failed))
    if now.backup_at is None:
        said.append(text("status.no_backup"))
    if now.chain_verified_at is None:
        said.append(text("status.never_verified"))
    if now.erasures_outstanding:
        said.append(text("status.erasures", n=now.erasures_outstanding))
    return said


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
            text("status.label"): one.label,
            text("status.verdict"): _verdict(one),
            text("status.distance"): "" if one.distance is None else f"{one.distance:.3f}",
            text("status.p_value"): "" if one.p_value is None else f"{one.p_value:.2g}",
            text("status.flags"): ""
            if one.flags is None
            else text(
                "status.flags_are",
                change=100 * one.flags.value,
                low=100 * one.flags.low,
                high=100 * one.flags.high,
            ),
            text("status.n"): f"{one.before:,} / {one.now:,}",
        }
        for one in drifts
    ]


def _verdict(one: LabelDrift) -> str:
    if one.distance is None:
        return text("status.too_few")
    return text("status.moved" if one.scores_moved or one.flags_moved else "status.as_before")


def _ago(now: SystemStatus, moment: datetime | None) -> str:
    if moment is None:
        return text("status.never")
    hours = max(0.0, (now.at - moment).total_seconds() / 3600)
    if hours < 48:
        return text("status.hours_ago", hours=hours)
    return text("status.days_ago", days=hours / 24)
