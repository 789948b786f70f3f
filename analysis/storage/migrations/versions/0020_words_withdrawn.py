"""A person's word on a passage can be withdrawn: one more verdict that its check lets through."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "evidence_feedback"
BEFORE = "'confirm', 'reject', 'add'"
AFTER = "'confirm', 'reject', 'add', 'withdraw'"


def upgrade() -> None:
    """PostgreSQL changes a check; SQLite makes the table anew, with its indexes and guards."""
    if op.get_bind().dialect.name == "sqlite":
        _made_anew()
        return
    name = op.f(f"ck_{TABLE}_verdict")
    op.drop_constraint(name, TABLE, type_="check")
    op.create_check_constraint(name, TABLE, f"verdict IN ({AFTER})")


def _made_anew() -> None:
    connection = op.get_bind()

    def parts(kind: str) -> list[str]:
        asked = "SELECT sql FROM sqlite_master WHERE type = ? AND tbl_name = ? AND sql IS NOT NULL"
        return list(connection.exec_driver_sql(asked, (kind, TABLE)).scalars())

    (table,), indexes, guards = parts("table"), parts("index"), parts("trigger")
    if BEFORE not in table:
        raise RuntimeError(f"{TABLE} is not as this migration knows it: {table}")
    for statement in (
        *(f"DROP TRIGGER {guard.split()[2]}" for guard in guards),
        f"ALTER TABLE {TABLE} RENAME TO {TABLE}_before",
        table.replace(BEFORE, AFTER),
        f"INSERT INTO {TABLE} SELECT * FROM {TABLE}_before",  # noqa: S608 - names of ours
        f"DROP TABLE {TABLE}_before",
        *indexes,
        *guards,
    ):
        connection.exec_driver_sql(statement)
