"""Opening a database: migrations add up to the tables, and trouble is one sentence."""

import ctypes
import sqlite3
import traceback
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from analysis.domain.errors import BadInput
from analysis.storage import migrate
from analysis.storage.create import create_all
from analysis.storage.database import Store, open_store
from analysis.storage.database_address import shown_url

_SQLITE_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name <> 'alembic_version'"

_POSTGRESQL_SCHEMA = """
SELECT 'column', table_name || '.' || column_name,
       data_type || is_nullable || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _schema(store: Store) -> set[tuple[str, ...]]:
    statement = _SQLITE_SCHEMA if store.dialect == "sqlite" else _POSTGRESQL_SCHEMA
    with store.engine.connect() as connection:
        rows = connection.execute(sa.text(statement)).all()
    return {_plain(row) for row in rows if "alembic_version" not in str(row[1])}


def _plain(row: Sequence[object]) -> tuple[str, ...]:
    """A schema entry whose clauses come in one order, with single spaces."""
    kind, name, body = (" ".join(str(part or "").split()) for part in row)
    clauses = sorted(clause.strip(" )") for clause in body.split(","))
    return kind, name, *(clauses if kind == "table" else [body])


def test_migrated_sqlite_has_the_schema_of_the_tables(sqlite_store: Store, tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    with engine.begin() as connection:
        create_all(connection)
    made = Store("", engine)
    assert _schema(sqlite_store) == _schema(made)
    assert {entry[1] for entry in _schema(made) if entry[0] == "trigger"} >= {
        "comment_text_no_update",
        "comment_text_no_delete",
        "comment_text_no_replace",
    }
    engine.dispose()


@pytest.mark.postgres
def test_migrated_postgresql_has_the_schema_of_the_tables(
    postgres_store: Store, postgres_empty_url: str
) -> None:
    url = sa.make_url(postgres_empty_url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        create_all(connection)
    assert _schema(postgres_store) == _schema(Store("", engine))
    engine.dispose()


def test_opening_twice_changes_nothing(store: Store) -> None:
    again = open_store(store.url, migrate=True)
    assert again.revision() == migrate.head()
    again.close()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no database at .*none\.db"):
        open_store(f"sqlite:///{tmp_path / 'none.db'}")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"folder .*nowhere.* does not exist"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}", migrate=True)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("there", [True, False])
def test_what_belongs_beside_a_database_is_none(sqlite_store: Store, end: str, there: bool) -> None:
    """SQLite would write its log into the new database, or take that for its log."""
    sqlite_store.close()
    path = Path(f"{sa.make_url(sqlite_store.url).database}{end}")
    if there:
        path.write_bytes(b"")
    before = path.read_bytes() if there else None
    with pytest.raises(BadInput, match="belongs to the database"):
        open_store(f"sqlite:///{path}", migrate=True)
    assert (path.read_bytes() if path.exists() else None) == before


def test_the_log_of_a_database_that_is_gone_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "site.db-wal"
    log.write_bytes(b"what was written last")
    for migrating in (True, False):
        with pytest.raises(BadInput, match=r"site\.db-wal"):
            open_store(f"sqlite:///{tmp_path / 'site.db'}", migrate=migrating)
    assert log.read_bytes() == b"what was written last"
    assert not (tmp_path / "site.db").exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}", migrate=True)


def test_another_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear reader, this is a letter and no database at all. " * 40)
    with pytest.raises(BadInput, match="not a database"):
        open_store(f"sqlite:///{path}", migrate=True)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    with pytest.raises(BadInput, match="belongs to another program"):
        open_store(f"sqlite:///{path}", migrate=True)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipe",)]


@pytest.mark.parametrize("migrating", [True, False])
def test_a_newer_database_is_refused(store: Store, migrating: bool) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadInput, match=r"newer version of Moderato .*9999"):
        open_store(store.url, migrate=migrating)


def test_an_unfinished_database_asks_for_migration(sqlite_url: str) -> None:
    path = sa.make_url(sqlite_url).database
    sqlite3.connect(str(path)).close()
    Path(str(path)).touch()
    with pytest.raises(BadInput, match="no Moderato tables"):
        open_store(sqlite_url)


def test_a_read_only_database_says_so(sqlite_store: Store) -> None:
    path = sa.make_url(sqlite_store.url).database
    store = open_store(f"sqlite:///file:{path}?mode=ro&uri=true")
    with pytest.raises(BadInput, match="can't be written"), store.write() as session:
        session.execute(sa.text("UPDATE site_setting SET value = '1'"))
    store.close()


def test_a_writer_that_waits_too_long_is_told(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.storage.connections.BUSY_MILLISECONDS", 50)
    second = open_store(sqlite_store.url)
    with (
        sqlite_store.write(),
        pytest.raises(BadInput, match="another program is writing"),
        second.write(),
    ):
        pass
    second.close()


def test_an_unreachable_server_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        open_store(f"postgresql://me:secret@/nothing?host={tmp_path}", migrate=True)
    assert "could not be reached" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["not an address", "mysql://host/name", "sqlite://", ""])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="sqlite:///path/to/file"):
        open_store(url, migrate=True)


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write() as session:  # noqa: PT012 (one transaction)
        session.execute(sa.text("INSERT INTO site_setting (key, value) VALUES ('a', '1')"))
        raise RuntimeError
    with store.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM site_setting")).scalar() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO site_setting (key, value) VALUES ('a', :words), ('a', :words)",
        # PostgreSQL would add the whole row that failed the check to its message.
        "INSERT INTO import_file (id, file) VALUES (1, :words)",
        "SELECT CAST(:words AS jsonb)",
    ],
)
def test_errors_never_show_what_was_written(store: Store, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError) as refused, store.write() as session:  # noqa: PT012
        session.execute(sa.text(statement), {"words": "my private words"})
        session.execute(sa.text("no such statement"))
    shown = "".join(traceback.format_exception(refused.value))
    assert "private" not in shown.replace('{"words": "my private words"}', "")


def test_lists_of_every_length_fill_no_connection_with_statements(sqlite_url: str) -> None:
    library = next((m.split()[-1] for m in _maps() if "/libsqlite3.so" in m), None)
    if library is None:
        pytest.skip("SQLite is not a library of its own here")
    used = ctypes.CDLL(library).sqlite3_memory_used
    used.restype = ctypes.c_longlong
    store = open_store(sqlite_url, migrate=True)
    with store.read() as session:
        before = used()
        for length in range(700, 900):
            named = ", ".join("?" * length)
            statement = f"SELECT id FROM comment WHERE id IN ({named})"
            session.connection().exec_driver_sql(statement, tuple(range(length))).all()
        assert used() - before < 4 * 2**20
    store.close()


def _maps() -> list[str]:
    return Path("/proc/self/maps").read_text().splitlines()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////home/jörg/b%C3%A4r.db", "sqlite:////home/jörg/bär.db"),
        ("sqlite:////home/who%3F/50%25.db", "sqlite:////home/who?/50%.db"),
        ("sqlite:///m.db", "sqlite:///m.db"),
        ("sqlite+pysqlite:///m.db", "sqlite+pysqlite:///m.db"),
        ("sqlite:///file:m.db?mode=ro&uri=true", "sqlite:///file%3Am.db?mode=ro&uri=true"),
        ("postgresql://ann:secret@host/comments", "postgresql://ann:***@host/comments"),
        ("nonsense", "(an address that can't be read)"),
    ],
)
def test_a_message_shows_a_path_as_it_is_and_no_password(url: str, shown: str) -> None:
    assert shown_url(url) == shown
