"""What the queue keeps of labels, by their keys: no place in a pattern, no column per label."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LABELS = ("constructive_evidence", "disagreement", "generalization", "possible_hostility")
"""The labels there were, in the order of an old pattern's letters."""

ANSWERS = {"f": "flag", "u": "unsure", "c": "clear", "x": "unsupported"}
"""What the letters said; ``-`` stood for a label without an answer."""

MEASURES = (
    *("n", "scored", "disagreement", "civil_disagreement", "hostile_disagreement"),
    *("unsure_disagreement", "hostility", "generalization", "evidence", "unsure", "unsupported"),
)
"""The columns of tone, whose names its rows bear from now on."""


def upgrade() -> None:
    """Give each pattern a number and a meaning by key, and each count of tone a row."""
    _patterns()
    _tone()


def _patterns() -> None:
    op.create_table(
        "queue_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_pattern")),
        sa.UniqueConstraint("answers", name=op.f("uq_queue_pattern_answers")),
    )
    connection = op.get_bind()
    old = connection.scalars(
        sa.text("SELECT DISTINCT pattern FROM queue_entry WHERE pattern <> '' ORDER BY pattern")
    ).all()
    meanings = {letters: _by_key(letters) for letters in old}
    numbers = {answers: number for number, answers in enumerate(sorted(set(meanings.values())), 1)}
    if numbers:
        insert = sa.text("INSERT INTO queue_pattern (answers) VALUES (:answers)")
        connection.execute(insert, [{"answers": answers} for answers in numbers])
    op.add_column("queue_entry", sa.Column("pattern_id", sa.Integer(), nullable=True))
    # One pass over the entries: a pass per pattern would read a million rows a hundred times.
    op.execute("CREATE TEMPORARY TABLE old_pattern (letters TEXT PRIMARY KEY, answers TEXT)")
    if meanings:
        insert = sa.text("INSERT INTO old_pattern (letters, answers) VALUES (:letters, :answers)")
        rows = [{"letters": letters, "answers": answers} for letters, answers in meanings.items()]
        connection.execute(insert, rows)
    op.execute(
        "UPDATE queue_entry SET pattern_id = (SELECT queue_pattern.id FROM old_pattern "
        "JOIN queue_pattern ON queue_pattern.answers = old_pattern.answers "
        "WHERE old_pattern.letters = queue_entry.pattern) WHERE pattern <> ''"
    )
    op.execute("DROP TABLE old_pattern")
    op.drop_column("queue_entry", "pattern")


def _by_key(letters: str) -> str:
    pairs = zip(LABELS, letters, strict=True)
    return " ".join(f"{key}={ANSWERS[letter]}" for key, letter in pairs if letter in ANSWERS)


def _tone() -> None:
    op.execute("CREATE TEMPORARY TABLE old_tone AS SELECT * FROM queue_tone")
    op.drop_table("queue_tone")
    op.create_table(
        "queue_tone",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_queue_tone_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "day", "measure", name=op.f("pk_queue_tone")),
        sqlite_with_rowid=False,
    )
    old = sa.table("old_tone", *(sa.column(name) for name in ("article_id", "day", *MEASURES)))
    names = ("article_id", "day", "measure", "comments")
    new = sa.table("queue_tone", *(sa.column(name) for name in names))
    for measure in MEASURES:
        rows = sa.select(old.c.article_id, old.c.day, sa.literal(measure), old.c[measure])
        op.execute(sa.insert(new).from_select(names, rows.where(old.c[measure] > 0)))
    op.execute("DROP TABLE old_tone")
