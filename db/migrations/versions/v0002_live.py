"""Live sources and language models: schedules, runs, calls to models, proposals."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def column(name: str, kind: TypeEngine[Any], default: str | None = None) -> sa.Column[Any]:
    """A column that older rows have a value for."""
    return sa.Column(name, kind, nullable=default is None, server_default=default)


def upgrade() -> None:
    for one in (
        column("adapter", sa.String(), ""),
        column("settings", JSON, "{}"),
        column("state", sa.String(), "active"),
        column("every_minutes", sa.Integer(), "0"),
        column("pace", sa.Float(), "1"),
        column("priority", sa.Integer(), "10"),
        column("cursor", JSON, "{}"),
        column("last_run_at", sa.DateTime()),
        column("next_run_at", sa.DateTime()),
        column("leased_by", sa.String()),
        column("lease_until", sa.DateTime()),
        column("failures", sa.Integer(), "0"),
        column("last_error", sa.String(), ""),
        column("cost", BIG, "0"),
    ):
        op.add_column("source", one)
    for one in (
        column("edited_at", sa.DateTime()),
        column("first_text", sa.String()),
        column("deleted_at", sa.DateTime()),
    ):
        op.add_column("message", one)
    add_source_run()
    add_models()
    add_intents()


def add_source_run() -> None:
    op.create_table(
        "source_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source_id", BIG, nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("edited", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("cost", BIG, nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_run_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_run")),
    )
    op.create_index("ix_source_run_source_id_id", "source_run", ["source_id", "id"])


def add_models() -> None:
    op.create_table(
        "model_answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_model_answer")),
    )
    op.create_index("ix_model_answer_at", "model_answer", ["at"])
    op.create_table(
        "model_batch",
        sa.Column("id", BIG, nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in (
                "provider",
                "base_url",
                "model",
                "prompt_version",
                "mark",
                "remote_id",
                "state",
                "error",
                "claimed_by",
            )
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("requests", "done", "failed", "looks", "misses")
        ),
        sa.Column("estimate", BIG, nullable=False),
        sa.Column("cost", BIG, nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_batch")),
    )
    gathering = sa.text("state = 'gathering'")
    op.create_index(
        "uq_model_batch_gathering",
        "model_batch",
        ["provider", "base_url", "model", "prompt_version"],
        unique=True,
        sqlite_where=gathering,
        postgresql_where=gathering,
    )
    op.create_table(
        "model_batch_line",
        sa.Column("id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["model_batch.id"], name=op.f("fk_model_batch_line_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_model_batch_line_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_batch_line")),
    )
    op.create_index(
        "uq_model_batch_line_message_id", "model_batch_line", ["message_id"], unique=True
    )
    op.create_index("ix_model_batch_line_batch_id_state", "model_batch_line", ["batch_id", "state"])
    op.create_index("ix_model_batch_line_key", "model_batch_line", ["key"])
    op.create_table(
        "model_call",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("message_id", BIG, nullable=True),
        sa.Column("source_id", BIG, nullable=True),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("prompt_version", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cost", BIG, nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("batch_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["model_batch.id"], name=op.f("fk_model_call_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_model_call_message_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_model_call_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_call")),
    )
    op.create_index("ix_model_call_at", "model_call", ["at"])
    op.create_index("ix_model_call_message_id", "model_call", ["message_id"])


def add_intents() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_proposal_call_id")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_proposal_message_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(
        "uq_proposal_message_id_call_id", "proposal", ["message_id", "call_id"], unique=True
    )
    op.create_index("ix_proposal_state_id", "proposal", ["state", "id"])
    op.create_index("ix_proposal_call_id", "proposal", ["call_id"])
    op.create_table(
        "action_step",
        sa.Column("id", BIG, nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_step")),
    )
    op.create_index(
        "uq_action_step_action_position", "action_step", ["action", "position"], unique=True
    )
