"""What an export says of one comment, and what has to be read for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Comment
from analysis.domain.decision import Decision, ReviewState
from analysis.domain.errors import BadInput
from analysis.domain.finding import LabelResult, Status
from analysis.domain.placeholder import NOTHING_TO_LABEL, is_placeholder
from analysis.domain.profile import Profile, recommend
from analysis.domain.recorded_scores import RecordedScores
from analysis.domain.run import RunInfo
from analysis.domain.user_report import Reported
from analysis.labels import LABEL_KEYS, LABELS
from analysis.resources import code_version
from analysis.services.data.analysis_schema import analysis_record
from analysis.services.measurement.stored_scores import scores_of
from analysis.services.moderation.queue import reported
from analysis.storage.analyses import read_findings, read_run
from analysis.storage.comments import newest_hashes, read_comments
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.documents import Findings
from analysis.storage.queue_index import walked


@dataclass(frozen=True, slots=True)
class Exported:
    """One line of an export; ``waits`` says whether the comment is still to be labelled."""

    record: dict[str, Any]
    waits: bool
    comment_id: int


@dataclass(frozen=True, slots=True)
class ReadTogether:
    """Comments read together, by number, with all that belongs to them."""

    comments: Mapping[int, Comment]
    findings: dict[int, tuple[int, Findings]]
    decisions: Mapping[int, tuple[Sequence[Decision], Mapping[int, int]]]
    reports: Mapping[int, Reported]
    recorded: Mapping[int, RecordedScores]
    runs: Mapping[int, RunInfo]


def read_together(
    session: Session, some: Sequence[walked.Walked], runs: dict[int, RunInfo]
) -> ReadTogether:
    """What belongs to the comments met; ``runs`` are those read before, and gets the new ones."""
    ids = [place.comment_id for place in some if not place.erased]
    comments = read_comments(session, ids)
    _refuse_other_texts(comments, newest_hashes(session, ids))
    analyses = [place.analysis_id for place in some if place.analysis_id is not None]
    findings = read_findings(session, analyses) if analyses else {}
    for run_id, _ in findings.values():
        if run_id not in runs:
            runs[run_id] = read_run(session, run_id)
    return ReadTogether(
        comments=comments,
        findings=findings,
        decisions=decisions_with_revisions(session, ids),
        reports=reported(session, ids),
        recorded=scores_of(session, ids),
        runs=runs,
    )


def exported(batch: ReadTogether, place: walked.Walked, profile: Profile) -> Exported:
    """The record of one comment, whose findings the batch then lets go of."""
    number = place.comment_id
    run_id, analysis = batch.findings.pop(number, (None, Findings("und")))
    run = batch.runs[run_id] if run_id is not None else _no_run(profile)
    run = replace(run, profile_name=profile.name, profile_version=profile.version)
    labels = {result.label: result for result in analysis.labels}
    nothing = run_id is None and is_placeholder(batch.comments[number].text)
    why = NOTHING_TO_LABEL if nothing else "Not labelled yet."
    answers = {key: labels.get(key) or _unanswered(key, why) for key in LABEL_KEYS}
    record = analysis_record(
        Analysis(
            comment=batch.comments[number],
            language=analysis.language,
            quotes=analysis.quotes,
            addressee=analysis.addressee,
            inferred_parent=analysis.inferred_parent,
            labels=answers,
            recommendations={
                key: recommend(answer.status, answer.probability, profile.thresholds[key])
                for key, answer in answers.items()
            },
        ),
        run,
    )
    record["revision"] = place.revision
    record["state"] = ReviewState(place.state).value
    record["edited"] = place.edited
    decisions, revision_of = batch.decisions.get(number, ((), {}))
    record["decisions"] = [_decision(d, revision_of[d.sequence]) for d in decisions]
    record["reports"] = _reports(batch.reports.get(number))
    record["recorded_scores"] = _recorded(batch.recorded.get(number))
    return Exported(record, waits=run_id is None and not nothing, comment_id=number)


def _refuse_other_texts(comments: Mapping[int, Comment], hashes: Mapping[int, str]) -> None:
    """``BadInput`` where a text is not the one that was read: an export says what was written."""
    for number, comment in comments.items():
        if comment.sha256 != hashes.get(number):
            raise BadInput(
                f"The text of comment number {number} does not match its SHA-256; nothing was "
                "exported. `moderato db check` lists what else is not as it was written."
            )


def _unanswered(label: str, why: str) -> LabelResult:
    return LabelResult(label, Status.ABSTAINED, None, detail=why)


def _no_run(profile: Profile) -> RunInfo:
    return RunInfo(
        code_version=code_version(),
        scorers=(),
        labels={label.key: label.version for label in LABELS},
        combination="",
        profile_name=profile.name,
        profile_version=profile.version,
    )


def _reports(reports: Reported | None) -> dict[str, Any]:
    """How many readers reported it and why; who they are is not known here."""
    if reports is None:
        return {"people": 0, "waiting": 0, "latest": None, "reasons": []}
    return {
        "people": reports.people,
        "waiting": reports.waiting,
        "latest": reports.latest.isoformat() if reports.latest else None,
        "reasons": [
            {"reason": reason.reason, "label": reason.label, "people": reason.people}
            for reason in reports.reasons
        ],
    }


def _recorded(recorded: RecordedScores | None) -> dict[str, Any] | None:
    """What another service had said before the comment came here, by its own names."""
    return None if recorded is None else {"source": recorded.source, "scores": {**recorded.scores}}


def _decision(decision: Decision, revision: int) -> dict[str, Any]:
    return {
        "sequence": decision.sequence,
        "action": decision.action.value,
        "person": decision.person,
        "decided_at": decision.decided_at.isoformat(),
        "reason_code": decision.reason_code,
        "note": decision.note,
        "replaces": decision.replaces,
        "revision": revision,
        "run_id": decision.run_id,
        "profile": {"name": decision.profile_name, "version": decision.profile_version},
        "batch_id": decision.batch_id,
        "reports_seen": decision.reports_seen,
    }
