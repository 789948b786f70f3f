"""What every test may use, and what no test may do: reach the network or the user's settings."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

# Here for all rooms: imported in each, a fixture of a session would be made once for each room.
from databases import (  # noqa: F401 (fixtures)
    postgres_empty_url,
    postgres_server,
    postgres_store,
    postgres_template,
    sqlite_filled,
    sqlite_store,
    sqlite_template,
    store,
)
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import URL, Engine
from temporary_folder import keep_compiled, use_memory
from thoroughness import USUAL, examples

from analysis.services.access import password_hashes
from analysis.storage import connections

use_memory()
keep_compiled()

# Cores are shared: a deadline in wall time would fail tests for what other programs do.
settings.register_profile("moderato", deadline=None, max_examples=examples(USUAL))
settings.load_profile("moderato")

ROOT = Path(__file__).resolve().parent.parent


def pytest_report_header() -> list[str]:
    """What this run can say nothing about, where nobody overlooks it."""
    if importlib.util.find_spec("torch"):
        return []
    return ["LEFT OUT: training and Detoxify, since torch is not installed (light set-up)"]


#: Fixtures that draw screens on the labelled demo, and rooms that train or build.
HEAVY_FIXTURES = {"labelled_demo", "demo_url", "trained"}
HEAVY_ROOMS = {"browser", "packaging", "training"}
HEAVY_FILES = {
    "test_a_fifth_label.py",
    "test_analyze.py",
    "test_cold_start.py",
    "test_commands.py",
    "test_detoxify.py",
    "test_embedded_detoxify.py",
    "test_embedded_heads.py",
    "test_embedded_shipped.py",
    "test_gold_floor.py",
    "test_heads.py",
    "test_kept_counts.py",
    "test_lean_spacy.py",
    "test_learning.py",
    "test_linear_time.py",
    "test_live_scoring.py",
    "test_query_plans.py",
    "test_serving.py",
    "test_site_calibration.py",
}

#: Of the services, those in which locks and counts of the database do the most. `make test` asks
#: them on PostgreSQL too, as it does tests/storage; `make test-long` asks all others.
SERVICES_ON_POSTGRES = {
    "test_at_once.py",
    "test_claims.py",
    "test_decide.py",
    "test_kept_counts.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out, and what of the services `make test` leaves out."""
    for item in items:
        if (
            item.path.parent.name == "services"
            and item.path.name not in SERVICES_ON_POSTGRES
            and item.get_closest_marker("postgres")
        ):
            item.add_marker(pytest.mark.slow)
        fixtures = set(getattr(item, "fixturenames", ()))
        if (
            fixtures & HEAVY_FIXTURES
            or item.path.parent.name in HEAVY_ROOMS
            or item.path.name in HEAVY_FILES
        ):
            item.add_marker(pytest.mark.heavy)


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests may change what they say."""
    for name in list(os.environ):
        if name.startswith("MODERATO_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def real_hasher() -> Iterator[Callable[[], PasswordHash]]:
    """Argon2 with little memory for every test; gives the hasher of the product."""

    @cache
    def light() -> PasswordHash:
        return PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])

    with pytest.MonkeyPatch.context() as patch:
        real = password_hashes.hasher
        patch.setattr(password_hashes, "hasher", light)
        yield real


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Each test opens databases of its own; what SQLAlchemy compiled for one serves the next.

    It keeps that by the dialect object, so databases of a kind share one, once it knows the server.
    """
    opened = connections.engine_for
    known: dict[str, Engine] = {}
    compiled: dict[Any, Any] = {}

    def sharing(address: URL) -> Engine:
        engine = opened(address)
        first = known.setdefault(engine.dialect.name, engine)
        if getattr(first.dialect, "server_version_info", None) is None:
            known[engine.dialect.name] = engine  # the first one never reached its server
        else:
            engine.dialect = first.dialect
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "engine_for", sharing)
        yield


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'fresh.db'}"
