"""All that is held on one author, as one file: what a person may ask for under the law."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import require
from analysis.services.data.erasure import held_exports, traces
from analysis.storage import author_records, erasures
from analysis.storage.audit import log, now
from analysis.storage.database import Store

FORMAT = "moderato.author/1"


def write_author_file(store: Store, author: str, out: Path, *, person: str) -> int:
    """Write comments, records, findings, decisions, judgements, reports; how many comments.

    A new file that its owner alone may read. Who decided or judged is left out: they are persons
    too. ``BadInput`` when nothing is held under exactly this name, or ``out`` is there.
    """
    require(store, person, Permission.ERASE)
    with store.read() as session:
        numbers = erasures.comments_by(session, author)
        if not numbers:
            raise BadInput("There is no comment with a text under this name.")
        comments = [author_records.record_of(session, number) for number in numbers]
    body = {
        "format": FORMAT,
        "author": author,
        "at": now(),
        "comments": [
            {
                **comment,
                "exports": [asdict(export) for export in held_exports(store, number)],
                "elsewhere": [[trace.comment_id, trace.kind] for trace in traces(store, number)],
            }
            for number, comment in zip(numbers, comments, strict=True)
        ],
    }
    try:
        file = os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")
    except FileExistsError:
        raise BadInput(f"{out} is there already; name a new file.") from None
    except OSError as error:
        raise BadInput(f"{out} can't be written: {error.strerror}.") from None
    with file:
        json.dump(body, file, indent=2, default=_plain)
        file.write("\n")
    with store.write() as session:
        log(session, person, "author_file", detail={"file": out.name, "comments": len(numbers)})
    return len(numbers)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
