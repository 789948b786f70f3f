"""Fresh databases for tests: a SQLite file each, and PostgreSQL from a private server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import refilling
from shared_files import made_once

from analysis.storage.database import Store, open_store

NO_SERVER = (
    "PostgreSQL is not installed here (Debian: apt install postgresql): "
    "nothing is known about it from this test run."
)

TEMPLATE = "template_moderato"


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return homes[-1].parent if homes else None


def _as_server_user(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root; Debian's package makes a user for it.
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


class PostgresCluster:
    """The files of a PostgreSQL server, and the server while it runs."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.home = Path(tempfile.mkdtemp(prefix="moderato-pg-"))
        self.data = self.home / "data"
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres")

    def _run(self, program: str, *options: str, check: bool = True) -> None:
        command = [str(self.binaries / program), "-D", str(self.data), *options]
        subprocess.run(_as_server_user(command), check=check, capture_output=True, cwd=self.home)

    def initialize(self) -> None:
        self._run("initdb", *"-A trust -U postgres -E UTF8 --locale=C --no-sync".split())

    def copy(self, files: Path) -> None:
        """Take the files of a cluster that was stopped."""
        shutil.copytree(files, self.data)
        if os.geteuid() == 0:
            for path in (self.data, *self.data.rglob("*")):
                shutil.chown(path, "postgres", "postgres")

    def start(self) -> None:
        options = (
            f"-k {self.home} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
            " -c max_wal_size=128MB"
        )
        self._run("pg_ctl", "-w", "-s", "-o", options, "-l", str(self.home / "log"), "start")

    def kill(self) -> None:
        """Kill it with all its processes, as a machine that goes down would."""
        main = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for process in (main, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while Path(f"/proc/{main}").exists():
            time.sleep(0.02)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def url(self, name: str) -> str:
        return _postgres_url(str(self.home), name)

    def stop(self, mode: str) -> None:
        self._run("pg_ctl", "-w", "-s", "-m", mode, "stop", check=mode == "fast")

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)


def _binaries_or_skip() -> Path:
    binaries = _binaries()
    if binaries is not None:
        return binaries
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(NO_SERVER)
    warnings.warn(NO_SERVER, stacklevel=1)
    pytest.skip(NO_SERVER)


def private_postgres() -> PostgresCluster:
    """A server that runs and that nobody shares, to be killed; skips where there is none."""
    cluster = PostgresCluster(_binaries_or_skip())
    try:
        cluster.initialize()
        cluster.start()
    except BaseException:
        cluster.remove()
        raise
    return cluster


def migrated(url: str) -> None:
    """Make the tables of a database."""
    open_store(url, migrate=True).close()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder of a private server's socket; the server lives as long as the test run.

    Each worker has its own, from files that are made once, ``TEMPLATE`` in them.
    """
    binaries = _binaries_or_skip()

    def make(path: Path) -> None:
        first = PostgresCluster(binaries)
        try:
            first.initialize()
            first.start()
            _in_server(str(first.home), f"CREATE DATABASE {TEMPLATE}")
            open_store(_postgres_url(str(first.home), TEMPLATE), migrate=True).close()
            first.stop("fast")
            shutil.copytree(first.data, path)
        finally:
            first.remove()

    files = made_once(tmp_path_factory, "postgres-cluster", make)
    cluster = PostgresCluster(binaries)
    try:
        cluster.copy(files)
        cluster.start()
        yield str(cluster.home)
    finally:
        cluster.remove()


def _postgres_url(server: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={server}"


def _in_server(server: str, statement: str) -> None:
    with psycopg.connect(
        f"host={server} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


def _create(server: str, name: str, template: str) -> None:
    """Copy ``template``; by its files, which is twice as quick as through the server's log."""
    with psycopg.connect(
        f"host={server} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        # Older servers know no other way.
        way = " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}{way}".encode())


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database that fresh ones are copied from."""
    return TEMPLATE


@pytest.fixture
def postgres_empty_url(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without tables."""
    name = f"t_{uuid.uuid4().hex}"
    _create(postgres_server, name, "template0")
    yield _postgres_url(postgres_server, name)
    _in_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_store(postgres_server: str, postgres_template: str) -> Iterator[Store]:
    """A fresh PostgreSQL database."""
    name = f"t_{uuid.uuid4().hex}"
    _create(postgres_server, name, postgres_template)
    store = open_store(_postgres_url(postgres_server, name))

    def keep(filling: str) -> None:
        store.close()
        _create(postgres_server, f"filled_{filling}", name)

    def become(filling: str) -> None:
        store.close()
        _in_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")
        _create(postgres_server, name, f"filled_{filling}")

    refilling.offer(store, keep, become)
    yield store
    refilling.withdraw(store)
    store.close()
    _in_server(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that fresh ones are copied from."""

    def make(path: Path) -> None:
        open_store(f"sqlite:///{path}", migrate=True).close()

    return made_once(tmp_path_factory, "template.db", make)


@pytest.fixture(scope="session")
def sqlite_filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of filled files that fresh ones may become copies of."""
    return tmp_path_factory.mktemp("filled")


@pytest.fixture
def sqlite_store(sqlite_template: Path, sqlite_filled: Path, tmp_path: Path) -> Iterator[Store]:
    """A fresh SQLite file."""
    path = tmp_path / "store.db"
    shutil.copy(sqlite_template, path)
    store = open_store(f"sqlite:///{path}")

    def keep(filling: str) -> None:
        assert store.flush_log()
        store.close()
        shutil.copyfile(path, sqlite_filled / filling)

    def become(filling: str) -> None:
        store.close()
        shutil.copyfile(sqlite_filled / filling, path)  # into the same file, which is known

    refilling.offer(store, keep, become)
    yield store
    refilling.withdraw(store)
    store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """A fresh database of each kind: what is tested with it holds on both."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(name)
    return found
