"""Calls are claimed, put off and assigned; people keep the filters they use."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUT_OFF = sa.text("snoozed_until IS NOT NULL")
ASSIGNED = sa.text("assignee IS NOT NULL")


def upgrade() -> None:
    for name, kind in (
        ("claimed_by", sa.String()),
        ("claimed_until", sa.DateTime()),
        ("snoozed_until", sa.DateTime()),
        ("assignee", sa.String()),
    ):
        op.add_column("call", sa.Column(name, kind, nullable=True))
    op.create_index(
        "ix_call_snoozed_until",
        "call",
        ["snoozed_until"],
        sqlite_where=PUT_OFF,
        postgresql_where=PUT_OFF,
    )
    op.create_index(
        "ix_call_assignee", "call", ["assignee"], sqlite_where=ASSIGNED, postgresql_where=ASSIGNED
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", BIG, nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filters", sa.JSON().with_variant(JSONB(), "postgresql"),
                  nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )  # fmt: skip
    op.create_index("uq_saved_filter_by_name", "saved_filter", ["by", "name"], unique=True)


def downgrade() -> None:
    op.drop_table("saved_filter")
    op.drop_index("ix_call_assignee", "call")
    op.drop_index("ix_call_snoozed_until", "call")
    for name in ("assignee", "snoozed_until", "claimed_until", "claimed_by"):
        op.drop_column("call", name)
