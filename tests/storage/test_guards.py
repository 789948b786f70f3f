"""The database itself keeps what was written: no change, no deletion, no replacement."""

import sqlite3

import pytest
import sqlalchemy as sa

from analysis.domain.comment import Article, Comment, erased_sha256
from analysis.storage import erasures
from analysis.storage.articles import put_article
from analysis.storage.audit import now
from analysis.storage.comment_additions import add_comments
from analysis.storage.database import Store
from analysis.storage.guards import APPEND_ONLY, ERASABLE, ONLY_BY_ERASING, erasing
from analysis.storage.tables import Table

# One row per guarded table, in an order that foreign keys allow.
ROWS = {
    "comment_text": "(9, 1, 9, 'words', '{sha}', '2026-01-01 00:00:00')",
    "comment_raw": "(9, 1, {blob})",
    "erasure": "(9, 2, 1, '{sha}', '2026-01-01', 'anna', 'asked', '2026-01-01', 'salt')",
    "run": "(9, 'key', 'signature', {false}, 'anna', '2026-01-01', '{{}}')",
    "run_end": "(9, '2026-01-01', '{{}}')",
    "analysis": "(9, 1, 1, 9, 'en')",
    "analysis_document": "(9, 1, {blob})",
    "label_result": "(9, 'generalization', 'scored', 0.5, '')",
    "profile": "(9, 'default', 9, {false}, '{{}}', 'why', 'anna', NULL)",
    "decision": (
        "(9, 1, 1, 'approve', 'anna', '2026-01-01', '', '', NULL, 1, NULL, NULL, NULL, NULL, NULL)"
    ),
    "audit_event": "(9, '2026-01-01', 'anna', 'approve', 1, NULL, NULL, NULL, '{{}}')",
    "annotation_set": "(9, 'first', '[]', 'codebook', 'anna', '2026-01-01')",
    "annotation_item": "(9, 9, 1, 1, 'random')",
    "annotation": (
        "(9, 9, 'generalization', 'anna', 'vote', 1, 'yes', '[]', '[]', NULL, '', '2026-01-01')"
    ),
    "site_heads": ("(9, 'm', '{sha}', '{sha}', '[]', {blob}, 'anna', 'why', '2026-01-01', {blob})"),
    "review_command": "(9, 'a-command', 'anna', 'decide', 1, 1, '{{}}', '2026-01-01')",
    "change_report": "(9, 'heads', 'a', 'b', 'anna', 'why', '2026-01-01', {blob})",
    "reader_report": "(9, 1, 'abusive', NULL, 'key', 1, NULL, '2026-01-01')",
    "export_file": "(9, 'a.jsonl', 'jsonl', 'anna', '2026-01-01', {blob})",
    "api_request": "(9, 'shop', 'a-request', '{sha}', '{{}}', '2026-01-01')",
    "chain_link": "(99, 'decision', 9, 9, '{sha}', '{sha}', '{sha}')",
    "evidence_feedback": (
        "(9, 1, 1, 'generalization', 'generic', 0, 3, 'confirm', 'rules', 'anna', '2026-01-01')"
    ),
}
NUMBER = {"chain_link": 99}
GUARDED = sorted({**ERASABLE, **APPEND_ONLY})


def _row(store: Store, table: str) -> str:
    sqlite = store.dialect == "sqlite"
    return ROWS[table].format(
        sha="0" * 64,
        blob="x'00'" if sqlite else "'\\x00'::bytea",
        false="0" if sqlite else "false",
    )


def _filled(store: Store) -> Store:
    """Two comments, and one row in every guarded table."""
    with store.write() as session:
        article = put_article(session, Article("a", "Trams"))
        comments = [Comment(f"c{n}", "a", n, f"Comment number {n}") for n in (1, 2)]
        add_comments(session, article, comments, read_at=now())
        with erasing(session, 2):
            for table in ROWS:
                session.execute(sa.text(f"INSERT INTO {table} VALUES {_row(store, table)}"))
    return store


def _dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as session:
        return {
            table: [tuple(row) for row in session.execute(sa.text(f"SELECT * FROM {table}"))]
            for table in GUARDED
        }


