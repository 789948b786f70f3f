"""Keys of other programs, their requests, and the outbox of decisions for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from analysis.storage.create import execute_plain

revision = "0009"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")

# ruff: noqa: E501 (the statements as the guards made them, one a line)
SQLITE = (
    "CREATE TRIGGER api_request_no_update BEFORE UPDATE ON api_request BEGIN SELECT RAISE(ABORT, 'answered requests are only added'); END",
    "CREATE TRIGGER api_request_no_delete BEFORE DELETE ON api_request BEGIN SELECT RAISE(ABORT, 'answered requests are only added'); END",
    "CREATE TRIGGER api_request_no_replace BEFORE INSERT ON api_request WHEN EXISTS (SELECT 1 FROM api_request WHERE (api_request.id = new.id) OR (api_request.caller = new.caller AND api_request.key = new.key)) BEGIN SELECT RAISE(ABORT, 'answered requests are only added'); END",
    "CREATE TRIGGER api_key_no_update BEFORE UPDATE OF id, name, sha256, scopes, account, per_minute, created_by, created_at ON api_key BEGIN SELECT RAISE(ABORT, 'keys are revoked and otherwise stay'); END",
    "CREATE TRIGGER api_key_no_delete BEFORE DELETE ON api_key BEGIN SELECT RAISE(ABORT, 'keys are revoked and otherwise stay'); END",
    "CREATE TRIGGER api_key_no_replace BEFORE INSERT ON api_key WHEN EXISTS (SELECT 1 FROM api_key WHERE api_key.id = new.id) BEGIN SELECT RAISE(ABORT, 'keys are revoked and otherwise stay'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER api_request_no_update BEFORE UPDATE ON api_request FOR EACH ROW EXECUTE FUNCTION moderato_refuse('answered requests are only added')",
    "CREATE TRIGGER api_request_no_delete BEFORE DELETE ON api_request FOR EACH ROW EXECUTE FUNCTION moderato_refuse('answered requests are only added')",
    "CREATE TRIGGER api_request_no_truncate BEFORE TRUNCATE ON api_request FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('answered requests are only added')",
    "CREATE TRIGGER api_key_no_update BEFORE UPDATE OF id, name, sha256, scopes, account, per_minute, created_by, created_at ON api_key FOR EACH ROW EXECUTE FUNCTION moderato_refuse('keys are revoked and otherwise stay')",
    "CREATE TRIGGER api_key_no_delete BEFORE DELETE ON api_key FOR EACH ROW EXECUTE FUNCTION moderato_refuse('keys are revoked and otherwise stay')",
    "CREATE TRIGGER api_key_no_truncate BEFORE TRUNCATE ON api_key FOR EACH STATEMENT EXECUTE FUNCTION moderato_refuse('keys are revoked and otherwise stay')",
)


def upgrade() -> None:
    """Four tables; what was asked is only added to, a key is only revoked."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("per_minute", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "per_minute IS NULL OR per_minute >= 1", name=op.f("ck_api_key_per_minute")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("name", name=op.f("uq_api_key_name")),
        sa.UniqueConstraint("sha256", name=op.f("uq_api_key_sha256")),
    )
    op.create_table(
        "api_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_request")),
        sa.UniqueConstraint("caller", "key", name=op.f("uq_api_request_caller_key")),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("adapter", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sa.UniqueConstraint("name", name=op.f("uq_webhook_name")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_webhook_delivery_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint(
            "webhook_id", "decision_id", name=op.f("uq_webhook_delivery_webhook_id_decision_id")
        ),
    )
    op.create_index(
        op.f("ix_webhook_delivery_delivered_at_due_at"),
        "webhook_delivery",
        ["delivered_at", "due_at"],
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        execute_plain(op.get_bind(), statement)
