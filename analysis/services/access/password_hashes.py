"""Passwords as they are kept: Argon2 hashes, checked in the same time whoever asks."""

from __future__ import annotations

import secrets
from functools import cache

from pwdlib import PasswordHash

from analysis.domain.errors import BadInput

SHORTEST_PASSWORD = 10
"""Characters; long enough against guessing beside Argon2, short enough to be typed."""


def hashed(password: str) -> str:
    """The hash to keep; ``BadInput`` for a password that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    return hasher().hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether ``password`` is the one behind ``password_hash``.

    Without a hash it costs as much time as a wrong password, so that names can't be probed.
    """
    right = hasher().verify(password, password_hash or nobody())
    return password_hash is not None and right


@cache
def hasher() -> PasswordHash:
    """The hasher, made once."""
    return PasswordHash.recommended()


@cache
def nobody() -> str:
    """The hash of a password that nobody has."""
    return hasher().hash(secrets.token_urlsafe(32))
