"""What a page shows of comments now, and whether what a command says it showed can be so.

An edit makes another text of a comment: a decision on the one before it is refused. Another run
or profile makes other recommendations of the same text: the decision stands, and keeps those that
its person had before them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.errors import BadInput, Conflict
from analysis.domain.profile import Profile
from analysis.domain.shown import Shown
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.analyses import has_read
from analysis.storage.database import Store
from analysis.storage.decisions import run_keys
from analysis.storage.profiles import is_published
from analysis.storage.threads import QueueEntry, entries_of


def shown_now(session: Session, rows: Mapping[int, Any], profile: Profile) -> dict[int, Shown]:
    """What a page shows of these comments under ``profile``; ``rows`` are their queue entries."""
    keys = run_keys(session, [row.analysis_id for row in rows.values()])
    return {
        number: Shown(row.revision, keys.get(row.analysis_id), profile.name, profile.version)
        for number, row in rows.items()
    }


def stamp_of(entry: QueueEntry, profile: Profile) -> str:
    """Changes as soon as a page would show another text, answer, recommendation or decision."""
    parts = (entry.last_sequence, entry.revision, entry.analysis_id or 0, profile.version)
    return ".".join(str(part) for part in (*parts, profile.name))


def stamps(store: Store, ids: Sequence[int]) -> dict[int, str]:
    """The stamps (see ``stamp_of``) of these comments as they are now."""
    with store.read() as session:
        profile = profile_in(session)
        entries = entries_of(session, ids)
    return {number: stamp_of(entry, profile) for number, entry in entries.items()}


def check_revision(revision: int, seen: int | None) -> None:
    """``Conflict`` when a comment's text, now at ``revision``, is another than was seen."""
    if seen is not None and seen != revision:
        raise Conflict("The comment was edited; look again first.")


def check_shown(session: Session, comment_id: int, shown: Shown) -> None:
    """``BadInput`` when no page can have shown this: it would be kept as what a person saw."""
    if shown.run_id is not None and not has_read(
        session, comment_id, revision=shown.revision, run_key=shown.run_id
    ):
        raise BadInput(
            f"No such run has read revision {shown.revision} of comment number {comment_id}."
        )
    if not is_published(session, shown.profile_name, shown.profile_version):
        raise BadInput(f"There is no version {shown.profile_version} of these thresholds.")
