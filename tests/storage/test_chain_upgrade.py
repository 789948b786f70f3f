"""A database from before the chain is taken into it by its upgrade, as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from analysis.storage import chain, chain_check, chain_content, migrate
from analysis.storage.database import open_store

SCRIPTS = Path(migrate.__file__).parent / "migrations"
BEFORE = "0007"
SHA = "0" * 64


def _made_before(url: str) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    false = "0" if engine.dialect.name == "sqlite" else "false"
    blob = "x'00'" if engine.dialect.name == "sqlite" else "'\\x00'::bytea"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        for statement in (
            "INSERT INTO article (id, platform_id, title, paragraphs) VALUES (1, 'p', 't', '[]')",
            "INSERT INTO comment (id, article_id, platform_id, position, created_at, author) "
            "VALUES (1, 1, 'c1', 1, '2026-01-02 03:04:05.678', 'Zora'), (2, 1, 'c2', 2, NULL, "
            "NULL)",
            "INSERT INTO comment_text (comment_id, revision, text, sha256, read_at) "
            f"VALUES (1, 1, 'words', '{SHA}', '2026-01-02 03:04:05')",
            "INSERT INTO erasure (comment_id, revision, sha256, read_at, person, reason, "
            f"erased_at) VALUES (2, 1, '{SHA}', '2026-01-01 00:00:00', 'dora', 'asked', "
            "'2026-01-01 00:00:01')",
            "INSERT INTO decision (comment_id, sequence, action, person, decided_at, reason_code, "
            "note, revision) VALUES (1, 1, 'approve', 'anna', '2026-01-01 00:00:00', '', 'ü', 1)",
            "INSERT INTO audit_event (at, person, action, comment_id, detail) "
            "VALUES ('2026-01-01 00:00:00.5', 'anna', 'approve', 1, '{\"sequence\":1}')",
            f"INSERT INTO run VALUES (1, 'k', 's', {false}, 'anna', '2026-01-01 00:00:00', '{{}}')",
            "INSERT INTO analysis VALUES (1, 1, 1, 1, 'en')",
            f"INSERT INTO analysis_document VALUES (1, 1, {blob})",
            "INSERT INTO label_result VALUES (1, 'generalization', 'scored', 0.25, 'x')",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_all_that_was_there_is_in_the_chain(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_empty_url")
    _made_before(url.replace("postgresql://", "postgresql+psycopg://"))
    store = open_store(url, migrate=True)
    with store.read() as session:
        assert chain_check.verify(session).faults == ()
        links = chain.links_after(session, 0, limit=99)
    assert sorted((link.kind, link.first_id, link.last_id) for link in links) == [
        ("analysis", 1, 1),
        ("audit_event", 1, 1),
        ("comment_text", 1, 1),
        ("decision", 1, 1),
        ("erasure", 1, 1),
        ("run", 1, 1),
    ]
    store.close()


def test_the_form_of_a_link_never_changes() -> None:
    """What was written by an earlier version must verify for ever: these numbers stand still."""
    link = chain_content.Link(7, "decision", 3, 3, chain.START, "a" * 64, "")
    assert link.computed() == "88a6338df0b4628460ac274bc1408caa010d59bfc13b17b51b9137938b6defae"
    row = dict.fromkeys(chain_content.SINGLE[chain.Kind.AUDIT])
    row |= {"person": "ann ü \ud800", "detail": {"b": 1, "a": [True, None, 0.1]}}
    assert (
        chain_content.row_content(chain.Kind.AUDIT, row, 9)
        == "8455e3ad67445477952379da1b64c9351fc09d36a359d7c567b89a932ed963ff"
    )
