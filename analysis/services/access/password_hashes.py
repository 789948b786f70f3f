"""Passwords as they are kept: Argon2 hashes, checked in the same time whoever asks."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from pwdlib import PasswordHash

from analysis.domain.errors import Unavailable
from analysis.services.access.password_rules import LONGEST_PASSWORD

AT_ONCE = 2
"""Hashes at the same time; each takes 64 MiB, and sixteen at once took a gigabyte."""
SECONDS_IN_LINE = 10.0
"""How long an attempt waits for its turn before it is told to come again."""

_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """The hash to keep."""
    with _turn():
        return hasher().hash(password.encode("utf-8", "surrogatepass"))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` is the one behind ``password_hash``.

    Without a hash it costs as much time as a wrong password, so that names can't be probed.
    ``Unavailable`` when too many are in line.
    """
    looked_at = password[:LONGEST_PASSWORD].encode("utf-8", "surrogatepass")
    with _turn():
        right = hasher().verify(looked_at, password_hash or nobody())
    return password_hash is not None and len(password) <= LONGEST_PASSWORD and right


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=SECONDS_IN_LINE):
        raise Unavailable("Too many people are signing in just now; try again in a moment.")
    try:
        yield
    finally:
        _turns.release()


@cache
def hasher() -> PasswordHash:
    """The hasher, made once."""
    return PasswordHash.recommended()


@cache
def nobody() -> str:
    """The hash of a password that nobody has."""
    return hasher().hash(secrets.token_urlsafe(32))