def _statements(store: Store, table: str) -> list[str]:
    key = next(iter(Table.metadata.tables[table].primary_key.columns)).name
    column = list(Table.metadata.tables[table].columns)[-1].name
    statements = [
        f"UPDATE {table} SET {column} = {column}",
        f"UPDATE {table} SET {key} = {key} WHERE {key} = {NUMBER.get(table, 9)}",
        f"DELETE FROM {table}",
        f"DELETE FROM {table} WHERE {key} = {NUMBER.get(table, 9)}",
    ]
    if store.dialect == "sqlite":
        statements += [
            f"INSERT OR REPLACE INTO {table} VALUES {_row(store, table)}",
            f"REPLACE INTO {table} VALUES {_row(store, table)}",
            f"UPDATE OR REPLACE {table} SET {key} = 9",
        ]
    else:
        primary = ", ".join(c.name for c in Table.metadata.tables[table].primary_key.columns)
        statements += [
            f"INSERT INTO {table} VALUES {_row(store, table)} "
            f"ON CONFLICT ({primary}) DO UPDATE SET {column} = excluded.{column}",
            f"TRUNCATE {table} CASCADE",
        ]
    return statements


def test_every_guarded_table_is_tried_here() -> None:
    assert sorted(ROWS) == GUARDED


@pytest.mark.parametrize("table", GUARDED)
def test_a_row_can_be_added_and_then_stays_as_it_is(sqlite_store: Store, table: str) -> None:
    _stays(_filled(sqlite_store), table)


@pytest.mark.postgres
def test_rows_stay_as_they_are_in_postgresql(postgres_store: Store) -> None:
    store = _filled(postgres_store)
    for table in GUARDED:
        _stays(store, table)


def _stays(store: Store, table: str) -> None:
    before = _dump(store)
    for statement in _statements(store, table):
        with pytest.raises(sa.exc.DBAPIError) as refused, store.write() as session:
            session.execute(sa.text(statement))
        assert _says_why(str(refused.value)), statement
    assert _dump(store) == before


def _says_why(message: str) -> bool:
    return any(
        why in message for why in {*ERASABLE.values(), *APPEND_ONLY.values(), ONLY_BY_ERASING}
    )


@pytest.mark.parametrize("table", GUARDED)
def test_another_programs_connection_can_not_replace_a_row_either(
    sqlite_store: Store, table: str
) -> None:
    store = _filled(sqlite_store)
    before = _dump(store)
    other = sqlite3.connect(str(sa.make_url(store.url).database))  # without any of our pragmas
    # ``erasure`` asks for a function that no other program has.
    with pytest.raises((sqlite3.IntegrityError, sqlite3.OperationalError)):
        other.execute(f"INSERT OR REPLACE INTO {table} VALUES {_row(store, table)}")
    other.close()
    assert _dump(store) == before


def test_a_second_text_with_the_same_number_is_refused(store: Store) -> None:
    _filled(store)
    with pytest.raises(sa.exc.IntegrityError), store.write() as session:
        session.execute(
            sa.text(
                "INSERT INTO comment_text (comment_id, revision, text, sha256, read_at) "
                f"VALUES (1, 1, 'other words', '{'0' * 64}', '2026-01-01')"
            )
        )


def test_an_erasure_opens_the_way_for_its_comment_alone(store: Store) -> None:
    with store.write() as session:
        article = put_article(session, Article("a", "Trams"))
        comments = [Comment(f"c{n}", "a", n, f"Number {n}", raw={"n": n}) for n in (1, 2)]
        added = add_comments(session, article, comments, read_at=now())
    first, second = added.touched
    with store.write() as session:
        assert erasures.erase(session, first, person="anna", reason="asked", at=now()) == 1
    with store.read() as session:
        left = session.execute(sa.text("SELECT comment_id FROM comment_text")).scalars().all()
        raw = session.execute(sa.text("SELECT comment_id FROM comment_raw")).scalars().all()
        kept = session.execute(
            sa.text("SELECT comment_id, sha256, salt, reason FROM erasure")
        ).all()
    assert left == raw == [second]
    (row,) = kept
    assert (row.comment_id, row.reason) == (first, "asked")
    assert row.sha256 == erased_sha256(row.salt, comments[0].sha256)
    for statement in (
        "DELETE FROM comment_text",
        "INSERT INTO comment_text (comment_id, revision, text, sha256, read_at) "
        f"VALUES ({first}, 2, 'it came back', '{'0' * 64}', '2026-01-01')",
    ):
        with pytest.raises(sa.exc.DBAPIError), store.write() as session:
            session.execute(sa.text(statement))


FORGED = (
    "INSERT INTO erasure (comment_id, revision, sha256, read_at, person, reason, erased_at) "
    f"VALUES (1, 1, '{'0' * 64}', '2026-01-01', 'mallory', 'forged', '2026-01-01')"
)


