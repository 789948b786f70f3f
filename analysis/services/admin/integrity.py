"""Is everything as it was written? What `moderato db check` and `moderato audit verify` do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.errors import ModeratoError
from analysis.domain.integrity import ChainCheck, Checkpoint, DatabaseCheck, Fault
from analysis.services.access.accounts import require
from analysis.services.data.erasure import finish_erasures, outstanding
from analysis.services.thresholds.profiles import profile_in
from analysis.services.thresholds.queue_moves import settle
from analysis.storage import chain_check, inspection
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.queue_index import comparison, index
from analysis.storage.queue_index.publication import under_way

MOST_FAULTS = 1_000
"""Faults of one check that a report lists; the rest is counted in one line."""

VERIFIED = "verify_chain"
"""The audit event that a verified chain leaves behind."""

CHECKED = "check_database"
"""The audit event that a whole check leaves behind: with the faults that it did not mend."""

CHAIN_FAULTS = "chain_faults"
"""Where both events say how many of their faults are the chain's; earlier ones don't."""


def check(
    store: Store,
    *,
    person: str = "local",
    rebuild: bool = False,
    checkpoint: Checkpoint | None = None,
    note: bool = True,
) -> DatabaseCheck:
    """Check everything in one consistent view; ``rebuild`` then makes a faulty cache anew.

    ``note`` leaves an audit event that says when it was checked and how it came out.
    """
    require(store, person, Permission.MAINTAIN)
    finish_erasures(store)
    settle(store)
    faults, looked_at, chain = _look(store, checkpoint)
    cache = any(fault.check in comparison.CHECKS for fault in faults)
    if rebuild and cache:
        with store.write() as session:
            index.rebuild(session, profile_in(session))
            log(session, person, "rebuild_queue", detail={"faults": len(faults)})
    left = [fault for fault in faults if not (rebuild and fault.check in comparison.CHECKS)]
    not_noted = _note(store, person, CHECKED, len(left), chain) if note else ""
    return DatabaseCheck(
        faults=tuple(faults),
        looked_at=looked_at,
        outstanding=tuple(outstanding(store)),
        chain_position=chain.position,
        chain_sha256=chain.sha256,
        rebuilt=rebuild and cache,
        left_out=(*_left_out(store), *([not_noted] if not_noted else [])),
    )


def inspect(store: Store, *, checkpoint: Checkpoint | None = None) -> list[Fault]:
    """The faults alone, of a copy that nobody works on; nothing is noted in it."""
    faults, _, _ = _look(store, checkpoint)
    return faults


def verify_audit(
    store: Store,
    *,
    person: str = "local",
    checkpoint: Checkpoint | None = None,
    note: bool = True,
) -> ChainCheck:
    """Verify the hash chain alone, and that it still holds what ``checkpoint`` says."""
    require(store, person, Permission.MAINTAIN)
    with store.read() as session:
        report = _verified(session, checkpoint)
    if not note:
        return report
    return replace(report, not_noted=_note(store, person, VERIFIED, len(report.faults), report))


def _look(
    store: Store, checkpoint: Checkpoint | None
) -> tuple[list[Fault], dict[str, int], ChainCheck]:
    """All checks in one consistent view: faults, rows looked at, and the chain's report."""
    looked_at: Counter[str] = Counter()
    faults: list[Fault] = []
    with store.read() as session:
        for name, look in _checks(session, looked_at):
            faults += _first_of(name, look)
        chain = _verified(session, checkpoint)
    looked_at["chain"] = chain.position
    return [*faults, *chain.faults], dict(looked_at), chain


def _checks(
    session: Session, looked_at: Counter[str]
) -> Iterator[tuple[str, Callable[[], Iterable[Fault]]]]:
    def counting(name: str) -> Callable[[int], None]:
        return lambda rows: looked_at.update({name: rows})

    yield "database file", lambda: inspection.database_checks(session)
    yield "guards", lambda: inspection.guard_faults(session)
    yield "texts", lambda: inspection.text_faults(session, counting("texts"))
    yield "findings", lambda: inspection.finding_faults(session, counting("findings"))
    yield "decisions", lambda: inspection.sequence_faults(session)
    yield (
        "queue",
        lambda: comparison.differences(session, profile_in(session), counting("comments")),
    )


def _first_of(name: str, look: Callable[[], Iterable[Fault]]) -> list[Fault]:
    """The faults of one check; what can't be read ends it with a fault of its own."""
    faults: list[Fault] = []
    more = 0
    try:
        for fault in look():
            if len(faults) < MOST_FAULTS:
                faults.append(fault)
            else:
                more += 1
    except Exception as error:  # noqa: BLE001 - whatever was put into a row, all else is checked
        faults.append(Fault(name, "database file", f"it can't be read: {type(error).__name__}"))
    if more:
        faults.append(Fault(name, "and more", f"{more} further faults of this kind"))
    return faults


def _verified(session: Session, checkpoint: Checkpoint | None) -> ChainCheck:
    faults: list[Fault] = []
    position, sha256 = 0, ""

    def look() -> Iterator[Fault]:
        nonlocal position, sha256
        report = chain_check.verify(session)
        position, sha256 = report.position, report.sha256
        yield from report.faults
        if checkpoint is not None:
            yield from chain_check.contains(session, checkpoint.position, checkpoint.sha256)

    faults = _first_of(chain_check.CHAIN, look)
    return ChainCheck(position, sha256, tuple(faults))


def _left_out(store: Store) -> Iterator[str]:
    if store.dialect != "sqlite":
        yield "PostgreSQL has no check of its files from inside; pg_amcheck looks at them"
    with store.read() as session:
        publication = under_way(session)
    if publication is not None:
        yield (
            "a publication of thresholds is under way, last seen at "
            f"{publication.seen_at.isoformat(timespec='seconds')}: kept counts, and the queues of "
            "the comments that it moves, were not compared"
        )


def _note(store: Store, person: str, action: str, faults: int, chain: ChainCheck) -> str:
    """Leave an audit event; why not, where the database can't be written."""
    detail = {
        "faults": faults,
        CHAIN_FAULTS: len(chain.faults),
        "position": chain.position,
        "sha256": chain.sha256,
    }
    try:
        with store.write() as session:
            log(session, person, action, detail=detail)
    except ModeratoError as refused:
        return f"that it was looked at is not noted: {refused}"
    return ""
