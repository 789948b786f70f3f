"""How a site's work stands, in numbers: for `moderato doctor` and a status screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SystemStatus:
    """Numbers of one moment, none of a comment's text. ``None`` stands for "never".

    ``oldest_waiting`` is when the comment that has waited longest in a queue was read. ``failed``
    counts comments with a label whose scorer failed. ``chain_faults`` and ``check_faults`` are
    those of the last verification and the last whole check.
    """

    at: datetime
    waiting: int
    oldest_waiting: datetime | None
    unscored: int
    failed: int
    backup_at: datetime | None
    chain_verified_at: datetime | None
    chain_faults: int
    checked_at: datetime | None
    check_faults: int
    chain_length: int
    erasures_outstanding: int
    database_bytes: int | None
    disk_free_bytes: int | None
    """Both of the disk that holds a SQLite file; ``None`` on PostgreSQL."""
    scorers: tuple[str, ...] = ()
    """Name and version of each scorer of the newest run."""
    profile: str = ""
    """The thresholds in force, by name and number."""