def test_a_forged_erasure_is_refused(store: Store) -> None:
    _filled(store)
    with pytest.raises(sa.exc.DBAPIError, match=ONLY_BY_ERASING), store.write() as session:
        session.execute(sa.text(FORGED))


@pytest.mark.parametrize("table", sorted(ERASABLE))
def test_a_forged_erasure_unlocks_nothing(store: Store, table: str) -> None:
    """Even where somebody took the guard of ``erasure`` itself away."""
    _filled(store)
    where = "" if store.dialect == "sqlite" else " ON erasure"
    with store.write() as session:
        session.execute(sa.text(f"DROP TRIGGER erasure_by_erasing{where}"))
        session.execute(sa.text(FORGED))
    before = _dump(store)
    with pytest.raises(sa.exc.DBAPIError, match=ERASABLE[table]), store.write() as session:
        session.execute(sa.text(f"DELETE FROM {table} WHERE comment_id = 1"))
    assert _dump(store) == before


def test_another_program_can_not_erase(sqlite_store: Store) -> None:
    store = _filled(sqlite_store)
    other = sqlite3.connect(str(sa.make_url(store.url).database))
    for statement in (FORGED, "DELETE FROM comment_text WHERE comment_id = 2"):
        with pytest.raises(sqlite3.OperationalError, match="no such function"):
            other.execute(statement)
    other.close()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM import_file",
        "DELETE FROM quarantine",
        "UPDATE import_file SET person = 'mallory'",
        "UPDATE import_file SET file = 'another.jsonl', state = 'undone'",
        "UPDATE quarantine SET reason = 'nothing'",
    ],
)
def test_what_an_import_left_on_record_stays(store: Store, statement: str) -> None:
    with store.write() as session:
        session.execute(
            sa.text(
                "INSERT INTO import_file (id, file, format, person, started_at, finished_at, "
                "counts, notes) "
                "VALUES (9, 'a', 'jsonl', 'anna', '2026-01-01', '2026-01-01', '{}', '[]')"
            )
        )
        session.execute(
            sa.text(
                "INSERT INTO quarantine (id, file, position, reason, seen_at) "
                "VALUES (9, 'a', 'line 3', 'no text', '2026-01-01')"
            )
        )
    with pytest.raises(sa.exc.DBAPIError, match=r"stays?\b"), store.write() as session:
        session.execute(sa.text(statement))
    with store.write() as session:  # what may change does
        session.execute(sa.text("UPDATE import_file SET state = 'undone'"))
        session.execute(sa.text("UPDATE quarantine SET resolved_at = '2026-01-02'"))


def test_a_key_is_revoked_and_otherwise_stays(store: Store) -> None:
    with store.write() as session:
        session.execute(
            sa.text(
                "INSERT INTO api_key (id, name, sha256, scopes, created_by, created_at) "
                "VALUES (9, 'shop', 'digest', '[]', 'local', '2026-01-01')"
            )
        )
    for statement in ("DELETE FROM api_key", "UPDATE api_key SET scopes = '[\"decide\"]'"):
        with pytest.raises(sa.exc.DBAPIError, match="otherwise stay"), store.write() as session:
            session.execute(sa.text(statement))
    with store.write() as session:
        session.execute(sa.text("UPDATE api_key SET revoked_at = '2026-01-02'"))


@pytest.mark.parametrize(
    "row",
    [
        "(8, 1, 8, 'words', 'short', '2026-01-01')",
        "(8, 1, 0, 'words', '{sha}', '2026-01-01')",
        "(8, 99, 1, 'words', '{sha}', '2026-01-01')",
    ],
    ids=["hash of another length", "revision nought", "no such comment"],
)
def test_a_text_that_makes_no_sense_is_refused(store: Store, row: str) -> None:
    _filled(store)
    with pytest.raises(sa.exc.IntegrityError), store.write() as session:
        session.execute(sa.text(f"INSERT INTO comment_text VALUES {row.format(sha='0' * 64)}"))


@pytest.mark.parametrize(
    ("status", "probability"),
    [("scored", "NULL"), ("failed", "0.1"), ("abstained", "0.0"), ("scored", "1.5"), ("ok", "1")],
)
def test_a_failed_answer_can_not_look_like_a_low_score(
    store: Store, status: str, probability: str
) -> None:
    _filled(store)
    with pytest.raises(sa.exc.IntegrityError), store.write() as session:
        session.execute(
            sa.text(f"INSERT INTO label_result VALUES (9, 'x', '{status}', {probability}, '')")
        )
