"""Fresh databases of both kinds."""

import pytest
from databases import (  # noqa: F401 (fixtures)
    postgres_empty_url,
    postgres_server,
    postgres_store,
    postgres_template,
    sqlite_store,
    sqlite_template,
    store,
)
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from analysis.services.access import password_hashes


@pytest.fixture
def light_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little memory: the real cost belongs into production, not into every test."""
    hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
    monkeypatch.setattr(password_hashes, "hasher", lambda: hasher)
    password_hashes.nobody.cache_clear()
