"""Terms of the prefilter as data: versions, what was found in texts, labels, candidates."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
EXTRACTED = sa.text("stage = 'extracted'")


def column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=null)


def upgrade() -> None:
    op.create_table(
        "pattern_version",
        column("id", BIG),
        column("at", sa.DateTime()),
        column("author", sa.String()),
        column("reason", sa.String()),
        column("digest", sa.String()),
        column("edits", JSON),
        column("restored", BIG, null=True),
        column("measured", JSON),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_version")),
    )
    op.create_table(
        "pattern_form",
        column("id", BIG),
        column("key", sa.String()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_form")),
    )
    op.create_index("uq_pattern_form_key", "pattern_form", ["key"], unique=True)
    op.create_table(
        "pattern_case",
        column("message_id", BIG),
        column("folded", sa.String()),
        column("hits", sa.LargeBinary()),
        column("forms", BIG),
        column("score", sa.Float()),
        column("digest", sa.String()),
        column("made_at", sa.DateTime()),
        _of_message("pattern_case"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_pattern_case")),
    )
    op.create_table(
        "message_label",
        column("message_id", BIG),
        column("is_call", sa.Boolean()),
        column("origin", sa.String()),
        column("by", sa.String()),
        column("at", sa.DateTime()),
        column("note", sa.String()),
        _of_message("message_label"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_label")),
    )
    add_candidates()
    # What models read and found no call in is asked for by its intent, without its text.
    op.create_index(
        "ix_message_extracted",
        "message",
        ["id", "intent"],
        sqlite_where=EXTRACTED,
        postgresql_where=EXTRACTED,
    )


def add_candidates() -> None:
    counts = ("found", "wrong", "missed")
    shadow = ("shadow_seen", "shadow_hits", "shadow_caught", "shadow_lost")
    op.create_table(
        "pattern_candidate",
        column("id", BIG),
        *(column(name, sa.String()) for name in ("folded", "text", "language", "topic")),
        column("weight", sa.Float()),
        *(column(name, sa.Integer()) for name in counts),
        column("evidence", JSON),
        column("state", sa.String()),
        column("decided_by", sa.String(), null=True),
        column("decided_at", sa.DateTime(), null=True),
        column("shadow_from", BIG),
        column("shadow_to", BIG),
        *(column(name, sa.Integer()) for name in shadow),
        column("found_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_candidate")),
    )
    op.create_index("uq_pattern_candidate_folded", "pattern_candidate", ["folded"], unique=True)


def _of_message(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["message_id"],
        ["message.id"],
        name=op.f(f"fk_{table}_message_id"),
        ondelete="CASCADE",
    )
