"""Counts kept beside the queue: how articles sound day by day, and scores in thousandths."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TONE = (
    "n",
    "scored",
    "disagreement",
    "civil_disagreement",
    "hostile_disagreement",
    "unsure_disagreement",
    "hostility",
    "generalization",
    "evidence",
    "unsure",
    "unsupported",
)
EDGES = [step / 1000 for step in range(1001)]

STREAM = {"stream_results": True}
"""A million rows go by one at a time; nobody holds them all."""


def upgrade() -> None:
    """Make the tables and fill them from the cache; its two indexes for tone are not needed now."""
    article = sa.Column("article_id", sa.Integer(), nullable=False)
    op.create_table(
        "queue_tone",
        article,
        sa.Column("day", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in TONE),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_queue_tone_article_id")
        ),
        sa.PrimaryKeyConstraint("article_id", "day", name=op.f("pk_queue_tone")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "queue_score",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("label", "step", "outcome", name=op.f("pk_queue_score")),
        sqlite_with_rowid=False,
    )
    _fill("queue_tone", list(_tone()))
    _fill("queue_score", list(_scores()))
    op.drop_index("ix_queue_entry_tone", table_name="queue_entry")
    op.drop_index("ix_queue_entry_tone_by_day", table_name="queue_entry")


def _fill(table: str, rows: list[dict[str, object]]) -> None:
    if rows:
        here = sa.table(table, *(sa.column(name) for name in rows[0]))
        op.get_bind().execute(sa.insert(here), rows)


def _tone() -> Iterator[dict[str, object]]:
    found = op.get_bind().execute(
        sa.text(
            "SELECT article_id, coalesce(day, ''), pattern, count(*) FROM queue_entry "
            "GROUP BY article_id, coalesce(day, ''), pattern"
        ),
        execution_options=STREAM,
    )
    sums: dict[tuple[int, str], Counter[str]] = {}
    for article, day, pattern, comments in found:
        row = sums.setdefault((article, day), Counter(dict.fromkeys(TONE, 0)))
        for name in _adds_to(pattern):
            row[name] += comments
    for (article, day), row in sums.items():
        yield {"article_id": article, "day": day, **row}


def _adds_to(pattern: str) -> list[str]:
    """What a pattern counted as when this was written: evidence, disagreement, generalization,
    possible hostility, in this order."""
    if not pattern:
        return ["n"]
    evidence, disagreement, generalization, hostility = list(pattern)
    names = ["n", "scored"]
    if disagreement == "f":
        kinds = {"f": "hostile_disagreement", "c": "civil_disagreement"}
        names += ["disagreement", kinds.get(hostility, "unsure_disagreement")]
    names += ["hostility"] if hostility == "f" else []
    names += ["generalization"] if generalization == "f" else []
    names += ["evidence"] if evidence == "f" else []
    names += ["unsure"] if "u" in (generalization, hostility) else []
    names += ["unsupported"] if {generalization, hostility} & {"x", "-"} else []
    return names


def _scores() -> Iterator[dict[str, object]]:
    found = op.get_bind().execute(
        sa.text(
            "SELECT label, probability, queue, state FROM queue_label WHERE probability IS NOT NULL"
        ),
        execution_options=STREAM,
    )
    counts: Counter[tuple[str, int, str]] = Counter()
    for label, probability, queue, state in found:
        judged = queue == "decided" and state in ("approved", "rejected")
        step = bisect_right(EDGES, probability) - 1
        counts[label, step, state if judged else "open"] += 1
    for (label, step, outcome), comments in sorted(counts.items()):
        yield {"label": label, "step": step, "outcome": outcome, "comments": comments}
