"""PostgreSQL: the program works under a role that can't take the guards away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from analysis.domain.comment import Article, Comment
from analysis.services.admin.integrity import check
from analysis.services.data.erasure import erase_comment, finish_erasures, outstanding
from analysis.services.data.imports import import_file
from analysis.storage import erasures, residue
from analysis.storage.articles import put_article
from analysis.storage.audit import log, now
from analysis.storage.comment_additions import add_comments
from analysis.storage.database import Store, open_store

DOCS = Path(__file__).resolve().parents[2] / "analysis" / "docs" / "integrity.md"


def _grants() -> list[str]:
    """The statements that the documentation gives, but for the owner's (here it is postgres)."""
    block = DOCS.read_text(encoding="utf-8").split("```sql")[1].split("```")[0]
    lines = [line.split("--")[0] for line in block.splitlines()]
    statements = [one.strip() for one in "\n".join(lines).split(";") if one.strip()]
    return [one for one in statements if "moderato_owner" not in one]


@pytest.fixture
def limited(postgres_store: Store, postgres_server: str) -> Iterator[Store]:
    name = sa.make_url(postgres_store.url).database
    with psycopg.connect(f"host={postgres_server} user=postgres dbname={name}") as owner:
        owner.execute("DROP ROLE IF EXISTS moderato_app")
        for statement in _grants():
            owner.execute(statement.encode())
    store = open_store(f"postgresql://moderato_app@/{name}?host={postgres_server}")
    yield store
    store.close()
    with psycopg.connect(f"host={postgres_server} user=postgres dbname={name}") as owner:
        owner.execute("DROP OWNED BY moderato_app")
        owner.execute("DROP ROLE moderato_app")


@pytest.mark.postgres
def test_it_works_and_can_not_take_a_guard_away(limited: Store) -> None:
    with limited.write() as session:
        article = put_article(session, Article("a", "Trams"))
        added = add_comments(session, article, [Comment("c1", "a", 1, "Words")], read_at=now())
        log(session, "anna", "import")
    with limited.write() as session:
        number = added.touched[0]
        assert erasures.erase(session, number, person="anna", reason="asked", at=now()) == 1
    for statement in (
        "DROP TRIGGER audit_event_no_update ON audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_update",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "TRUNCATE audit_event",
        "DROP TABLE audit_event CASCADE",
        "CREATE OR REPLACE FUNCTION moderato_refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN new; END $$",
        "SET session_replication_role = replica",
        "UPDATE audit_event SET person = 'nobody'",
        "DELETE FROM chain_link",
    ):
        with pytest.raises(sa.exc.DBAPIError), limited.write() as session:
            session.execute(sa.text(statement))


@pytest.mark.postgres
def test_an_erasure_is_outstanding_until_the_owner_vacuums(
    limited: Store, postgres_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "c1", "text": "Words"}\n')
    import_file(limited, tmp_path / "in.jsonl")
    erased = erase_comment(limited, 1, person="anna", reason="asked")
    assert [owed.comment_id for owed in erased.outstanding] == [1]
    assert not finish_erasures(limited)
    with postgres_store.engine.connect() as connection:
        owner = connection.execution_options(isolation_level="AUTOCOMMIT")
        owner.exec_driver_sql(f"VACUUM {', '.join(residue.VACUUMED)}")
        assert not finish_erasures(limited)
        # The server counts dead rows a moment late, and then asks for one more vacuum.
        for _ in range(20):
            owner.exec_driver_sql(f"VACUUM {', '.join([*residue.VACUUMED, *residue.NAMING])}")
            if finish_erasures(limited):
                break
            time.sleep(0.5)
    assert outstanding(limited) == []
    assert check(limited).faults == ()
