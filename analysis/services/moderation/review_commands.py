"""Do what a front end asks, once, however often the question arrives.

A command's id is written in the transaction that does it; one that arrives again is answered from
there, also after a restart. A refusal writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.decision import Decision, state_of
from analysis.domain.errors import BadInput, ModeratoError, Refused, Unavailable
from analysis.domain.review_command import CommandAnswer, CommandKind, ReviewCommand
from analysis.services.access.accounts import require
from analysis.services.annotation.evidence_feedback import feed_back_in
from analysis.services.moderation.bulk_decisions import held_in_batch, undo_batch_in
from analysis.services.moderation.decisions import decide_in, latest_in, undo_in, undo_last_in
from analysis.services.thresholds.profiles import keep_default_profile
from analysis.storage import review_commands as stored
from analysis.storage.database import Store
from analysis.storage.decisions import decisions_with_revisions

_NEEDS = {
    CommandKind.DECIDE: Permission.DECIDE,
    CommandKind.UNDO: Permission.DECIDE,
    CommandKind.UNDO_LAST: Permission.DECIDE,
    CommandKind.UNDO_BATCH: Permission.DECIDE_MANY,
    CommandKind.FEEDBACK: Permission.ANNOTATE,
}


def execute(store: Store, command: ReviewCommand, *, person: str) -> CommandAnswer:
    """Do one command, or say again what came of it; a refusal is an answer too.

    ``Unavailable`` when the database can't be used just now: nothing was done, ask again.
    """
    try:
        require(store, person, _NEEDS[command.kind])
        keep_default_profile(store)
        with store.write() as session:
            done = stored.done_command(session, command.id)
            if done is not None:
                if done.person != person:
                    raise BadInput("This command was somebody else's.")
                return done.answer
            answer = _execute(session, command, person)
            stored.add_command(session, command, answer, person=person)
            return answer
    except Unavailable:
        raise
    except Refused as refusal:
        return CommandAnswer(command.id, ok=False, comment_id=command.comment_id, key=refusal.key)
    except ModeratoError as refusal:
        return CommandAnswer(
            command.id, ok=False, comment_id=command.comment_id, sentence=str(refusal)
        )


def database_name(store: Store) -> str:
    """What tells this database apart: what was decided on another is never sent to this one."""
    with store.read() as session:
        name = stored.database_name(session)
    if name is not None:
        return name
    with store.write() as session:
        return stored.name_database(session)


def _execute(session: Session, command: ReviewCommand, person: str) -> CommandAnswer:
    if command.kind is CommandKind.DECIDE:
        return _decide(session, command, person)
    if command.kind is CommandKind.UNDO:
        return _undo(session, command, person)
    if command.kind is CommandKind.UNDO_LAST:
        return _undo_last(session, command, person)
    if command.kind is CommandKind.UNDO_BATCH:
        undone = undo_batch_in(session, command.batch, person=person)
        if not undone:
            raise Refused("nothing_of_bulk")
        return _undone_bulk(command, undone)
    if command.passage is None or command.comment_id is None:
        raise Refused("no_such_words")
    feed_back_in(session, command.comment_id, command.passage, person=person, shown=command.shown)
    key = f"said_{command.passage.verdict.value}"
    return CommandAnswer(command.id, ok=True, comment_id=command.comment_id, key=key)


def _decide(session: Session, command: ReviewCommand, person: str) -> CommandAnswer:
    if command.comment_id is None or command.action is None:
        raise BadInput("A decision needs a comment and an action.")
    decision = decide_in(
        session,
        command.comment_id,
        command.action,
        person=person,
        reason_code=command.reason,
        note=command.note,
        seen_sequence=command.sequence,
        seen_reports=command.reports,
        shown=command.shown,
    )
    return _after(session, command, decision)


def _undo(session: Session, command: ReviewCommand, person: str) -> CommandAnswer:
    undone = stored.done_command(session, command.undoes)
    if undone is None or undone.person != person:
        raise Refused("nothing_made")
    if undone.comment_id is None or undone.sequence is None:
        raise Refused("nothing_made")
    decision = undo_in(session, undone.comment_id, person=person, seen_sequence=undone.sequence)
    return _after(session, command, decision, key="undone")


def _undo_last(session: Session, command: ReviewCommand, person: str) -> CommandAnswer:
    """Take back the latest decision if it is the one that the command names; name it otherwise."""
    latest = latest_in(session, person=person)
    if latest is None:
        raise Refused("nothing_to_undo")
    if command.comment_id is None:
        return _named(session, command, latest)
    if (latest.comment_id, latest.sequence) != (command.comment_id, command.sequence):
        raise Refused("latest_is_another")
    undone = undo_last_in(session, person=person)
    if len(undone) > 1:
        return _undone_bulk(command, undone)
    return _after(session, command, undone[0], key="undone")


def _named(session: Session, command: ReviewCommand, latest: Decision) -> CommandAnswer:
    many = 1 if latest.batch_id is None else held_in_batch(session, latest.batch_id)
    return CommandAnswer(
        command.id,
        ok=True,
        comment_id=latest.comment_id,
        sequence=latest.sequence,
        key="latest_is" if latest.batch_id is None else "latest_is_bulk",
        values={"action": latest.action.value, "n": many},
    )


def _undone_bulk(command: ReviewCommand, undone: Sequence[Decision]) -> CommandAnswer:
    others = tuple(decision.comment_id for decision in undone)
    values = {"n": len(undone)}
    return CommandAnswer(command.id, ok=True, key="undone_bulk", values=values, others=others)


def _after(
    session: Session, command: ReviewCommand, decision: Decision, *, key: str = ""
) -> CommandAnswer:
    judged = decisions_with_revisions(session, [decision.comment_id])[decision.comment_id][0]
    return CommandAnswer(
        command.id,
        ok=True,
        comment_id=decision.comment_id,
        sequence=decision.sequence,
        state=state_of(judged).value,
        key=key,
    )
