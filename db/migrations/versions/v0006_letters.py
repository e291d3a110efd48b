"""Dead letters carry a note and who answered them; texts can be corrected; workers are known."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GROUPED = ["state", "signature", "last_at", "first_at", "failure", "id"]


def upgrade() -> None:
    op.add_column("dead_letter", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column("dead_letter", sa.Column("by", sa.String(), nullable=True))
    op.add_column("dead_letter", sa.Column("answered_at", sa.DateTime(), nullable=True))
    op.create_index("ix_dead_letter_state_signature", "dead_letter", GROUPED)
    op.create_table(
        "correction",
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_correction_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_correction")),
    )
    op.create_table(
        "worker",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )


def downgrade() -> None:
    op.drop_table("worker")
    op.drop_table("correction")
    op.drop_index("ix_dead_letter_state_signature", "dead_letter")
    op.drop_column("dead_letter", "answered_at")
    op.drop_column("dead_letter", "by")
    op.drop_column("dead_letter", "note")
