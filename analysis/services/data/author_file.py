"""All that is held on one author, as one file: what a person may ask for under the law."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput
from analysis.output_file import OutputFile
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited
from analysis.services.data.erasure import held_exports, traces
from analysis.services.data.pseudonyms import names_here
from analysis.storage import author_records, erasures
from analysis.storage.audit import log, now
from analysis.storage.database import Store

FORMAT = "moderato.author/1"


def write_author_file(store: Store, author: str, out: Path, *, person: str) -> int:
    """Write comments, records, findings, decisions, judgements, reports; how many comments.

    A new file that its owner alone may read. Who decided or judged is left out: they are persons
    too. ``BadInput`` when nothing is held under exactly this name or its pseudonym, or ``out`` is
    there.
    """
    require(store, person, Permission.ERASE)
    if out.exists():
        raise BadInput(f"{out} is there already; name a new file.")
    output = OutputFile(out)
    output.check()
    detail = {"file": out.name}
    # The entry comes first, so that nobody takes a file away that the audit knows nothing of.
    with audited(store, person, "author_file", detail=detail):
        body = _body(store, author)
        with output.replacing() as file:
            file.write(json.dumps(body, indent=2, default=_plain).encode("ascii") + b"\n")
        count = len(body["comments"])
        with store.write() as session:
            log(session, person, "author_file", detail={**detail, "comments": count})
    return count


def _body(store: Store, author: str) -> dict[str, Any]:
    with store.read() as session:
        numbers = erasures.comments_by(session, names_here(session, author))
        if not numbers:
            raise BadInput("There is no comment with a text under this name.")
        comments = [author_records.record_of(session, number) for number in numbers]
    return {
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


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
