"""Words on evidence from before they could be withdrawn outlive the upgrade, guarded as before."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from analysis.storage import migrate
from analysis.storage.database import open_store

SCRIPTS = Path(migrate.__file__).parent / "migrations"
WORD = (
    "INSERT INTO evidence_feedback (comment_id, revision, label, facet, span_start, span_end, "
    "verdict, scorer, person, created_at) VALUES (1, 1, 'generalization', '', 0, 3, '{}', 'rules', "
    "'ann', '2026-01-02 03:04:05')"
)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_word_stays_and_another_can_be_withdrawn(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_empty_url")
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0019")
        for statement in (
            "INSERT INTO article (id, platform_id, title, paragraphs) VALUES (1, 'p', 't', '[]')",
            "INSERT INTO comment (id, article_id, platform_id, position) VALUES (1, 1, 'c', 1)",
            WORD.format("reject"),
        ):
            connection.exec_driver_sql(statement)
    with engine.connect() as connection, pytest.raises(DBAPIError):
        connection.exec_driver_sql(WORD.format("withdraw"))
    open_store(url, migrate=True)
    with engine.begin() as connection:
        connection.exec_driver_sql(WORD.format("withdraw"))
        verdicts = connection.exec_driver_sql("SELECT verdict FROM evidence_feedback ORDER BY id")
        assert verdicts.scalars().all() == ["reject", "withdraw"]
    for refused in (
        WORD.format("perhaps"),
        "DELETE FROM evidence_feedback",
        "UPDATE evidence_feedback SET person = 'ben'",
    ):
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.exec_driver_sql(refused)
    engine.dispose()
