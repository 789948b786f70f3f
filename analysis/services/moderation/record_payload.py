"""What is on record about a comment, for the review loop: reports, run, scores, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analysis.domain.decision import Decision
from analysis.domain.label import Label
from analysis.domain.recorded_scores import RecordedScores
from analysis.domain.run import RunInfo
from analysis.domain.user_report import Reported
from analysis.services.moderation.queue import reason_title


def moment(when: datetime | None) -> str:
    """A point in time as the screen shows it."""
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def reported_payload(
    reports: Reported | None, labels: Mapping[str, Label]
) -> dict[str, Any] | None:
    """What readers reported: how many, why, and up to which report a decision answers them."""
    if reports is None:
        return None
    return {
        "people": reports.people,
        "waiting": reports.waiting,
        "latest": moment(reports.latest),
        "last": reports.last,
        "reasons": [
            {
                "title": reason_title(given.reason) or None,
                "people": given.people,
                "label": labels[given.label].title
                if given.label and given.label in labels
                else None,
            }
            for given in reports.reasons
        ],
    }


def run_payload(run: RunInfo | None) -> dict[str, Any] | None:
    """The run whose labels are shown, by its versions."""
    if run is None:
        return None
    return {
        "id": run.id,
        "code": run.code_version,
        "profile": f"{run.profile_name} {run.profile_version}",
        "combination": run.combination,
        "scorers": [f"{info.name} {info.version}" for info in run.scorers if info.available],
    }


def recorded_payload(recorded: RecordedScores | None) -> dict[str, Any] | None:
    """What another service had said, by its own names; shown with the run, highest first."""
    if recorded is None:
        return None
    highest = sorted(recorded.scores.items(), key=lambda pair: -pair[1])
    return {"source": recorded.source.title(), "scores": [list(pair) for pair in highest]}


def decision_payload(decision: Decision, bulk: Mapping[str, int]) -> dict[str, Any]:
    """A decision on record; ``bulk`` says of its batch how many can still be taken back."""
    return {
        "sequence": decision.sequence,
        "action": decision.action.value,
        "person": decision.person,
        "at": moment(decision.decided_at),
        "reason": decision.reason_code,
        "note": decision.note,
        "replaces": decision.replaces,
        "batch": decision.batch_id,
        "batch_holds": bulk.get(decision.batch_id or "", 0),
        "profile": f"{decision.profile_name} {decision.profile_version}"
        if decision.profile_name
        else None,
    }
