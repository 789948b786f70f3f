"""A line of JSON on the log for each act, once it is saved; never anybody's text or reason."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

LOG = logging.getLogger("moderato.acts")
"""Where the lines go; off until :func:`start`, or until an operator's own logging takes it."""

_UNSAVED = "unsaved_acts"

_SHOWN = ("person", "action", "comment_id", "run_key", "profile_name", "profile_version")


def remember(session: Session, number: int, row: Mapping[str, Any]) -> None:
    """Keep what is to be said about an audit event until its transaction is saved."""
    if LOG.isEnabledFor(logging.INFO):
        line = {"event": number, "at": row["at"].isoformat(), **{n: row[n] for n in _SHOWN}}
        session.info.setdefault(_UNSAVED, []).append(line)


def write_out(session: Session) -> None:
    """Say what a transaction that has just been saved did."""
    for line in session.info.pop(_UNSAVED, ()):
        LOG.info(json.dumps(line))


def start() -> None:
    """Write the lines to standard error from now on."""
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        LOG.addHandler(handler)
        LOG.propagate = False
    LOG.setLevel(logging.INFO)
