"""Keep a comment that somebody tried: a batch of its own, which can be undone like any other."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator

from analysis.domain.account import Permission
from analysis.domain.comment import Discussion
from analysis.domain.outcomes import ImportSummary
from analysis.ingest import Reading, ReadOptions
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.records import discussions
from analysis.services.access.accounts import require
from analysis.services.data.imports import Origin, import_reading
from analysis.services.data.pseudonyms import pseudonym_key
from analysis.services.site.trial import Trial, checked
from analysis.storage.database import Store

FORMAT = "tried"
"""What the batch of a kept comment says that it was read as."""

_COLUMNS = {
    "thread_id": "thread", "title": "title", "id": "id", "parent_id": "parent", "text": "text",
}  # fmt: skip


def keep_trial(store: Store, trial: Trial, *, person: str = "local") -> ImportSummary:
    """Store a tried comment, and the one that it answers, in a thread of their own.

    The batch's source is "tried by" the person's name; the comments have no author, since nobody
    is known to have written them. The same words kept again are known already. ``BadInput`` as of
    `try_comment`, ``NotAllowed`` for who may not import.
    """
    require(store, person, Permission.IMPORT)
    words, key = checked(trial), pseudonym_key(store)
    source = f"tried by {person}"

    def start() -> tuple[ReadLog, Iterator[Discussion]]:
        log = ReadLog(source, FORMAT, "utf-8")
        options = ReadOptions(format=FORMAT)
        return log, discussions(
            lambda _: _records(words, key), source, log, options, fixed=_COLUMNS
        )

    reading = Reading(FORMAT, start)
    return import_reading(store, Origin(source), reading, ReadOptions(format=FORMAT), person=person)


def _records(trial: Trial, key: bytes) -> Iterator[Record]:
    # Keyed, since the id outlives an erasure: no list of hashes of likely texts finds it.
    parts = json.dumps(["tried", trial.title, trial.parent, trial.text])
    thread = f"tried-{hmac.new(key, parts.encode('ascii'), hashlib.sha256).hexdigest()[:16]}"
    answers = bool(trial.parent.strip())
    shared = {"thread": thread, "title": trial.title.strip()}
    if answers:
        yield Record("the answered comment", shared | {"id": f"{thread}-1", "text": trial.parent})
    parent = {"parent": f"{thread}-1"} if answers else {}
    yield Record("the comment", shared | {"id": f"{thread}-2", "text": trial.text} | parent)
