"""The database itself keeps what was written: no change, no deletion, no replacement."""

import sqlite3

import pytest
import sqlalchemy as sa

from analysis.domain.comment import Article, Comment
from analysis.storage import erasures
from analysis.storage.audit import now
from analysis.storage.comments import add_comments, put_article
from analysis.storage.database import Store
from analysis.storage.guards import APPEND_ONLY, ERASABLE
from analysis.storage.tables import Table

# One row per guarded table, in an order that foreign keys allow.
ROWS = {
    "comment_text": "(9, 1, 9, 'words', '{sha}', '2026-01-01 00:00:00')",
    "comment_raw": "(9, 1, {blob})",
    "erasure": "(9, 2, 1, '{sha}', '2026-01-01', 'anna', 'asked', '2026-01-01')",
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
    "evidence_feedback": (
        "(9, 1, 1, 'generalization', 'generic', 0, 3, 'confirm', 'rules', 'anna', '2026-01-01')"
    ),
}
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
        f"UPDATE {table} SET {key} = {key} WHERE {key} = 9",
        f"DELETE FROM {table}",
        f"DELETE FROM {table} WHERE {key} = 9",
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
    return any(why in message for why in {**ERASABLE, **APPEND_ONLY}.values())


@pytest.mark.parametrize("table", GUARDED)
def test_another_programs_connection_can_not_replace_a_row_either(
    sqlite_store: Store, table: str
) -> None:
    store = _filled(sqlite_store)
    before = _dump(store)
    other = sqlite3.connect(str(sa.make_url(store.url).database))  # without any of our pragmas
    with pytest.raises(sqlite3.IntegrityError):
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
        kept = session.execute(sa.text("SELECT comment_id, sha256, reason FROM erasure")).all()
    assert left == raw == [second]
    assert [tuple(row) for row in kept] == [(first, comments[0].sha256, "asked")]
    for statement in (
        "DELETE FROM comment_text",
        "INSERT INTO comment_text (comment_id, revision, text, sha256, read_at) "
        f"VALUES ({first}, 2, 'it came back', '{'0' * 64}', '2026-01-01')",
    ):
        with pytest.raises(sa.exc.DBAPIError), store.write() as session:
            session.execute(sa.text(statement))


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
