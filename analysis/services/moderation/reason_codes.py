"""The reasons that a site gives for its decisions, and which labels they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.errors import BadInput, nearest
from analysis.domain.notes import check_note
from analysis.domain.reason import DEFAULT_REASON_CODES, ReasonCode, default_labels
from analysis.labels import LABEL_KEYS
from analysis.services.access.accounts import require
from analysis.storage import decisions as stored
from analysis.storage.audit import log
from analysis.storage.database import Store
from analysis.storage.profiles import set_setting, setting

_CODES = "reason_codes"


def reason_codes(store: Store) -> list[ReasonCode]:
    """The site's reason codes in their order, those out of use included."""
    with store.read() as session:
        return _codes(session)


def set_reason_codes(store: Store, codes: Sequence[ReasonCode], *, person: str) -> None:
    """Replace the site's set; a code that decisions name goes out of use rather than away."""
    require(store, person, Permission.EDIT_REASON_CODES)
    keys = [code.key for code in codes]
    if len(set(keys)) != len(keys) or not all(key.isidentifier() for key in keys):
        raise BadInput("Every reason needs a key of its own, of letters, digits and underscores.")
    if not all(code.title.strip() for code in codes):
        raise BadInput("Every reason needs a title.")
    for code in codes:
        unknown = next((label for label in code.labels if label not in LABEL_KEYS), None)
        if unknown is not None:
            raise BadInput(f"Unknown label {unknown!r}; {nearest(unknown, LABEL_KEYS)}.")
    with store.write() as session:
        used = stored.reason_codes_used(session)
        retired = [
            replace(old, in_use=False)
            for old in _codes(session)
            if old.key not in keys and old.key in used
        ]
        value = [
            [code.key, code.title, code.in_use, list(code.labels)] for code in [*codes, *retired]
        ]
        set_setting(session, _CODES, value)
        answers = {code.key: list(code.labels) for code in codes if code.labels}
        log(session, person, "set_reason_codes", detail={"keys": keys, "answers": answers})


def _codes(session: Session) -> list[ReasonCode]:
    chosen = setting(session, _CODES)
    if chosen is None:
        return list(DEFAULT_REASON_CODES)
    # Codes that were stored before they could answer a label have the shipped meaning.
    return [
        ReasonCode(key, title, in_use, tuple(labels[0]) if labels else default_labels(key))
        for key, title, in_use, *labels in chosen
    ]


def check_reason(session: Session, reason_code: str, note: str) -> None:
    """``BadInput`` for a reason that is not in use here, or a note that is too long."""
    keys = [code.key for code in _codes(session) if code.in_use]
    if reason_code and reason_code not in keys:
        raise BadInput(f"Unknown reason {reason_code!r}; {nearest(reason_code, keys)}.")
    check_note(note)
