"""A database from before the kept counts has them after its upgrade, as if it always had."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from analysis.storage import migrate
from analysis.storage.database import open_store

SCRIPTS = Path(migrate.__file__).parent / "migrations"

ENTRIES = [
    # number, article, day, pattern (evidence, disagreement, generalization, hostility), then where
    (1, 1, "2026-03-01", "cfcc", "clear", "open"),
    (2, 1, "2026-03-01", "ffuf", "decided", "rejected"),
    (3, 1, "2026-03-02", "ccxc", "unsupported", "open"),
    (4, 2, None, "", "unscored", "open"),
    (5, 2, None, "cfcu", "unsure", "open"),
    (6, 2, "2026-03-03", "c-cc", "clear", "open"),
]
SCORES = [
    (1, 0.07, "clear", "open"),
    (2, 1.0, "decided", "rejected"),
    (3, None, "unsupported", "open"),
    (5, 0.0709, "unsure", "approved"),  # edited since: no longer a judgement of this text
]
TONE = {
    (1, "2026-03-01"): {
        "n": 2,
        "scored": 2,
        "disagreement": 2,
        "civil_disagreement": 1,
        "hostile_disagreement": 1,
        "hostility": 1,
        "evidence": 1,
        "unsure": 1,
    },
    (1, "2026-03-02"): {"n": 1, "scored": 1, "unsupported": 1},
    (2, "2026-03-03"): {"n": 1, "scored": 1},
    (2, ""): {"n": 2, "scored": 1, "disagreement": 1, "unsure_disagreement": 1, "unsure": 1},
}
PATTERNS = {
    1: "constructive_evidence=clear disagreement=flag generalization=clear "
    "possible_hostility=clear",
    2: "constructive_evidence=flag disagreement=flag generalization=unsure possible_hostility=flag",
    3: "constructive_evidence=clear disagreement=clear generalization=unsupported "
    "possible_hostility=clear",
    4: None,
    5: "constructive_evidence=clear disagreement=flag generalization=clear "
    "possible_hostility=unsure",
    6: "constructive_evidence=clear generalization=clear possible_hostility=clear",
}


def _made_at_first_version(url: str) -> None:
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for article in (1, 2):
            connection.execute(
                sa.text(
                    "INSERT INTO article (id, platform_id, title, paragraphs) "
                    "VALUES (:id, :name, 'A page', '[]')"
                ),
                {"id": article, "name": f"page {article}"},
            )
        for number, article, day, pattern, queue, state in ENTRIES:
            connection.execute(
                sa.text(
                    "INSERT INTO comment (id, article_id, platform_id, position) "
                    "VALUES (:id, :article, :name, :id)"
                ),
                {"id": number, "article": article, "name": f"c{number}"},
            )
            connection.execute(
                sa.text(
                    "INSERT INTO queue_entry (comment_id, article_id, position, created_at, day,"
                    " revision, text_id, pattern, machine, state, last_sequence, edited, queue,"
                    " priority) VALUES (:id, :article, :id, '2026-03-01 10:00:00', :day, 1, :id,"
                    " :pattern, :queue, :state, 0, false, :queue, 0.5)"
                ),
                {
                    "id": number,
                    "article": article,
                    "day": day,
                    "pattern": pattern,
                    "queue": queue,
                    "state": state,
                },
            )
        for number, score, queue, state in SCORES:
            connection.execute(
                sa.text(
                    "INSERT INTO queue_label (comment_id, label, status, probability, queue, state)"
                    " VALUES (:id, 'possible_hostility', 'scored', :score, :queue, :state)"
                ),
                {"id": number, "score": score, "queue": queue, "state": state},
            )
    engine.dispose()


def _counts_after_upgrade(url: str) -> None:
    store = open_store(url, migrate=True)
    with store.read() as session:
        tone = session.execute(sa.text("SELECT * FROM queue_tone")).all()
        scores = session.execute(sa.text("SELECT * FROM queue_score ORDER BY step")).all()
        patterns = session.execute(
            sa.text(
                "SELECT comment_id, answers FROM queue_entry "
                "LEFT JOIN queue_pattern ON queue_pattern.id = queue_entry.pattern_id"
            )
        ).all()
    names = {index["name"] for index in sa.inspect(store.engine).get_indexes("queue_entry")}
    store.close()
    found: dict[tuple[int, str], dict[str, int]] = {}
    for article, day, measure, comments in tone:
        found.setdefault((article, day), {})[measure] = comments
    assert found == TONE
    assert {row.comment_id: row.answers for row in patterns} == PATTERNS
    assert [tuple(row) for row in scores] == [
        ("possible_hostility", 70, "open", 2),
        ("possible_hostility", 1000, "rejected", 1),
    ]
    assert "ix_queue_entry_by_priority" in names
    assert "ix_queue_entry_tone" not in names


def test_a_sqlite_file_of_the_first_version_gets_its_counts(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    _made_at_first_version(url)
    _counts_after_upgrade(url)


@pytest.mark.postgres
def test_a_postgresql_database_of_the_first_version_gets_its_counts(
    postgres_empty_url: str,
) -> None:
    url = str(sa.make_url(postgres_empty_url).set(drivername="postgresql+psycopg"))
    _made_at_first_version(url)
    _counts_after_upgrade(url)
