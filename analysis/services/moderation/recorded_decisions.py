"""Open comments for a decision and add what was decided, in a transaction of the caller's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.decision import Action, Decision
from analysis.domain.errors import BadInput, Conflict, NotFound
from analysis.domain.profile import Profile
from analysis.domain.shown import Shown
from analysis.services.moderation.shown import shown_now
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import claims
from analysis.storage import decisions as stored
from analysis.storage.audit import log, now
from analysis.storage.profiles import stored_profiles
from analysis.storage.queue_index import index
from analysis.storage.user_reports import last_numbers


@dataclass(frozen=True, slots=True)
class Opened:
    """A comment locked for a decision, with what has been decided so far."""

    row: Any
    judged: tuple[Decision, ...]

    @property
    def last_sequence(self) -> int:
        """The number of the last decision; 0 where there is none."""
        return max((decision.sequence for decision in self.judged), default=0)


@dataclass(frozen=True, slots=True)
class Act:
    """Who decides and why, on one comment or on all of a bulk (``batch_id``).

    Readers' reports up to number ``seen_reports`` are answered; ``None``: all there are.
    """

    person: str
    reason_code: str = ""
    note: str = ""
    batch_id: str | None = None
    seen_reports: int | None = None


def opened_in(session: Session, ids: Sequence[int]) -> dict[int, Opened]:
    """Those of these comments that are in the queue, locked, by number."""
    rows = stored.lock_entries(session, list(dict.fromkeys(ids)))
    judged = stored.decisions_with_revisions(session, list(rows))
    return {
        number: Opened(row, judged[number][0] if number in judged else ())
        for number, row in rows.items()
    }


def open_one(session: Session, comment_id: int, person: str, seen_sequence: int) -> Opened:
    """One comment for a decision of ``person``, who has seen it up to ``seen_sequence``.

    ``Conflict`` names who was faster, or who looks at it; ``NotFound`` and ``BadInput`` say why
    there is nothing to decide.
    """
    opened = opened_in(session, [comment_id]).get(comment_id)
    if opened is None:
        raise NotFound(f"There is no comment number {comment_id} in this database.")
    if opened.row.text_id is None:
        raise BadInput("The text of this comment was erased; there is nothing to decide.")
    if opened.last_sequence != seen_sequence:
        faster = [d for d in opened.judged if d.sequence > seen_sequence]
        who = faster[-1].person if faster else "Somebody"
        what = faster[-1].action.value.replace("_", " ") if faster else "a decision"
        if who == person:
            raise Conflict(f"You decided on it in another page ({what}); look again first.")
        raise Conflict(f"{who} was faster ({what}); look again before you decide.")
    holder = claims.holders(session, [comment_id], at=now()).get(comment_id)
    if holder not in (None, person):
        raise Conflict(f"{holder} is looking at this comment.")
    return opened


def record(
    session: Session,
    steps: Sequence[tuple[Opened, Action, int | None]],
    act: Act,
    shown: Mapping[int, Shown] | None = None,
) -> list[Decision]:
    """Add a decision for each step (what it is on, what is done, which sequence it replaces), with
    its event; what was ``shown`` of a comment, in place of what there is now, is kept with it."""
    profile = profile_in(session)
    reports = last_numbers(session, [opened.row.comment_id for opened, _, _ in steps])
    rows = {opened.row.comment_id: opened.row for opened, _, _ in steps}
    seen = {**shown_now(session, rows, profile), **(shown or {})}
    at = now()
    decisions = [
        Decision(
            comment_id=opened.row.comment_id,
            sequence=opened.last_sequence + 1,
            action=action,
            person=act.person,
            decided_at=at,
            reason_code=act.reason_code,
            note=act.note,
            replaces=replaces,
            run_id=seen[opened.row.comment_id].run_id,
            profile_name=seen[opened.row.comment_id].profile_name,
            profile_version=seen[opened.row.comment_id].profile_version,
            batch_id=act.batch_id,
            reports_seen=_answered(reports.get(opened.row.comment_id), act.seen_reports),
        )
        for opened, action, replaces in steps
    ]
    stored.add_decisions(
        session,
        [(d, opened.row.revision) for d, (opened, _, _) in zip(decisions, steps, strict=True)],
    )
    numbers = [decision.comment_id for decision in decisions]
    claims.drop_claims(session, numbers, act.person)
    index.refresh(session, numbers, profile)
    published = {(known.name, known.version): known for known in stored_profiles(session)}
    for decision in decisions:
        named = (decision.profile_name or "", decision.profile_version or 0)
        _log(session, decision, published.get(named, profile))
    return decisions


def _answered(last: int | None, seen: int | None) -> int | None:
    """The last report that a decision answers; none that came after what was on screen."""
    return last if last is None or seen is None else min(last, seen)


def _log(session: Session, decision: Decision, profile: Profile) -> None:
    log(
        session,
        decision.person,
        decision.action.value,
        comment_id=decision.comment_id,
        run_key=decision.run_id,
        profile=profile,
        detail={
            "sequence": decision.sequence,
            "replaces": decision.replaces,
            "reason": decision.reason_code,
            "batch": decision.batch_id,
            "reports_seen": decision.reports_seen,
        },
    )
