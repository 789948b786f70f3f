"""Fresh databases for tests: a SQLite file each, and PostgreSQL from a private server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from shared_files import made_once

from analysis.storage.database import Store, open_store

NO_SERVER = (
    "PostgreSQL is not installed here (Debian: apt install postgresql): "
    "nothing is known about it from this test run."
)


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return homes[-1].parent if homes else None


def _as_server_user(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root; Debian's package makes a user for it.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The folder of a private server's socket; the server lives as long as the test run."""
    binaries = _binaries()
    if binaries is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(NO_SERVER)
        warnings.warn(NO_SERVER, stacklevel=1)
        pytest.skip(NO_SERVER)
    home = Path(tempfile.mkdtemp(prefix="moderato-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-s"]
    options = f"-k {home} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    try:
        for command in (
            [
                *(str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres"),
                *("-E", "UTF8", "--locale=C", "--no-sync"),
            ],
            [*control, "-o", options, "-l", str(home / "log"), "start"],
        ):
            subprocess.run(_as_server_user(command), check=True, capture_output=True, cwd=home)
        yield str(home)
    finally:
        subprocess.run(
            _as_server_user([*control, "-m", "immediate", "stop"]), capture_output=True, cwd=home
        )
        shutil.rmtree(home, ignore_errors=True)


def _postgres_url(server: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={server}"


def _in_server(server: str, statement: str) -> None:
    with psycopg.connect(
        f"host={server} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database that fresh ones are copied from."""
    name = "template_moderato"
    _in_server(postgres_server, f"CREATE DATABASE {name}")
    open_store(_postgres_url(postgres_server, name), migrate=True).close()
    return name


@pytest.fixture
def postgres_empty_url(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without tables."""
    name = f"t_{uuid.uuid4().hex}"
    _in_server(postgres_server, f"CREATE DATABASE {name}")
    yield _postgres_url(postgres_server, name)
    _in_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_store(postgres_server: str, postgres_template: str) -> Iterator[Store]:
    """A fresh PostgreSQL database."""
    name = f"t_{uuid.uuid4().hex}"
    _in_server(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    store = open_store(_postgres_url(postgres_server, name))
    yield store
    store.close()
    _in_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that fresh ones are copied from."""

    def make(path: Path) -> None:
        open_store(f"sqlite:///{path}", migrate=True).close()

    return made_once(tmp_path_factory, "template.db", make)


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh SQLite file."""
    path = tmp_path / "store.db"
    shutil.copy(sqlite_template, path)
    store = open_store(f"sqlite:///{path}")
    yield store
    store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh database of each kind: what is tested with it holds on both."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(name)
    return found
