"""Proposals can be put behind others, given to another call, and each answer taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("proposal", sa.Column("position", BIG, nullable=False, server_default="0"))
    op.add_column("proposal", sa.Column("linked_by", sa.String(), nullable=True))
    op.execute("UPDATE proposal SET position = id")
    op.create_table(
        "proposal_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("action_id", BIG, nullable=False),
        sa.Column("proposal_id", BIG, nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["review_action.id"], name=op.f("fk_proposal_change_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_change_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_change")),
    )
    op.create_index("ix_proposal_change_action_id", "proposal_change", ["action_id"])
