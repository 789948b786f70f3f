"""Who asks: the key that a request shows, what it opens, and how often it may come."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from analysis.api.perspective import errors
from analysis.domain.account import LOCAL
from analysis.domain.api_key import ApiKey, Scope
from analysis.services.access.api_keys import key_of, keys_needed
from analysis.services.access.quota import Quota
from analysis.storage.database import Store

KNOWN_SECONDS = 5.0
"""How long a key is taken as it was looked up; so long a revoked one may still be answered."""
_MOST_KNOWN = 1_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that was let in. ``person`` is for whom it acts, ``name`` how it is recorded."""

    name: str
    person: str
    scopes: frozenset[Scope]
    per_minute: int | None = None

    def check(self, scope: Scope) -> None:
        """``ServiceError`` unless its key opens ``scope``."""
        if scope not in self.scopes:
            raise errors.not_allowed(f"The key does not open this: it needs {scope.value!r}.")


ANYBODY_HERE = Caller(LOCAL, LOCAL, frozenset(Scope))
"""Who asks where no key was made: whoever is at this machine."""


def shown_secret(query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The secret of a request: of ``key=``, of ``x-goog-api-key`` or of ``Authorization``."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    bearer = token.strip() if scheme.lower() in ("bearer", "apikey") else ""
    return query.get("key") or headers.get("x-goog-api-key") or bearer


class Callers:
    """Lets programs in by their keys, without asking the database each time."""

    def __init__(
        self, store: Store, quota: Quota, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._quota = quota
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, ApiKey | None]] = {}
        self._needed: tuple[float, bool] | None = None

    def caller(self, secret: str) -> Caller:
        """Who shows this secret; ``ServiceError`` where a key is needed and this is none."""
        if not self.keys_needed():
            return ANYBODY_HERE
        if not secret:
            raise errors.no_key()
        key = self._key(secret)
        if key is None:
            raise errors.bad_key()
        return Caller(key.name, key.account or LOCAL, key.scopes, key.per_minute)

    async def admitted(self, secret: str) -> Caller:
        """``caller``, from a thread of its own only where the database has to be asked.

        Each change of threads waits for the scoring's turn in Python to end.
        """
        if self._is_known(secret):
            return self.caller(secret)
        return await run_in_threadpool(self.caller, secret)

    def count(self, caller: Caller) -> None:
        """Count one request; ``ServiceError`` when the caller's minute is used up."""
        wait = self._quota.take(caller.name, caller.per_minute)
        if wait and caller.per_minute is not None:
            raise errors.over_quota(caller.name, caller.per_minute, wait)

    def keys_needed(self) -> bool:
        """Whether somebody has made a key, so that every caller has to show one."""
        now = self._clock()
        with self._lock:
            known = self._needed
        if known is None or now - known[0] >= KNOWN_SECONDS:
            known = (now, keys_needed(self._store))
            with self._lock:
                self._needed = known
        return known[1]

    def _is_known(self, secret: str) -> bool:
        now = self._clock()
        with self._lock:
            needed = self._needed
            known = self._known.get(_name_of(secret))
        if needed is None or now - needed[0] >= KNOWN_SECONDS:
            return False
        return not needed[1] or not secret or (known is not None and now - known[0] < KNOWN_SECONDS)

    def _key(self, secret: str) -> ApiKey | None:
        name = _name_of(secret)
        now = self._clock()
        with self._lock:
            known = self._known.get(name)
        if known is not None and now - known[0] < KNOWN_SECONDS:
            return known[1]
        key = key_of(self._store, secret)
        with self._lock:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[name] = (now, key)
        return key


def _name_of(secret: str) -> str:
    """Under what a secret is remembered: not itself, so that it lies nowhere in memory."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
