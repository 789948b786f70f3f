"""Write comments with findings and decisions to a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.analysis import Analysis
from analysis.domain.comment import Comment
from analysis.domain.decision import Decision, ReviewState
from analysis.domain.errors import BadInput, nearest
from analysis.domain.finding import LabelResult, Status
from analysis.domain.outcomes import ExportReport, Progress
from analysis.domain.profile import Profile, recommend
from analysis.domain.recorded_scores import RecordedScores
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.run import RunInfo
from analysis.domain.user_report import Reported
from analysis.labels import LABEL_KEYS, LABELS
from analysis.output_file import OutputFile
from analysis.resources import code_version
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited
from analysis.services.data.analysis_schema import analysis_record
from analysis.services.data.export_formats import WRITERS
from analysis.services.measurement.stored_scores import scores_of
from analysis.services.moderation.queue import reported
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.analyses import read_findings, read_run
from analysis.storage.audit import log, now
from analysis.storage.comments import newest_hashes, read_comments
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions
from analysis.storage.documents import Findings
from analysis.storage.export_register import add_export
from analysis.storage.queue_index import queue

FORMATS = tuple(WRITERS)
"""The formats that :func:`export` writes."""

BATCH = 500
"""Comments read at once: some megabytes, however long they are."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One line of an export; ``scored`` says whether the comment has findings."""

    record: dict[str, Any]
    scored: bool
    comment_id: int


def export(
    store: Store,
    out: Path,
    *,
    format: str,
    where: QueueFilter | None = None,
    progress: Progress | None = None,
    person: str = "local",
    overwrite: bool = False,
) -> ExportReport:
    """Write ``jsonl``, ``csv`` or ``parquet``; each line is ``moderato.analysis/1`` + decisions.

    The recommendations are the active profile's, which the line's run names. A csv cell can't
    start a formula. An erased comment is left out: there is nothing left of it to export. A file
    that is there already is replaced with ``overwrite`` alone, a database never.
    """
    require(store, person, Permission.EXPORT)
    if format not in WRITERS:
        raise BadInput(f"{format!r} is no export format; {nearest(format, FORMATS)}.")
    where = where or QueueFilter(queue=Queue.ALL)
    unscored = 0
    numbers: list[int] = []
    output = OutputFile(out, overwrite)
    output.check()
    # The entry comes first, so that no file leaves a database that could not keep it.
    with audited(store, person, "export", detail={"format": format, "file": out.name}):
        with output.replacing() as file, WRITERS[format](file) as write:
            for line, total in _lines(store, where):
                write(line.record)
                numbers.append(line.comment_id)
                unscored += not line.scored
                if progress and len(numbers) % BATCH == 0:
                    progress(len(numbers), total)
        written = len(numbers)
        if progress:
            progress(written, written)
        with store.write() as session:
            add_export(session, numbers, file=out.name, format=format, person=person, at=now())
            log(session, person, "export", detail={"format": format, "written": written})
    return ExportReport(file=str(out), format=format, written=written, unscored=unscored)


def records(store: Store, where: QueueFilter | None = None) -> Iterator[dict[str, Any]]:
    """The lines of an export one by one, in reading order."""
    for line, _ in _lines(store, where or QueueFilter(queue=Queue.ALL)):
        yield line.record


def _lines(store: Store, where: QueueFilter) -> Iterator[tuple[Exported, int]]:
    with store.read() as session:
        profile = profile_in(session)
        total = queue.count_of(session, where, profile)
    runs: dict[int, RunInfo] = {}
    after: queue.Walked | None = None
    while True:
        with store.read() as session:
            some = queue.walk(session, where, profile, after=after, limit=BATCH)
            records = _exported(session, some, profile, runs) if some else []
        if not some:
            return
        for line in records:
            yield line, total
        after = some[-1]


def _exported(
    session: Session,
    some: Sequence[queue.Walked],
    profile: Profile,
    runs: dict[int, RunInfo],
) -> list[Exported]:
    ids = [place.comment_id for place in some if not place.erased]
    comments = read_comments(session, ids)
    _refuse_other_texts(comments, newest_hashes(session, ids))
    analyses = [place.analysis_id for place in some if place.analysis_id is not None]
    findings = read_findings(session, analyses) if analyses else {}
    judged = decisions_with_revisions(session, ids)
    reports = reported(session, ids)
    recorded = scores_of(session, ids)
    lines = []
    for place in some:
        if place.erased:
            continue
        number = place.comment_id
        run_id, analysis = findings.get(number, (None, Findings("und")))
        if run_id is not None and run_id not in runs:
            runs[run_id] = read_run(session, run_id)
        run = runs[run_id] if run_id is not None else _no_run(profile)
        run = replace(run, profile_name=profile.name, profile_version=profile.version)
        labels = {result.label: result for result in analysis.labels}
        answers = {key: labels.get(key) or _unanswered(key) for key in LABEL_KEYS}
        record = analysis_record(
            Analysis(
                comment=comments[number],
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
        record["state"] = ReviewState(place.state).value
        record["decisions"] = [_decision(d) for d in judged.get(number, ((), {}))[0]]
        record["reports"] = _reports(reports.get(number))
        record["recorded_scores"] = _recorded(recorded.get(number))
        lines.append(Exported(record, scored=run_id is not None, comment_id=number))
    return lines


def _refuse_other_texts(comments: Mapping[int, Comment], hashes: Mapping[int, str]) -> None:
    """``BadInput`` where a text is not the one that was read: an export says what was written."""
    for number, comment in comments.items():
        if comment.sha256 != hashes.get(number):
            raise BadInput(
                f"The text of comment number {number} does not match its SHA-256; nothing was "
                "exported. `moderato db check` lists what else is not as it was written."
            )


def _unanswered(label: str) -> LabelResult:
    return LabelResult(label, Status.ABSTAINED, None, detail="Not labelled yet.")


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


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "sequence": decision.sequence,
        "action": decision.action.value,
        "person": decision.person,
        "decided_at": decision.decided_at.isoformat(),
        "reason_code": decision.reason_code,
        "note": decision.note,
        "replaces": decision.replaces,
        "run_id": decision.run_id,
        "profile": {"name": decision.profile_name, "version": decision.profile_version},
        "batch_id": decision.batch_id,
        "reports_seen": decision.reports_seen,
    }
