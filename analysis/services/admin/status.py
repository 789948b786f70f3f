"""How the work stands: queues, findings, backup, chain, disk; for a screen and for programs."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from analysis.domain.status import SystemStatus
from analysis.labels import LABEL_KEYS
from analysis.services.admin.backups import BACKUP
from analysis.services.admin.integrity import CHAIN_FAULTS, CHECKED, VERIFIED
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import chain, residue
from analysis.storage import status as stored
from analysis.storage.audit import now
from analysis.storage.database import Store

WAITING = ("flagged", "unsure", "unsupported", "reported", "escalated", "second_opinion")
"""The queues in which a comment waits for a person."""


def status(store: Store) -> SystemStatus:
    """The numbers of now; some milliseconds at a million comments but for ``oldest_waiting``."""
    with store.read() as session:
        verified, chain_faults = _last(session, VERIFIED, CHAIN_FAULTS)
        checked, check_faults = _last(session, CHECKED)
        if checked is not None and (verified is None or checked > verified):
            verified, chain_faults = _last(session, CHECKED, CHAIN_FAULTS)  # it verifies it too
        backup, _ = _last(session, BACKUP)
        size, free = _room(store)
        profile = profile_in(session)
        return SystemStatus(
            at=now(),
            waiting=stored.waiting(session, WAITING),
            oldest_waiting=stored.oldest_waiting(session, WAITING),
            unscored=stored.waiting(session, ("unscored",)),
            failed=stored.failed(session, LABEL_KEYS),
            backup_at=backup,
            chain_verified_at=verified,
            chain_faults=chain_faults,
            checked_at=checked,
            check_faults=check_faults,
            chain_length=chain.head(session)[0],
            erasures_outstanding=len(residue.owed(session)),
            database_bytes=size,
            disk_free_bytes=free,
            scorers=stored.newest_scorers(session),
            profile=f"{profile.name} {profile.version}",
        )


def as_json(system: SystemStatus) -> dict[str, Any]:
    """A status as plain JSON: times in ISO 8601."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(system).items()
    }


def _last(session: Session, action: str, counted: str = "faults") -> tuple[datetime | None, int]:
    """When this was last done, and what it ``counted``; an older event has its faults alone."""
    event = stored.last_event(session, action)
    if event is None:
        return None, 0
    return event.at, int(event.detail.get(counted, event.detail.get("faults", 0)))


def _room(store: Store) -> tuple[int | None, int | None]:
    name = make_url(store.url).database
    if store.dialect != "sqlite" or not name or not Path(name).exists():
        return None, None
    return Path(name).stat().st_size, shutil.disk_usage(Path(name).parent).free
