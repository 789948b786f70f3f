"""Put refused actions on record, each kind at most once a minute for one person."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from analysis.domain.account import Permission
from analysis.domain.errors import ModeratoError
from analysis.storage.audit import log
from analysis.storage.database import Store

SECONDS_BETWEEN = 60.0
"""A button pressed a hundred times is one refusal on record, not a hundred."""
_MOST_REMEMBERED = 1_000

_lock = threading.Lock()
_last: OrderedDict[tuple[str, str, Permission], float] = OrderedDict()


def record_refusal(store: Store, person: str, permission: Permission) -> None:
    """Add ``refused`` to the audit; a database that can't take it doesn't hide the refusal."""
    key = (store.url, person, permission)
    with _lock:
        before = _last.get(key)
        if before is not None and time.monotonic() - before < SECONDS_BETWEEN:
            return
        _last[key] = time.monotonic()
        _last.move_to_end(key)
        while len(_last) > _MOST_REMEMBERED:
            _last.popitem(last=False)
    try:
        with store.write() as session:
            log(session, person, "refused", detail={"permission": permission.value})
    except ModeratoError:
        return
